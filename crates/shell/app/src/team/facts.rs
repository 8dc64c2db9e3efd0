use std::collections::BTreeSet;
use std::sync::Arc;

use rapport_model::{Calendar, Day, Member, MemberId, Moment, Rules};
use rapport_science::{PairState, Priors, ReplyCounts, persistence};
use rapport_store::{ChangedPair, PairKey, StoreError, Tx};

use crate::error::Result;
use crate::log_cache::{FromLog, Versioned};
use crate::permission::hidden_ties::Hidden;
use crate::sphere::cow_vec::CowVec;
use crate::sphere::directory::Directory;
use crate::sphere::load::priors;
use crate::sphere::slot_map::{Keyed, SlotMap};
use crate::sphere::span::Span;
use crate::team::tie::{TeamTie, WEEKS, of_person};
use crate::team::totals::TeamTotals;
use crate::type_map::TypeMap;

/// The facts of every relationship of the team, from which the views of all members are derived.
pub(crate) struct TeamFacts {
    /// The moment of the last build or update.
    pub(crate) now: Moment,
    built_at: Moment,
    pub(crate) members: Arc<Vec<Member>>,
    pub(crate) hidden: Hidden,
    pub(crate) ties: SlotMap<TeamTie>,
    pub(crate) totals: TeamTotals,
    /// The start and the end of each of the last complete weeks, oldest first.
    pub(crate) weeks: Vec<(Moment, Moment)>,
    /// The moments of the first and the last touch of the team; `None` before the first.
    span: Option<(Moment, Moment)>,
    pub(crate) directory: Arc<Directory>,
    parameters: Arc<Parameters>,
    /// Values that are derived from these facts.
    pub(crate) caches: TypeMap,
}

/// Parameters that every fact depends on. When they change, the facts are rebuilt.
#[derive(PartialEq)]
struct Parameters {
    priors: Priors,
    calendar: Calendar,
    rules: Rules,
}

impl FromLog for TeamFacts {
    type Key = ();
    type Inputs = Versioned<Directory>;

    const MAX_CHANGES: u32 = 500;

    fn built_at(&self) -> Moment {
        self.built_at
    }

    fn bytes(&self) -> usize {
        self.ties.len() * (size_of::<TeamTie>() + 4)
    }

    fn build(
        tx: &Tx<'_>,
        (): &(),
        directory: &Versioned<Directory>,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let members = tx.members()?;
        let mut facts = Self {
            now,
            built_at: now,
            hidden: Hidden::of(tx)?,
            ties: SlotMap::of(CowVec::default()),
            totals: TeamTotals::default(),
            weeks: Vec::new(),
            span: None,
            directory: Arc::clone(&directory.value),
            parameters: Arc::new(Parameters::of(tx)?),
            caches: TypeMap::default(),
            members: Arc::new(members),
        };
        let members = Arc::clone(&facts.members);
        let mut ties: Vec<TeamTie> = Vec::with_capacity(tx.relationship_count()? as usize);
        for member in members.iter() {
            tx.each_state(member.id, |person, bytes| {
                let Some(state) = PairState::from_bytes(&bytes) else { return };
                ties.extend(facts.tie(PairKey { person, member: member.id }, &state));
            })?;
        }
        ties.sort_unstable_by_key(Keyed::key);
        facts.weeks = facts.complete_weeks(now);
        for (number, (from, to)) in facts.weeks.iter().enumerate() {
            for pair in tx.in_contact(*from, *to)? {
                let Some(key) = facts.key(pair) else { continue };
                if let Ok(place) = ties.binary_search_by_key(&key, Keyed::key) {
                    ties[place].weeks |= 1 << number;
                }
            }
        }
        facts.ties = SlotMap::of(ties.into_iter().collect());
        facts.totals = TeamTotals::of(&facts.ties, &facts.directory, members.len());
        Ok(facts)
    }

    fn updated(
        &self,
        tx: &Tx<'_>,
        (): &(),
        Versioned { value: directory, .. }: &Versioned<Directory>,
        pairs: Vec<ChangedPair>,
        now: Moment,
    ) -> Result<Option<Self>, StoreError> {
        let parameters = Parameters::of(tx)?;
        let is_same = directory.has_slots_of(&self.directory)
            && (&self.parameters.calendar, &self.parameters.rules)
                == (&parameters.calendar, &parameters.rules)
            && *self.members == tx.members()?;
        if !is_same {
            return Ok(None);
        }
        // As in a sphere, new priors are a reason to rebuild, not to wait for it.
        let is_refitted = parameters.priors != self.parameters.priors;
        let due = if is_refitted { now.minus(Self::REFRESH_AGE) } else { self.built_at };
        let mut after = Self {
            now,
            built_at: self.built_at.min(due),
            members: Arc::clone(&self.members),
            hidden: Hidden::of(tx)?,
            ties: self.ties.clone(),
            totals: self.totals.clone(),
            weeks: self.weeks.clone(),
            span: self.span,
            directory: Arc::clone(directory),
            parameters: Arc::clone(&self.parameters),
            caches: TypeMap::default(),
        };
        let mut changed = Vec::with_capacity(pairs.len());
        for (pair, bytes) in pairs {
            let Some(state) = PairState::from_bytes(&bytes) else { return Ok(None) };
            let Some(tie) = after.tie(pair, &state) else { return Ok(None) };
            changed.push((pair, tie));
        }
        let before = after.weeks.clone();
        if !after.update_weeks(tx, now)? {
            return Ok(None);
        }
        // When the weeks have changed, so has every tie, and all totals are computed again.
        let is_moved = before != after.weeks;
        let people: BTreeSet<u32> = changed.iter().map(|(_, tie)| tie.person).collect();
        let was_there = |person: &&u32| (**person as usize) < self.directory.len();
        for person in people.iter().filter(was_there).filter(|_| !is_moved) {
            after.totals.count(*person, &self.ties, &self.directory, -1);
        }
        for (pair, mut tie) in changed {
            for (number, is_told) in tx.was_in_contact(pair, &after.weeks)?.into_iter().enumerate() {
                tie.weeks |= u32::from(is_told) << number;
            }
            after.ties.put(tie);
        }
        for person in people.iter().filter(|_| !is_moved) {
            after.totals.count(*person, &after.ties, directory, 1);
        }
        if is_moved {
            after.totals = TeamTotals::of(&after.ties, directory, after.members.len());
        }
        Ok(Some(after))
    }
}

