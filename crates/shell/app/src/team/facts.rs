use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rapport_model::{Calendar, Day, Member, MemberId, Moment, PersonId, Rules};
use rapport_science::{PairState, Priors, ReplyCounts, persistence};
use rapport_store::{ChangedPair, PairKey, StoreError, Tx};

use crate::fresh::FromLog;
use crate::kept::Kept;
use crate::permission::hidden_ties::Hidden;
use crate::phrases::company::is_company;
use crate::sphere::directory::Directory;
use crate::sphere::load::priors;
use crate::sphere::slots::{Keyed, Slots};
use crate::sphere::warmth::Warmth;

/// How many weeks are looked back on; the weeks of a tie are bits of 32.
const WEEKS: i32 = 26;

/// What the view of the team rests on, whoever looks: of every relationship, what it adds to the sums.
pub(crate) struct TeamFacts {
    made_at: Moment,
    pub(crate) members: usize,
    pub(crate) hidden: Hidden,
    pub(crate) ties: Slots<TeamTie>,
    /// The last complete weeks, oldest first.
    pub(crate) weeks: Vec<(Moment, Moment)>,
    /// The first and the last touch of all.
    span: Option<(Moment, Moment)>,
    /// The companies that people write from, and their numbers.
    companies: Arc<HashMap<Arc<str>, u32>>,
    basis: Arc<Basis>,
    /// What is made of it.
    pub(crate) kept: Kept,
}

/// With other ones, everything is read anew.
#[derive(PartialEq)]
struct Basis {
    priors: Priors,
    calendar: Calendar,
    rules: Rules,
}

/// What a relationship adds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TeamTie {
    pub(crate) person: PersonId,
    pub(crate) member: MemberId,
    pub(crate) warmth: Warmth,
    pub(crate) replies: ReplyCounts,
    /// In which of the weeks they were in contact, the oldest in the lowest bit.
    pub(crate) weeks: u32,
    /// The number of their company. Whoever writes from where everybody can have an address is of none, and colleagues
    /// are left out.
    pub(crate) company: Option<u32>,
}

impl Keyed for TeamTie {
    type Key = (PersonId, MemberId);

    fn key(&self) -> Self::Key {
        (self.person, self.member)
    }
}

impl FromLog for TeamFacts {
    type Key = ();
    type With = Arc<Directory>;

    const MOST_CHANGES: u32 = 500;

    fn made_at(&self) -> Moment {
        self.made_at
    }

    fn bytes(&self) -> usize {
        self.ties.len() * (size_of::<TeamTie>() + 4)
    }

    fn make(tx: &Tx<'_>, (): &(), directory: &Arc<Directory>, now: Moment) -> Result<Self, StoreError> {
        let members = tx.members()?;
        let mut facts = Self {
            made_at: now,
            members: members.len(),
            hidden: Hidden::of(tx)?,
            ties: Slots::of(Vec::new()),
            weeks: Vec::new(),
            span: None,
            companies: Arc::default(),
            basis: Arc::new(Basis::of(tx)?),
            kept: Kept::default(),
        };
        let mut ties = BTreeMap::new();
        for member in members {
            tx.each_state(member.id, |person, bytes| {
                let Some(state) = PairState::from_bytes(&bytes) else { return };
                let tie = facts.tie(PairKey { person, member: member.id }, &state, directory, now);
                ties.insert(tie.key(), tie);
            })?;
        }
        facts.weeks = facts.complete_weeks(now);
        for (number, (from, to)) in facts.weeks.iter().enumerate() {
            for pair in tx.in_contact(*from, *to)? {
                if let Some(tie) = ties.get_mut(&(pair.person, pair.member)) {
                    tie.weeks |= 1 << number;
                }
            }
        }
        facts.ties = Slots::of(ties.into_values().collect());
        Ok(facts)
    }

