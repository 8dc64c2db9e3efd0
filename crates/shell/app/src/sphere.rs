pub(crate) mod citation;
pub(crate) mod cow_vec;
pub(crate) mod derived;
pub(crate) mod directory;
pub(crate) mod load;
pub(crate) mod owed;
pub(crate) mod recent_interactions;
pub(crate) mod slot_map;
pub(crate) mod span;
pub(crate) mod warmth;
pub(crate) mod word_index;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rapport_model::{Calendar, MemberId, Moment, PersonId};
use rapport_science::{PairState, Priors, persistence, rhythm};
use rapport_store::{ChangedPair, StoreError, Tx};

use crate::acting::Acting;
use crate::error::Result;
use crate::log_cache::{FromLog, LogCache, Versioned};
use crate::permission::rights::{Action, Resource};
use crate::sphere::cow_vec::CowVec;
use crate::sphere::derived::Derivations;
use crate::sphere::directory::Directory;
use crate::sphere::load::{histories_of, priors};
use crate::sphere::slot_map::{Keyed, SlotMap};

/// All relationships of a member at one moment, with the readings that lists are sorted, filtered and ranked by.
pub struct Sphere {
    /// The moment of the last build or update.
    pub now: Moment,
    /// The prior parameters of the measures, fitted on the workspace or the defaults.
    pub priors: Arc<Priors>,
    /// The member's calendar.
    pub calendar: Calendar,
    /// The moment of the last build, for which readings of relationships that did not change since were computed.
    pub(crate) built_at: Moment,
    ties: SlotMap<Tie>,
    /// Who asked not to be contacted, and when first.
    opted_out: Arc<HashMap<PersonId, Moment>>,
    /// The names and addresses of everybody in the workspace.
    pub(crate) directory: Arc<Directory>,
    /// Values that other modules derive from this sphere.
    pub(crate) derived: Derivations<Self>,
}

/// A relationship of the member with one person.
#[derive(Clone, Debug)]
pub struct Tie {
    /// The person.
    pub person: PersonId,
    /// Their name, or their address when no name is known.
    pub name: Arc<str>,
    /// The address they used last.
    pub address: Arc<str>,
    /// The folded state of the relationship.
    pub state: PairState,
    /// The probability of contact within 30 days, 0 to 1.
    pub probability: f32,
    /// The quantile of the present silence among the gaps of this pair, 0 to 1; NaN when there is not enough to tell.
    pub quiet: f32,
    /// The usual gap in days; NaN when there is not enough to tell.
    pub usual_gap: f32,
    /// Their slot in the directory; `u32::MAX` when they are not in it.
    pub(crate) entry: u32,
}

impl Keyed for Tie {
    type Key = PersonId;

    fn key(&self) -> PersonId {
        self.person
    }
}

impl Acting {
    /// The member's sphere now.
    pub async fn sphere(&self) -> Result<Arc<Sphere>> {
        self.require(Resource::Tie, Action::See)?;
        let as_of = self.app.as_of_now().await?;
        Ok(LogCache::<Sphere>::get(&self.app, &self.id(), as_of).await?.value)
    }

    /// The member's sphere as it was at a past moment, folded from the log up to then.
    pub async fn sphere_at(&self, at: Moment) -> Result<Arc<Sphere>> {
        let member = self.id();
        let as_of = self.app.as_of_now().await?;
        let directory = LogCache::<Directory>::get(&self.app, &(), as_of).await?.value;
        Ok(Arc::new(self.read_all(Resource::Tie, move |tx| Sphere::then(tx, member, directory, at)).await?))
    }
}

impl FromLog for Sphere {
    type Key = MemberId;
    type Inputs = Versioned<Directory>;

    fn built_at(&self) -> Moment {
        self.built_at
    }

    fn bytes(&self) -> usize {
        self.ties.len() * (size_of::<Tie>() + 40)
    }

    fn build(
        tx: &Tx<'_>,
        member: &MemberId,
        directory: &Versioned<Directory>,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let (directory, priors) = (Arc::clone(&directory.value), priors(tx)?);
        let mut ties = CowVec::default();
        tx.each_state(*member, |person, bytes| {
            if let Some(state) = PairState::from_bytes(&bytes) {
                ties.push(tie(person, state, &directory, &priors, now));
            }
        })?;
        Self::of(tx, ties, priors, directory, now)
    }

