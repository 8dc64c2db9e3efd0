//! Totals over the relationships of a team. They are kept for each member, so that a viewer can be shown them without
//! the ties that colleagues hide. For an update, the old ties of a person are subtracted and the new ones added.

use crate::sphere::cow_vec::CowVec;
use crate::sphere::directory::Directory;
use crate::sphere::slot_map::SlotMap;
use crate::sphere::warmth::Warmth;
use crate::team::tie::{TeamTie, WEEKS, of_person};

/// Totals over the relationships of a team.
#[derive(Clone, Default)]
pub(crate) struct TeamTotals {
    /// The number of members.
    pub(crate) members: usize,
    /// The number of each member's relationships of each warmth.
    pub(crate) bands: Vec<[u64; Warmth::ALL.len()]>,
    /// The number of people who were in contact with anybody of the team, for each of the weeks.
    pub(crate) weeks: [u64; WEEKS],
    /// The totals of each member for each company: all members of the first company, then of the second.
    pub(crate) companies: CowVec<CompanyTotals>,
    /// The number of members who know each person.
    known_by: CowVec<u16>,
}

/// Totals over one member's relationships with people of one company.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CompanyTotals {
    /// The number of relationships.
    pub(crate) ties: u32,
    /// The number of those that are not cold.
    pub(crate) held: u32,
    /// The number of those that are live.
    pub(crate) live: u32,
    /// The number of the member's settled questions.
    pub(crate) asked: u32,
    /// The number of these that were answered.
    pub(crate) answered: u32,
}

impl CompanyTotals {
    /// Adds a tie (`sign` 1) or subtracts it (-1).
    pub(crate) fn count(&mut self, tie: &TeamTie, sign: i32) {
        let warmth = tie.warmth();
        for (total, part) in [
            (&mut self.ties, 1),
            (&mut self.held, u32::from(!warmth.is_cold())),
            (&mut self.live, u32::from(warmth.is_live())),
            (&mut self.asked, tie.replies.asked),
            (&mut self.answered, tie.replies.answered),
        ] {
            *total = total.saturating_add_signed(sign * part.cast_signed());
        }
    }

    /// The totals less others, which must be of some of the same ties.
    pub(crate) fn without(self, other: &Self) -> Self {
        Self {
            ties: self.ties - other.ties,
            held: self.held - other.held,
            live: self.live - other.live,
            asked: self.asked - other.asked,
            answered: self.answered - other.answered,
        }
    }
}

impl TeamTotals {
    pub(crate) fn of(ties: &SlotMap<TeamTie>, directory: &Directory, members: usize) -> Self {
        let mut totals = Self { members, bands: vec![Default::default(); members], ..Self::default() };
        let mut people: Vec<u32> = ties.iter().map(|tie| tie.person).collect();
        people.dedup();
        for person in people {
            totals.count(person, ties, directory, 1);
        }
        totals
    }

    /// The number of members who know a person.
    pub(crate) fn known_by(&self, person: u32) -> u16 {
        if (person as usize) < self.known_by.len() { *self.known_by.at(person) } else { 0 }
    }

    /// Adds all relationships with a person (`sign` 1) or subtracts them (-1).
    pub(crate) fn count(&mut self, person: u32, ties: &SlotMap<TeamTie>, directory: &Directory, sign: i32) {
        let company = directory.at(person).company;
        let (mut weeks, mut members) = (0, 0);
        for tie in of_person(ties, person) {
            members += 1;
            weeks |= tie.weeks;
            let band = &mut self.bands[usize::from(tie.member)][tie.warmth() as usize];
            *band = band.saturating_add_signed(i64::from(sign));
            if let Some(company) = company {
                let place = company as usize * self.members + usize::from(tie.member);
                let whole = (company as usize + 1) * self.members;
                self.companies.grow(whole);
                self.companies.at_mut(place as u32).count(tie, sign);
            }
        }
        self.known_by.grow(person as usize + 1);
        *self.known_by.at_mut(person) = members;
        for (number, total) in self.weeks.iter_mut().enumerate() {
            *total = total.saturating_add_signed(i64::from(sign) * i64::from(weeks >> number & 1));
        }
    }
}
