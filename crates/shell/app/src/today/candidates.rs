//! Who may come into a member's list, by what their relationships show.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rapport_science::attention::{value_of_leaning_back, value_of_staying_close, worth};
use rapport_science::{LeanBack, LeanBackOutcome, UNUSUAL, VERY_UNUSUAL, probability_below_third, rhythm};

use crate::lean_backs::standing::Tests;
use crate::sphere::owed::is_owed;
use crate::sphere::{Sphere, Tie};
use crate::today::attempts::Attempts;

/// A promise of ours is looked for in what we wrote this long ago.
const PROMISE_DAYS: std::ops::Range<f64> = 1.0..45.0;
/// Below this probability the tie has most likely ended, and waking it is another matter.
const ALIVE: f64 = 0.15;
/// After an attempt, they get at least so many days.
const PATIENCE_DAYS: f64 = 3.0;
/// Ties of each kind whose mails are looked into.
const LOOKED_INTO: usize = 60;
/// A lean-back test is suggested when it is this likely that we do the driving.
const DRIVEN: f64 = 0.8;
/// After a verdict, the cadence of the tie follows it for so long, and no further test is suggested.
const VERDICT_DAYS: f64 = 180.0;
/// When they did not lean in, a silence speaks from the median of their gaps on.
const MEDIAN: f64 = 0.5;

/// The ties that may come into a list, by slot, with what speaks for each; most pressing first.
#[derive(Clone, Default)]
pub(crate) struct Candidates {
    owed: Vec<(f64, u32)>,
    promised: Vec<(f64, u32)>,
    cooling: Vec<(f64, u32)>,
    testable: Vec<(f64, u32)>,
    pub(crate) resting: Vec<(f64, u32)>,
}

impl Candidates {
    /// Looks over every tie once.
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

    /// The same after the ties in some slots changed.
    pub(crate) fn followed(&self, sphere: &Sphere, tests: &Tests, changed: &BTreeSet<u32>) -> Self {
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

    /// Those whose mails are looked into, lane by lane.
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
            // What they wrote may need no answer; then the silence speaks.
            self.owed.push(((0.25 + 0.75 * worth) * (-waited / 10.0).exp2(), slot));
        }
        if sphere.opted_out(tie.person).is_some() {
            return;
        }
        let attempt = tie.state.awaiting_them();
        if let Some(last) = tie.state.last_ours()
            && attempt.is_some()
            && PROMISE_DAYS.contains(&sphere.now.days_since(last))
        {
            let age = sphere.now.days_since(last);
            self.promised.push(((0.25 + 0.75 * worth) * (-age / 14.0).exp2(), slot));
        }
        if tests.is_running(tie.person) {
            return;
        }
        let verdict = tests.verdict(tie.person).filter(|(_, age)| *age < VERDICT_DAYS);
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
                || sphere.now.days_since(tie.state.last_ours().unwrap_or(since)) < PATIENCE_DAYS
        });
        let score = value_of_staying_close(worth, rhythm.alive, f64::from(tie.chance));
        if is_pressed { self.resting.push((score, slot)) } else { self.cooling.push((score, slot)) }
    }
}

fn most_pressing(sphere: &Sphere, one: (f64, u32), other: (f64, u32)) -> Ordering {
    let address = |slot: u32| &sphere.at(slot).address;
    other.0.total_cmp(&one.0).then_with(|| address(one.1).cmp(address(other.1)))
}