    /// Reads only the relationships that changed. The readings of the others are not recomputed for `now`.
    fn updated(
        &self,
        tx: &Tx<'_>,
        member: &MemberId,
        Versioned { value: directory, .. }: &Versioned<Directory>,
        pairs: Vec<ChangedPair>,
        now: Moment,
    ) -> Result<Option<Self>, StoreError> {
        let has_slots = directory.has_slots_of(&self.directory);
        if !has_slots || tx.calendar()? != self.calendar {
            return Ok(None);
        }
        // With new priors every number changes a little: that is due to be rebuilt, and can be shown until it is.
        let is_refitted = priors(tx)? != *self.priors;
        let due = if is_refitted { now.minus(Self::REFRESH_AGE) } else { self.built_at };
        let opted_out = opted_out(tx, now)?;
        let mut people: BTreeSet<PersonId> = pairs.iter().map(|(pair, _)| pair.person).collect();
        let is_changed = |person: &&PersonId| opted_out.get(person) != self.opted_out.get(person);
        people.extend(opted_out.keys().chain(self.opted_out.keys()).filter(is_changed));
        let mut states: BTreeMap<PersonId, PairState> = BTreeMap::new();
        for (pair, bytes) in pairs.into_iter().filter(|(pair, _)| pair.member == *member) {
            let Some(state) = PairState::from_bytes(&bytes) else { return Ok(None) };
            states.insert(pair.person, state);
        }
        let mut after = Self {
            now,
            priors: Arc::clone(&self.priors),
            calendar: self.calendar.clone(),
            built_at: self.built_at.min(due),
            ties: self.ties.clone(),
            opted_out: Arc::new(opted_out),
            directory: Arc::clone(directory),
            derived: Derivations::default(),
        };
        let mut changed = Vec::new();
        for person in people {
            let state = states.remove(&person);
            let Some(state) = state.or_else(|| Some(self.tie(person)?.state)) else { continue };
            changed.push(after.ties.put(tie(person, state, directory, &self.priors, now)));
        }
        after.derived = self.derived.updated(self, &after, &changed);
        Ok(Some(after))
    }

    fn prepare_like(&self, before: &Self) {
        self.derived.prepare_like(self, &before.derived);
    }
}

impl Sphere {
    /// The sphere from interactions up to `at` alone. The priors are fitted on these, too.
    fn then(
        tx: &Tx<'_>,
        member: MemberId,
        directory: Arc<Directory>,
        at: Moment,
    ) -> Result<Self, StoreError> {
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
        let priors = Priors::fit_from_histories(&sample, at);
        let ties = states.into_iter().map(|(person, state)| tie(person, state, &directory, &priors, at));
        Self::of(tx, ties.collect(), priors, directory, at)
    }

    fn of(
        tx: &Tx<'_>,
        ties: CowVec<Tie>,
        priors: Priors,
        directory: Arc<Directory>,
        now: Moment,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            now,
            built_at: now,
            ties: SlotMap::of(ties),
            opted_out: Arc::new(opted_out(tx, now)?),
            priors: Arc::new(priors),
            calendar: tx.calendar()?,
            directory,
            derived: Derivations::default(),
        })
    }

    /// The relationships, in the order of their slots.
    pub fn ties(&self) -> impl Iterator<Item = &Tie> {
        self.ties.iter()
    }

    /// The number of relationships.
    pub fn len(&self) -> usize {
        self.ties.len()
    }

    /// Whether the member has no relationship.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The relationship in a slot. It keeps its slot in later versions of the sphere until that is rebuilt.
    pub(crate) fn at(&self, slot: u32) -> &Tie {
        self.ties.at(slot)
    }

    pub(crate) fn slot_of(&self, person: PersonId) -> Option<u32> {
        self.ties.slot_of(&person)
    }

    /// The relationship with a person; `None` when there is none.
    pub fn tie(&self, person: PersonId) -> Option<&Tie> {
        self.slot_of(person).map(|slot| self.at(slot))
    }

    /// The people who asked not to be contacted, the latest first.
    pub(crate) fn who_opted_out(&self) -> Vec<PersonId> {
        let mut found: Vec<(Moment, PersonId)> =
            self.opted_out.iter().map(|(person, at)| (*at, *person)).collect();
        found.sort_unstable_by_key(|(at, person)| (std::cmp::Reverse(*at), *person));
        found.into_iter().map(|(_, person)| person).collect()
    }

    /// When a person first asked that nobody of the team contact them; `None` when they did not.
    pub fn opted_out(&self, person: PersonId) -> Option<Moment> {
        self.opted_out.get(&person).copied()
    }
}

/// Who had asked not to be contacted by `now`, and when first.
fn opted_out(tx: &Tx<'_>, now: Moment) -> Result<HashMap<PersonId, Moment>, StoreError> {
    let mut opted_out = tx.opted_out()?;
    opted_out.retain(|_, at| *at <= now);
    Ok(opted_out)
}

fn tie(person: PersonId, state: PairState, directory: &Directory, priors: &Priors, now: Moment) -> Tie {
    let entry = directory.slot_of(person);
    let (name, address) = entry.map_or_else(Default::default, |slot| {
        let known = directory.at(slot);
        (Arc::clone(&known.name), Arc::clone(&known.address))
    });
    let rhythm = rhythm(&state, priors, now);
    Tie {
        person,
        name,
        address,
        probability: persistence(&state, priors, now) as f32,
        quiet: rhythm.as_ref().map_or(f32::NAN, |rhythm| rhythm.silence_quantile as f32),
        usual_gap: rhythm.as_ref().map_or(f32::NAN, |rhythm| rhythm.usual_gap_days as f32),
        state,
        entry: entry.unwrap_or(u32::MAX),
    }
}
