//! The suggestions of a member while their sphere does not change. From one query to the next only acts change.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use rapport_model::{MemberId, PersonId};
use rapport_science::LeanBackStanding;
use rapport_store::{StoreError, Tx};

use crate::acts::lean_backs::standing::{TestState, Tests};
use crate::sphere::derived::Derived;
use crate::sphere::owed::{CardBody, owed, promised};
use crate::sphere::recent_interactions::RecentInteractions;
use crate::sphere::warmth::Warmth;
use crate::sphere::{Sphere, Tie};
use crate::today::candidates::Candidates;
use crate::today::card::Card;
use crate::today::lanes::lean_back::leaning;
use crate::today::lanes::stay_close::cooling;

/// Makes a card; `None` when there is no reason for one.
type Make = fn(&RecentInteractions<'_>) -> Option<CardBody>;

/// How each lane of the candidates makes its cards, in their order.
const MAKE: [Make; 4] = [owed, promised, cooling, leaning];

/// The candidates and cards of a day, most pressing first.
pub(crate) struct Day {
    pub(crate) candidates: Candidates,
    pub(crate) cards: Vec<Card>,
    /// The lean-back tests that run.
    pub(crate) tests: Vec<(PersonId, LeanBackStanding)>,
    /// The state of the newest test with each person.
    tested: HashMap<PersonId, TestState>,
    /// The cards of the ties whose mails were read, by lane and slot; `None` where there was no reason for one.
    bodies: HashMap<(usize, u32), Option<Arc<CardBody>>>,
}

/// The day of a sphere, made when it is first needed: from nothing, or from the day before some ties changed.
#[derive(Default)]
struct Days {
    known: OnceLock<Arc<Day>>,
    before: Option<(Arc<Day>, BTreeSet<u32>)>,
}

impl Derived<Sphere> for Days {
    fn updated(&self, _: &Sphere, _: &Sphere, changed: &[u32]) -> Option<Self> {
        let (day, known) = match (self.known.get(), &self.before) {
            (Some(day), _) => (day, BTreeSet::new()),
            (None, Some((day, known))) => (day, known.clone()),
            (None, None) => return None,
        };
        let changed = known.into_iter().chain(changed.iter().copied()).collect();
        Some(Self { known: OnceLock::new(), before: Some((Arc::clone(day), changed)) })
    }
}

impl Sphere {
    /// The day of a member's sphere.
    pub(crate) fn day(&self, tx: &Tx<'_>, member: MemberId) -> Result<Arc<Day>, StoreError> {
        let days = self.derived.of::<Days>();
        if let Some(day) = days.known.get() {
            return Ok(Arc::clone(day));
        }
        let tests = Tests::of(tx, member, self.now)?;
        let day = match &days.before {
            None => Day::of(tx, member, self, &tests)?,
            Some((before, changed)) => before.updated(tx, member, self, &tests, changed)?,
        };
        Ok(Arc::clone(days.known.get_or_init(|| Arc::new(day))))
    }
}

impl Day {
    /// Whether somebody is on the list, or comes onto it when others are done.
    pub(crate) fn has(&self, person: PersonId) -> bool {
        self.cards.iter().any(|card| card.person == person)
    }

    fn of(tx: &Tx<'_>, member: MemberId, sphere: &Sphere, tests: &Tests) -> Result<Self, StoreError> {
        let candidates = Candidates::of(sphere, tests);
        Self::with(tx, member, sphere, tests, candidates, HashMap::new())
    }

    /// The day after the ties in some slots changed, or a test with somebody did.
    fn updated(
        &self,
        tx: &Tx<'_>,
        member: MemberId,
        sphere: &Sphere,
        tests: &Tests,
        changed: &BTreeSet<u32>,
    ) -> Result<Self, StoreError> {
        let tested = tests.states();
        let other = |person: &&PersonId| tested.get(person) != self.tested.get(person);
        let other = tested.keys().chain(self.tested.keys()).filter(other);
        let mut changed = changed.clone();
        changed.extend(other.filter_map(|person| sphere.slot_of(*person)));
        let candidates = self.candidates.updated(sphere, tests, &changed);
        let known = self.bodies.iter().filter(|((_, slot), _)| !changed.contains(slot));
        let known = known.map(|(key, body)| (*key, body.clone())).collect();
        Self::with(tx, member, sphere, tests, candidates, known)
    }

    /// Makes the cards that are not known yet.
    fn with(
        tx: &Tx<'_>,
        member: MemberId,
        sphere: &Sphere,
        tests: &Tests,
        candidates: Candidates,
        known: HashMap<(usize, u32), Option<Arc<CardBody>>>,
    ) -> Result<Self, StoreError> {
        let mut cards: Vec<Card> = Vec::new();
        let mut has_card: HashSet<u32> = HashSet::new();
        let mut all = HashMap::new();
        for (lane, (looked_into, make)) in candidates.looked_into().into_iter().zip(MAKE).enumerate() {
            for (score, slot) in looked_into {
                if has_card.contains(slot) {
                    continue;
                }
                let tie = sphere.at(*slot);
                let body = match known.get(&(lane, *slot)) {
                    Some(body) => body.clone(),
                    None => make(&RecentInteractions::of(tx, member, tie, sphere)?).map(Arc::new),
                };
                if let Some(body) = &body {
                    has_card.insert(*slot);
                    cards.push(card(tie, body, *score));
                }
                all.insert((lane, *slot), body);
            }
        }
        Ok(Self { candidates, cards, tests: tests.running(), tested: tests.states(), bodies: all })
    }
}

fn card(tie: &Tie, body: &CardBody, score: f64) -> Card {
    Card {
        person: tie.person,
        address: tie.address.to_string(),
        name: tie.name.to_string(),
        lane: body.lane,
        why: body.why.clone(),
        begin: body.begin.clone(),
        evidence: body.evidence.clone(),
        since: body.since,
        warmth: Warmth::of(f64::from(tie.probability)),
        score: score * body.weight,
        explored: false,
    }
}