    fn follow(
        &self,
        tx: &Tx<'_>,
        (): &(),
        directory: &Arc<Directory>,
        pairs: Vec<ChangedPair>,
        now: Moment,
    ) -> Result<Option<Self>, StoreError> {
        if *self.basis != Basis::of(tx)? {
            return Ok(None);
        }
        let members = tx.members()?;
        let mut after = Self {
            made_at: self.made_at,
            members: members.len(),
            hidden: Hidden::of(tx)?,
            ties: self.ties.clone(),
            weeks: self.weeks.clone(),
            span: self.span,
            companies: Arc::clone(&self.companies),
            basis: Arc::clone(&self.basis),
            kept: Kept::default(),
        };
        let mut changed = Vec::with_capacity(pairs.len());
        for (pair, bytes) in pairs {
            let Some(state) = PairState::from_bytes(&bytes) else { return Ok(None) };
            changed.push((pair, after.tie(pair, &state, directory, now)));
        }
        if !after.follow_weeks(tx, now)? {
            return Ok(None);
        }
        for (pair, mut tie) in changed {
            for (number, is_told) in tx.was_in_contact(pair, &after.weeks)?.into_iter().enumerate() {
                tie.weeks |= u32::from(is_told) << number;
            }
            after.ties.put(tie);
            after.move_company(&members, tie);
        }
        Ok(Some(after))
    }
}

impl TeamFacts {
    /// What a relationship adds, but for its weeks.
    fn tie(&mut self, pair: PairKey, state: &PairState, directory: &Directory, now: Moment) -> TeamTie {
        if let (Some(first), Some(last)) = (state.first(), state.last_touch()) {
            let (from, to) = self.span.unwrap_or((first, last));
            self.span = Some((from.min(first), to.max(last)));
        }
        let address = directory.slot_of(pair.person).map(|slot| &*directory.at(slot).address);
        TeamTie {
            person: pair.person,
            member: pair.member,
            warmth: Warmth::of(persistence(state, &self.basis.priors, now)),
            replies: ReplyCounts::theirs(state, now),
            weeks: 0,
            company: address.and_then(|address| self.company(address)),
        }
    }

    /// Reads who was in contact in the weeks that are complete by now and were not. False when others are looked back on
    /// than before, as with an older mail of a young team.
    fn follow_weeks(&mut self, tx: &Tx<'_>, now: Moment) -> Result<bool, StoreError> {
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
        self.ties = Slots::of(self.ties.sorted().map(later).collect());
        for (number, (from, to)) in weeks.iter().enumerate().skip(self.weeks.len() - gone) {
            for pair in tx.in_contact(*from, *to)? {
                if let Some(slot) = self.ties.slot_of(&(pair.person, pair.member)) {
                    let tie = *self.ties.at(slot);
                    self.ties.put(TeamTie { weeks: tie.weeks | 1 << number, ..tie });
                }
            }
        }
        self.weeks = weeks;
        Ok(true)
    }

    /// Colleagues who know a person know them where they write from now.
    fn move_company(&mut self, members: &[Member], moved: TeamTie) {
        for member in members {
            let known = self.ties.slot_of(&(moved.person, member.id)).map(|slot| *self.ties.at(slot));
            if let Some(tie) = known.filter(|tie| tie.company != moved.company) {
                self.ties.put(TeamTie { company: moved.company, ..tie });
            }
        }
    }

    fn company(&mut self, address: &str) -> Option<u32> {
        let (_, domain) = address.rsplit_once('@')?;
        if let Some(number) = self.companies.get(domain) {
            return Some(*number);
        }
        if !is_company(domain) || self.basis.rules.internal_domains.contains(domain) {
            return None;
        }
        let number = self.companies.len() as u32;
        Arc::make_mut(&mut self.companies).insert(domain.into(), number);
        Some(number)
    }

    /// The companies in the order of their numbers.
    pub(crate) fn companies(&self) -> Vec<&str> {
        let mut names = vec![""; self.companies.len()];
        self.companies.iter().for_each(|(name, number)| names[*number as usize] = name);
        names
    }

    /// The weeks from the first whole one on. A week is complete when something came in after it: what was not read yet
    /// is not silence.
    fn complete_weeks(&self, now: Moment) -> Vec<(Moment, Moment)> {
        let Some((first, last)) = self.span else { return Vec::new() };
        let calendar = &self.basis.calendar;
        let monday = calendar.day(last.min(now)).monday();
        let starts: Vec<Moment> = (0..=WEEKS)
            .rev()
            .map(|ago| Day(monday.0.saturating_sub(7 * ago)))
            .filter(|day| *day >= calendar.day(first))
            .map(|day| calendar.start_of(day))
            .collect();
        starts.windows(2).map(|week| (week[0], week[1])).collect()
    }
}

impl Basis {
    fn of(tx: &Tx<'_>) -> Result<Self, StoreError> {
        Ok(Self { priors: priors(tx)?, calendar: tx.calendar()?, rules: tx.rules()? })
    }
}
