use rapport_model::{Lane, Moment, PersonId};

use crate::sphere::proof::Proof;
use crate::sphere::warmth::Warmth;

/// A person on the list.
#[derive(Clone, Debug)]
pub struct Card {
    /// The person.
    pub person: PersonId,
    /// The address they used last.
    pub address: String,
    /// Their name.
    pub name: String,
    /// Why they are here.
    pub lane: Lane,
    /// One sentence: why now.
    pub why: String,
    /// How to begin.
    pub begin: String,
    /// What the sentence rests on: Message-IDs, or ids of interactions that have none.
    pub evidence: Vec<Proof>,
    /// Since when they wait, when somebody waits.
    pub since: Option<Moment>,
    /// The warmth of the tie.
    pub warmth: Warmth,
    /// Drawn by lot among the next in line.
    pub explored: bool,
    pub(crate) score: f64,
}

/// Somebody left alone on purpose.
#[derive(Clone, Debug)]
pub struct LeftAlone {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Why.
    pub why: String,
}
