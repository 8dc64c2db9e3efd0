//! The lean-back tests that a member began, and their progress.

use std::collections::HashMap;
use std::time::Duration;

use rapport_model::{LeanBackRecord, MemberId, Moment, PersonId, Side};
use rapport_science::{LeanBack, LeanBackOutcome, LeanBackStanding};
use rapport_store::{StoreError, Tx};

/// A test with its plan and progress.
pub(crate) struct Test {
    pub(crate) record: LeanBackRecord,
    pub(crate) plan: LeanBack,
    pub(crate) standing: LeanBackStanding,
}

impl Test {
    /// Reads a test; `None` when its plan was written by a version that cannot be read any more.
    pub(crate) fn of(tx: &Tx<'_>, record: LeanBackRecord, now: Moment) -> Result<Option<Self>, StoreError> {
        let Ok(plan) = serde_json::from_str::<LeanBack>(&record.plan) else { return Ok(None) };
        // Touches before the silence begins are not part of the test.
        let theirs = tx.first_touch_after(record.person, Side::Theirs, record.starts_at, now)?;
        let ours = tx.first_touch_after(record.person, Side::Ours, record.starts_at, now)?;
        let standing = plan.standing(record.starts_at, theirs, ours, now);
        Ok(Some(Self { record, plan, standing }))
    }

    /// The newest test of a member with a person; `None` when there was none.
    pub(crate) fn newest(
        tx: &Tx<'_>,
        member: MemberId,
        person: PersonId,
        now: Moment,
    ) -> Result<Option<Self>, StoreError> {
        for record in tx.lean_backs(member, now)?.into_iter().filter(|record| record.person == person) {
            if let Some(test) = Self::of(tx, record, now)? {
                return Ok(Some(test));
            }
        }
        Ok(None)
    }

    pub(crate) fn is_running(&self) -> bool {
        self.verdict().is_none()
    }

    /// How the test ended, which is without a verdict when the member ended it early. `None` while it runs.
    pub(crate) fn verdict(&self) -> Option<LeanBackOutcome> {
        match (self.standing.outcome, self.record.stopped_at) {
            (Some(outcome), Some(stopped)) if self.standing.ends <= stopped => Some(outcome),
            (_, Some(_)) => Some(LeanBackOutcome::NoVerdict),
            (outcome, None) => outcome,
        }
    }
}

/// The part of a test that decides who is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TestState {
    is_running: bool,
    verdict: Option<LeanBackOutcome>,
}

/// The newest test of a member with each person, as of a moment.
pub(crate) struct Tests {
    of_person: HashMap<PersonId, Test>,
    now: Moment,
}

impl Tests {
    pub(crate) fn of(tx: &Tx<'_>, member: MemberId, now: Moment) -> Result<Self, StoreError> {
        let mut of_person: HashMap<PersonId, Test> = HashMap::new();
        for record in tx.lean_backs(member, now)? {
            if of_person.contains_key(&record.person) {
                continue;
            }
            if let Some(test) = Test::of(tx, record, now)? {
                of_person.insert(test.record.person, test);
            }
        }
        Ok(Self { of_person, now })
    }

    pub(crate) fn is_running(&self, person: PersonId) -> bool {
        self.of_person.get(&person).is_some_and(Test::is_running)
    }

    /// How the last test of a person ended, and how long ago; `None` without one.
    pub(crate) fn verdict(&self, person: PersonId) -> Option<(LeanBackOutcome, Duration)> {
        let test = self.of_person.get(&person)?;
        let ended = test.record.stopped_at.unwrap_or(test.standing.ends);
        Some((test.verdict()?, self.now.since(ended)))
    }

    /// The state of each test.
    pub(crate) fn states(&self) -> HashMap<PersonId, TestState> {
        let state = |test: &Test| TestState { is_running: test.is_running(), verdict: test.verdict() };
        self.of_person.iter().map(|(person, test)| (*person, state(test))).collect()
    }

    /// The tests that run, in the order of their ends.
    pub(crate) fn running(&self) -> Vec<(PersonId, LeanBackStanding)> {
        let running = self.of_person.values().filter(|test| test.is_running());
        let mut found: Vec<_> = running.map(|test| (test.record.person, test.standing)).collect();
        found.sort_by_key(|(person, standing)| (standing.ends, *person));
        found
    }
}
