//! Sums over the relationships of a team, member by member, so that each viewer's can be told without the ties that
//! colleagues hide. A changed relationship is taken out as it was and put in as it is.

use crate::sphere::cow_vec::CowVec;
use crate::sphere::directory::Directory;
use crate::sphere::slot_map::SlotMap;
use crate::sphere::warmth::Warmth;
use crate::team::tie::{TeamTie, WEEKS, of_person};

/// What the relationships of a team add up to.
#[derive(Clone, Default)]
pub(crate) struct Sums {
    pub(crate) members: usize,
    /// Of each member, how many relationships are of each warmth.
    pub(crate) bands: Vec<[u64; Warmth::ALL.len()]>,
    /// In each of the weeks, how many people were in contact with anybody of the team.
    pub(crate) weeks: [u64; WEEKS],
    /// Company by company, of each member.
    pub(crate) companies: CowVec<CompanySum>,
    /// Of each person, how many members know them.
    known_by: CowVec<u16>,
}

/// What one member's relationships with people of one company add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CompanySum {
    /// The number of relationships.
    pub(crate) ties: u32,
    /// The number of those that are not cold.
    pub(crate) held: u32,
    /// The number of those that are live: at least cooling.
    pub(crate) live: u32,
    /// The number of the member's settled questions.
    pub(crate) asked: u32,
    /// The number of these that were answered.
    pub(crate) answered: u32,
}

impl CompanySum {
    pub(crate) fn count(&mut self, tie: &TeamTie, sign: i32) {
        let warmth = tie.warmth();
        for (sum, part) in [
            (&mut self.ties, 1),
            (&mut self.held, u32::from(warmth > Warmth::Cold)),
            (&mut self.live, u32::from(warmth >= Warmth::Cooling)),
            (&mut self.asked, tie.replies.asked),
            (&mut self.answered, tie.replies.answered),
        ] {
            *sum = sum.saturating_add_signed(sign * part.cast_signed());
        }
    }

    /// What is left without a part.
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

impl Sums {
    pub(crate) fn of(ties: &SlotMap<TeamTie>, directory: &Directory, members: usize) -> Self {
        let mut sums = Self { members, bands: vec![Default::default(); members], ..Self::default() };
        let mut people: Vec<u32> = ties.iter().map(|tie| tie.person).collect();
        people.dedup();
        for person in people {
            sums.count(person, ties, directory, 1);
        }
        sums
    }

    /// How many members know a person.
    pub(crate) fn known_by(&self, person: u32) -> u16 {
        if (person as usize) < self.known_by.len() { *self.known_by.at(person) } else { 0 }
    }

    /// Puts in all relationships with a person, or takes them out (`sign` -1).
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
                while self.companies.len() < whole {
                    self.companies.push(CompanySum::default());
                }
                self.companies.at_mut(place as u32).count(tie, sign);
            }
        }
        while self.known_by.len() <= person as usize {
            self.known_by.push(0);
        }
        *self.known_by.at_mut(person) = members;
        for (number, sum) in self.weeks.iter_mut().enumerate() {
            *sum = sum.saturating_add_signed(i64::from(sign) * i64::from(weeks >> number & 1));
        }
    }
}
