pub(crate) mod load;
pub(crate) mod owed;
pub(crate) mod proof;
pub(crate) mod recent;
pub(crate) mod warmth;
pub(crate) mod word_index;

use std::collections::HashMap;
use std::sync::Arc;

use rapport_model::{Calendar, MemberId, Moment, PersonId};
use rapport_science::{PairState, Priors, persistence, rhythm};
use rapport_store::{StoreError, Tx};
use tokio::sync::Mutex;

use crate::acting::Acting;
use crate::error::Result;
use crate::kept::Kept;
use crate::permission::rights::Noun;
use crate::sphere::load::{Named, histories_of, names, priors};
use crate::sphere::word_index::WordLines;

/// Every relationship of a member as it is at one moment, ready to be sorted, filtered and ranked.
pub struct Sphere {
    /// The moment.
    pub now: Moment,
    /// What is believed before a pair has a history.
    pub priors: Priors,
    /// The member's calendar.
    pub calendar: Calendar,
    /// In the order of the person ids.
    pub(crate) ties: Vec<Tie>,
    /// Who asked not to be contacted, and when.
    opted_out: HashMap<PersonId, Moment>,
    /// The words of their names and addresses, in the same order.
    pub(crate) words: WordLines,
    /// What other rooms make of it.
    pub(crate) kept: Kept,
}

/// One relationship.
#[derive(Clone, Debug)]
pub struct Tie {
    /// The person.
    pub person: PersonId,
    /// Their name, or their address when no name was ever seen.
    pub name: Box<str>,
    /// The address they used last.
    pub address: Box<str>,
    /// The folded state.
    pub state: PairState,
    /// The probability of contact within 30 days.
    pub chance: f32,
    /// How unusual the silence is for this pair; not a number when there is not enough.
    pub quiet: f32,
    /// The usual gap in days; not a number when there is not enough.
    pub usual_gap: f32,
}

/// The sphere of each member as last looked at.
#[derive(Default)]
struct Cache {
    known: Mutex<HashMap<MemberId, (u64, Arc<Sphere>)>>,
}

/// A sphere is looked at anew after this time even if nothing came in, because silence grows by itself.
const FRESH_DAYS: f64 = 1.0 / 24.0;

impl Acting {
    /// The member's sphere now.
    pub async fn sphere(&self) -> Result<Arc<Sphere>> {
        let member = self.id();
        let now = self.now();
        let revision = self.read(Noun::Tie, |tx| tx.revision()).await?;
        // Held while it is made, so that many who ask at once wait for one.
        let cache = self.app.kept.of::<Cache>();
        let mut known = cache.known.lock().await;
        if let Some((seen, sphere)) = known.get(&member) {
            let age = now.days_since(sphere.now);
            if *seen == revision && (0.0..FRESH_DAYS).contains(&age) {
                return Ok(Arc::clone(sphere));
            }
        }
        let sphere = Arc::new(self.read(Noun::Tie, move |tx| Sphere::now(tx, member, now)).await?);
        known.insert(member, (revision, Arc::clone(&sphere)));
        Ok(sphere)
    }

    /// The member's sphere as it was at a moment, folded anew from the log up to then.
    pub async fn sphere_at(&self, at: Moment) -> Result<Arc<Sphere>> {
        let member = self.id();
        Ok(Arc::new(self.read(Noun::Tie, move |tx| Sphere::then(tx, member, at)).await?))
    }
}

impl Sphere {
    fn now(tx: &Tx<'_>, member: MemberId, now: Moment) -> Result<Self, StoreError> {
        let mut states = Vec::new();
        tx.each_state(member, |person, bytes| {
            if let Some(state) = PairState::from_bytes(&bytes) {
                states.push((person, state));
            }
        })?;
        Self::of(tx, states, priors(tx)?, now)
    }

    /// Nothing that came after `at` is used, neither of the pairs nor for the priors.
    fn then(tx: &Tx<'_>, member: MemberId, at: Moment) -> Result<Self, StoreError> {
        let calendar = tx.calendar()?;
        let mut states = Vec::new();
        let mut histories = Vec::new();
        for of_team in tx.members()? {
            let of_member = histories_of(tx, of_team.id, at, &calendar)?;
            if of_team.id == member {
                states.extend(
                    of_member.iter().map(|(person, history)| (*person, PairState::as_of(history, at))),
                );
            }
            histories.extend(of_member.into_iter().map(|(_, history)| history));
        }
        let step = histories.len().div_ceil(Priors::SAMPLE).max(1);
        let sample: Vec<_> = histories.into_iter().step_by(step).collect();
        Self::of(tx, states, Priors::fit_from_histories(&sample, at), at)
    }

    fn of(
        tx: &Tx<'_>,
        states: Vec<(PersonId, PairState)>,
        priors: Priors,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let mut names = names(tx, states.len())?;
        let mut words = WordLines::default();
        let tie = |(person, state): (PersonId, PairState)| {
            let Named { name, address, words: found, .. } = names.remove(&person).unwrap_or_default();
            words.push(&found);
            let rhythm = rhythm(&state, &priors, now);
            Tie {
                person,
                name: if name.is_empty() { address.as_str().into() } else { name.into() },
                address: address.into(),
                chance: persistence(&state, &priors, now) as f32,
                quiet: rhythm.as_ref().map_or(f32::NAN, |rhythm| rhythm.quiet_quantile as f32),
                usual_gap: rhythm.as_ref().map_or(f32::NAN, |rhythm| rhythm.usual_gap_days as f32),
                state,
            }
        };
        let ties = states.into_iter().map(tie).collect();
        // Oldest first: the first of a person is the one that counts.
        let opt_outs = tx.opt_outs()?.into_iter().rev().filter(|act| act.at <= now);
        Ok(Self {
            now,
            opted_out: opt_outs.map(|act| (act.person, act.at)).collect(),
            priors,
            calendar: tx.calendar()?,
            ties,
            words,
            kept: Kept::default(),
        })
    }

    /// Its relationships, in the order of the person ids.
    pub fn ties(&self) -> &[Tie] {
        &self.ties
    }

    /// The relationship with one person.
    pub fn tie(&self, person: PersonId) -> Option<&Tie> {
        self.position(person).map(|place| &self.ties[place])
    }

    pub(crate) fn position(&self, person: PersonId) -> Option<usize> {
        self.ties.binary_search_by_key(&person, |tie| tie.person).ok()
    }

    /// Those who do not want to be contacted, the latest first.
    pub(crate) fn who_opted_out(&self) -> Vec<PersonId> {
        let mut found: Vec<(Moment, PersonId)> =
            self.opted_out.iter().map(|(person, at)| (*at, *person)).collect();
        found.sort_unstable_by_key(|(at, person)| (std::cmp::Reverse(*at), *person));
        found.into_iter().map(|(_, person)| person).collect()
    }

    /// Since when somebody does not want to be contacted by anybody of the team.
    pub fn opted_out(&self, person: PersonId) -> Option<Moment> {
        self.opted_out.get(&person).copied()
    }
}
