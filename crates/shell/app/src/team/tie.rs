use rapport_science::ReplyCounts;

use crate::sphere::slot_map::{Keyed, SlotMap};
use crate::sphere::span::Span;
use crate::sphere::warmth::Warmth;

/// The number of weeks that are kept; at most 32, the bits of [`TeamTie::weeks`].
pub(crate) const WEEKS: usize = 26;

/// The facts of a relationship of the team.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TeamTie {
    /// The person's slot in the directory.
    pub(crate) person: u32,
    /// The member's index in the team.
    pub(crate) member: u16,
    /// The probability of contact within 30 days, 0 to 1.
    pub(crate) strength: f32,
    pub(crate) span: Span,
    /// The member's questions that are settled, and the person's answers.
    pub(crate) replies: ReplyCounts,
    /// The weeks with contact, one bit for each, the oldest in the lowest bit.
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

/// The relationships with the person in a slot, in the order of the members.
pub(crate) fn of_person(ties: &SlotMap<TeamTie>, person: u32) -> impl Iterator<Item = &TeamTie> {
    ties.from(&(person, 0)).take_while(move |tie| tie.person == person)
}
