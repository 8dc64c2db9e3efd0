use rapport_science::ReplyCounts;

use crate::sphere::slot_map::{Keyed, SlotMap};
use crate::sphere::span::Span;
use crate::sphere::warmth::Warmth;

/// How many weeks are looked back on; the weeks of a tie are bits of 32.
pub(crate) const WEEKS: usize = 26;

/// What is known of a relationship.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TeamTie {
    /// The person's slot in the directory.
    pub(crate) person: u32,
    /// The member's place in the team.
    pub(crate) member: u16,
    /// The probability of contact within 30 days.
    pub(crate) strength: f32,
    pub(crate) span: Span,
    pub(crate) replies: ReplyCounts,
    /// In which of the weeks they were in contact, the oldest in the lowest bit.
    pub(crate) weeks: u32,
}

impl TeamTie {
    pub(crate) fn warmth(&self) -> Warmth {
        Warmth::of(f64::from(self.strength))
    }
}

impl Keyed for TeamTie {
    type Key = (u32, u16);

    fn key(&self) -> Self::Key {
        (self.person, self.member)
    }
}

/// The relationships with a person, in the order of the members.
pub(crate) fn of_person(ties: &SlotMap<TeamTie>, person: u32) -> impl Iterator<Item = &TeamTie> {
    ties.from(&(person, 0)).take_while(move |tie| tie.person == person)
}
