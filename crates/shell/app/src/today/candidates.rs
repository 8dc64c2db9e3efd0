//! The ties that may be suggested, by what their states show.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Duration;

use rapport_science::attention::{value_of_leaning_back, value_of_staying_close, worth};
use rapport_science::{LeanBack, LeanBackOutcome, UNUSUAL, VERY_UNUSUAL, probability_below_third, rhythm};

use crate::acts::lean_backs::standing::Tests;
use crate::sphere::owed::is_owed;
use crate::sphere::{Sphere, Tie};
use crate::today::attempts::Attempts;

/// The age of the text in which a promise of ours is looked for.
const PROMISE_AGE: Range<Duration> = Duration::from_hours(24)..Duration::from_hours(45 * 24);
/// Below this probability the tie has most likely ended, and is a matter of dormant ties.
const ALIVE: f64 = 0.15;
/// How long they have to answer before another attempt.
const TIME_TO_ANSWER: Duration = Duration::from_hours(3 * 24);
/// How many ties of each lane have their mails read.
const LOOKED_INTO: usize = 60;
/// A lean-back test is suggested when it is at least this probable that they initiate less than a third of the time.
const DRIVEN: f64 = 0.8;
/// How long a test's verdict decides the cadence of the tie, and no further test is suggested.
const VERDICT_LASTS: Duration = Duration::from_hours(180 * 24);
/// The quantile of their gaps from which on a silence counts after they did not lean in.
const MEDIAN: f64 = 0.5;

/// The ties that may be suggested, by slot, with their scores; most pressing first.
#[derive(Clone, Default)]
pub(crate) struct Candidates {
    owed: Vec<(f64, u32)>,
    promised: Vec<(f64, u32)>,
    cooling: Vec<(f64, u32)>,
    testable: Vec<(f64, u32)>,
    pub(crate) resting: Vec<(f64, u32)>,
}

impl Candidates {
    /// Scores every tie once.
    pub(crate) fn of(sphere: &Sphere, tests: &Tests) -> Self {
        let mut found = Self::default();
        let more = Attempts::of(sphere);
        for (tie, slot) in sphere.ties().zip(0..) {
            found.consider(sphere, tests, &more, slot, tie);
        }
        for lane in found.lanes() {
            lane.sort_unstable_by(|one, other| most_pressing(sphere, *one, *other));
        }
        found
    }

    /// The candidates after the ties in some slots changed.
    pub(crate) fn updated(&self, sphere: &Sphere, tests: &Tests, changed: &BTreeSet<u32>) -> Self {
        let mut after = self.clone();
        let mut found = Self::default();
        let more = Attempts::of(sphere);
        for slot in changed {
            found.consider(sphere, tests, &more, *slot, sphere.at(*slot));
        }
        for (lane, fresh) in after.lanes().into_iter().zip(found.lanes()) {
            lane.retain(|(_, slot)| !changed.contains(slot));
            for one in fresh.iter().copied() {
                let place = lane.partition_point(|known| most_pressing(sphere, *known, one).is_lt());
                lane.insert(place, one);
            }
        }
        after
    }

    /// The ties whose mails are read, lane by lane.
    pub(crate) fn looked_into(&self) -> [&[(f64, u32)]; 4] {
        [&self.owed, &self.promised, &self.cooling, &self.testable]
            .map(|lane| &lane[..lane.len().min(LOOKED_INTO)])
    }

    fn lanes(&mut self) -> [&mut Vec<(f64, u32)>; 5] {
        [&mut self.owed, &mut self.promised, &mut self.cooling, &mut self.testable, &mut self.resting]
    }

    fn consider(&mut self, sphere: &Sphere, tests: &Tests, more: &Attempts<'_>, slot: u32, tie: &Tie) {
        let worth = worth(&tie.state);
        if is_owed(tie, sphere) {
            let waited = tie.state.last_theirs().map_or(0.0, |last| sphere.now.days_since(last));
            // What they wrote may need no answer; then the silence may still be a reason.
            self.owed.push(((0.25 + 0.75 * worth) * (-waited / 10.0).exp2(), slot));
        }
        if sphere.opted_out(tie.person).is_some() {
            return;
        }
        let attempt = tie.state.awaiting_them();
        if let Some(last) = tie.state.last_ours()
            && attempt.is_some()
            && PROMISE_AGE.contains(&sphere.now.since(last))
        {
            let age = sphere.now.days_since(last);
            self.promised.push(((0.25 + 0.75 * worth) * (-age / 14.0).exp2(), slot));
        }
        if tests.is_running(tie.person) {
            return;
        }
        let verdict = tests.verdict(tie.person).filter(|(_, age)| *age < VERDICT_LASTS);
        if verdict.is_none()
            && tie.state.contact_days() > 0
            && probability_below_third(&tie.state, &sphere.priors) >= DRIVEN
            && let Ok(test) = LeanBack::design(&tie.state, &sphere.priors, sphere.now)
        {
            self.testable.push((value_of_leaning_back(worth, test.prior), slot));
        }
        let threshold = match verdict {
            Some((LeanBackOutcome::LeanedIn, _)) => VERY_UNUSUAL,
            Some((LeanBackOutcome::DidNot, _)) => MEDIAN,
            _ => UNUSUAL,
        };
        if f64::from(tie.quiet) < threshold || tie.quiet.is_nan() {
            return;
        }
        let Ok(rhythm) = rhythm(&tie.state, &sphere.priors, sphere.now) else { return };
        if rhythm.alive < ALIVE {
            return;
        }
        let is_pressed = attempt.is_some_and(|(since, attempts)| {
            !more.pays(attempts + 1)
                || sphere.now.since(tie.state.last_ours().unwrap_or(since)) < TIME_TO_ANSWER
        });
        let score = value_of_staying_close(worth, rhythm.alive, f64::from(tie.probability));
        if is_pressed { self.resting.push((score, slot)) } else { self.cooling.push((score, slot)) }
    }
}

fn most_pressing(sphere: &Sphere, one: (f64, u32), other: (f64, u32)) -> Ordering {
    let address = |slot: u32| &sphere.at(slot).address;
    other.0.total_cmp(&one.0).then_with(|| address(one.1).cmp(address(other.1)))
}