impl TeamFacts {
    /// The facts of a relationship without its weeks; `None` when the member or the person is unknown. Extends the
    /// span.
    fn tie(&mut self, pair: PairKey, state: &PairState) -> Option<TeamTie> {
        let (person, member) = self.key(pair)?;
        if let (Some(first), Some(last)) = (state.first(), state.last_touch()) {
            let (from, to) = self.span.unwrap_or((first, last));
            self.span = Some((from.min(first), to.max(last)));
        }
        Some(TeamTie {
            person,
            member,
            strength: persistence(state, &self.parameters.priors, self.now) as f32,
            span: Span::of(state, self.now),
            replies: ReplyCounts::theirs(state, self.now),
            weeks: 0,
        })
    }

    fn key(&self, pair: PairKey) -> Option<(u32, u16)> {
        self.directory.slot_of(pair.person).zip(self.place_of(pair.member))
    }

    /// The index of a member in the team; `None` when there is no such member.
    pub(crate) fn place_of(&self, member: MemberId) -> Option<u16> {
        self.members.iter().position(|one| one.id == member).map(|place| place as u16)
    }

    /// The relationship of the member with an index and the person in a slot.
    pub(crate) fn tie_of(&self, member: u16, person: u32) -> Option<&TeamTie> {
        self.ties.get(&(person, member))
    }

    /// The relationships with the person in a slot that a member may see: their own, and those that colleagues do not
    /// hide.
    pub(crate) fn shown_of(&self, viewer: MemberId, person: u32) -> impl Iterator<Item = &TeamTie> {
        of_person(&self.ties, person).filter(move |tie| !self.is_hidden(viewer, tie))
    }

    /// Whether a relationship is a colleague's who hides it from the viewer.
    pub(crate) fn is_hidden(&self, viewer: MemberId, tie: &TeamTie) -> bool {
        let member = self.members[usize::from(tie.member)].id;
        member != viewer && self.hidden.has(member, self.directory.at(tie.person).person)
    }

    /// The relationships that colleagues hide from a member.
    pub(crate) fn hidden_from(&self, viewer: MemberId) -> impl Iterator<Item = &TeamTie> {
        let hidden = self.hidden.iter().filter(move |(member, _)| *member != viewer);
        hidden.filter_map(|(member, person)| self.ties.get(&self.key(PairKey { member, person })?))
    }

    /// Whether the people of a company are colleagues who are no members.
    pub(crate) fn is_internal(&self, company: u32) -> bool {
        self.parameters.rules.internal_domains.contains(self.directory.domain(company))
    }

    /// Moves on to the weeks that are complete by `now`, and reads who was in contact in the new ones. False when the
    /// facts have to be rebuilt, because there are earlier weeks than before, as after an older mail of a young team.
    fn update_weeks(&mut self, tx: &Tx<'_>, now: Moment) -> Result<bool, StoreError> {
        let weeks = self.complete_weeks(now);
        if weeks == self.weeks {
            return Ok(true);
        }
        let oldest = self.weeks.iter().position(|week| weeks.first() == Some(week));
        let gone = if self.weeks.is_empty() { Some(0) } else { oldest };
        let Some(gone) = gone.filter(|gone| weeks.starts_with(&self.weeks[*gone..])) else {
            return Ok(false);
        };
        let later = |tie: &TeamTie| TeamTie { weeks: tie.weeks >> gone, ..*tie };
        self.ties = SlotMap::of(self.ties.sorted().map(later).collect());
        for (number, (from, to)) in weeks.iter().enumerate().skip(self.weeks.len() - gone) {
            for pair in tx.in_contact(*from, *to)? {
                if let Some(tie) = self.key(pair).and_then(|key| self.ties.get(&key)).copied() {
                    self.ties.put(TeamTie { weeks: tie.weeks | 1 << number, ..tie });
                }
            }
        }
        self.weeks = weeks;
        Ok(true)
    }

    /// The last [`WEEKS`] complete weeks, from the first touch on. A week is complete when there is a touch after its
    /// end: without one, its mail may not have been imported yet.
    fn complete_weeks(&self, now: Moment) -> Vec<(Moment, Moment)> {
        let Some((first, last)) = self.span else { return Vec::new() };
        let calendar = &self.parameters.calendar;
        let monday = calendar.day(last.min(now)).monday();
        let starts: Vec<Moment> = (0..=WEEKS)
            .rev()
            .map(|ago| Day(monday.0.saturating_sub(7 * ago as i32)))
            .filter(|day| *day >= calendar.day(first))
            .map(|day| calendar.start_of(day))
            .collect();
        starts.windows(2).map(|week| (week[0], week[1])).collect()
    }
}

impl Parameters {
    fn of(tx: &Tx<'_>) -> Result<Self, StoreError> {
        Ok(Self { priors: priors(tx)?, calendar: tx.calendar()?, rules: tx.rules()? })
    }
}
