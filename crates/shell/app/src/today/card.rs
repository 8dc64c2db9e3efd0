use rapport_model::{Lane, Moment, PersonId};

use crate::sphere::citation::Citation;
use crate::sphere::warmth::Warmth;

/// A suggestion on the list.
#[derive(Clone, Debug)]
pub struct Card {
    pub person: PersonId,
    /// The address they used last.
    pub address: String,
    pub name: String,
    pub lane: Lane,
    /// Why they are suggested now, as one sentence.
    pub why: String,
    /// How to begin, as one sentence.
    pub begin: String,
    /// The evidence of the sentence: Message-IDs, or ids of interactions that have none.
    pub evidence: Vec<Citation>,
    /// Since when they wait; `None` when they do not.
    pub since: Option<Moment>,
    pub warmth: Warmth,
    /// Whether they were drawn at random among those below the cut.
    pub explored: bool,
    pub(crate) score: f64,
}

/// Somebody who is not suggested on purpose.
#[derive(Clone, Debug)]
pub struct LeftAlone {
    pub person: PersonId,
    pub name: String,
    /// The reason as a sentence.
    pub why: String,
}
