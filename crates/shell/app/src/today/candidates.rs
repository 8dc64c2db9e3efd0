use std::sync::{Arc, OnceLock};

use rapport_model::{MemberId, PersonId};
use rapport_science::attention::{value_of_leaning_back, value_of_staying_close, worth};
use rapport_science::{
    LeanBack, LeanBackOutcome, LeanBackStanding, UNUSUAL, VERY_UNUSUAL, probability_below_third, rhythm,
};
use rapport_store::{StoreError, Tx};

use crate::lean_backs::Tests;
use crate::sphere::owed::{Made, is_owed, owed, promised};
use crate::sphere::recent::Story;
use crate::sphere::warmth::Warmth;
use crate::sphere::{Sphere, Tie};
use crate::today::attempts::Attempts;
use crate::today::card::Card;
use crate::today::lanes::lean_back::leaning;
use crate::today::lanes::stay_close::cooling;

/// Makes a card, or finds that there is no reason for one.
type Make = fn(&Story<'_>) -> Option<Made>;

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

/// The ties that may come into a list, by place, with what speaks for each.
#[derive(Default)]
pub(crate) struct Candidates {
    owed: Vec<(f64, usize)>,
    promised: Vec<(f64, usize)>,
    cooling: Vec<(f64, usize)>,
    testable: Vec<(f64, usize)>,
    pub(crate) resting: Vec<(f64, usize)>,
}

/// Everybody who may come into a member's list while their sphere stays as it is, most pressing first. Only what
/// was done about them changes from one look to the next.
pub(crate) struct Day {
    pub(crate) candidates: Candidates,
    pub(crate) cards: Vec<Card>,
    /// The lean-back tests that run.
    pub(crate) tests: Vec<(PersonId, LeanBackStanding)>,
}

impl Sphere {
    /// The day of a member's sphere, made when it is first looked at.
    pub(crate) fn day(&self, tx: &Tx<'_>, member: MemberId) -> Result<Arc<Day>, StoreError> {
        let kept = self.kept.of::<OnceLock<Arc<Day>>>();
        if let Some(day) = kept.get() {
            return Ok(Arc::clone(day));
        }
        let made = Arc::new(Day::of(tx, member, self)?);
        Ok(Arc::clone(kept.get_or_init(|| made)))
    }
}

impl Day {
    /// Whether somebody is on the list, or comes onto it when others are done.
    pub(crate) fn has(&self, person: PersonId) -> bool {
        self.cards.iter().any(|card| card.person == person)
    }

    pub(crate) fn of(tx: &Tx<'_>, member: MemberId, sphere: &Sphere) -> Result<Self, StoreError> {
        let tests = Tests::of(tx, member, sphere.now)?;
        let candidates = Candidates::of(sphere, &tests);
        let mut cards: Vec<Card> = Vec::new();
        for (places, make) in [
            (&candidates.owed, owed as Make),
            (&candidates.promised, promised),
            (&candidates.cooling, cooling),
            (&candidates.testable, leaning),
        ] {
            for (score, place) in places.iter().take(LOOKED_INTO) {
                let tie = &sphere.ties[*place];
                if cards.iter().any(|card| card.person == tie.person) {
                    continue;
                }
                let story = Story::of(tx, member, tie, sphere)?;
                let Some(made) = make(&story) else { continue };
                cards.push(Card {
                    person: tie.person,
                    address: tie.address.to_string(),
                    name: tie.name.to_string(),
                    lane: made.lane,
                    why: made.why,
                    begin: made.begin,
                    evidence: made.evidence,
                    since: made.since,
                    warmth: Warmth::of(f64::from(tie.chance)),
                    score: score * made.weight,
                    explored: false,
                });
            }
        }
        Ok(Self { candidates, cards, tests: tests.running() })
    }
}

impl Candidates {
    /// Looks over every tie once.
    fn of(sphere: &Sphere, tests: &Tests) -> Self {
        let mut found = Self::default();
        let more = Attempts::of(sphere);
        for (place, tie) in sphere.ties.iter().enumerate() {
            found.consider(sphere, tests, &more, place, tie);
        }
        for places in [
            &mut found.owed,
            &mut found.promised,
            &mut found.cooling,
            &mut found.testable,
            &mut found.resting,
        ] {
            places.sort_by(|one, other| {
                let address = |place: usize| &sphere.ties[place].address;
                other.0.total_cmp(&one.0).then_with(|| address(one.1).cmp(address(other.1)))
            });
        }
        found
    }

    fn consider(&mut self, sphere: &Sphere, tests: &Tests, more: &Attempts<'_>, place: usize, tie: &Tie) {
        let worth = worth(&tie.state);
        if is_owed(tie, sphere) {
            let waited = tie.state.last_theirs().map_or(0.0, |last| sphere.now.days_since(last));
            // What they wrote may need no answer; then the silence speaks.
            self.owed.push(((0.25 + 0.75 * worth) * (-waited / 10.0).exp2(), place));
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
            self.promised.push(((0.25 + 0.75 * worth) * (-age / 14.0).exp2(), place));
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
            self.testable.push((value_of_leaning_back(worth, test.prior), place));
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
        if is_pressed { self.resting.push((score, place)) } else { self.cooling.push((score, place)) }
    }
}
