use rapport_model::{Lane, Moment, PersonId};
use serde::Serialize;

use crate::sphere::proof::{Proof, ids_only};
use crate::sphere::warmth::Warmth;

/// A person on the list.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// The person.
    #[serde(skip)]
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
    #[serde(serialize_with = "ids_only")]
    pub evidence: Vec<Proof>,
    /// Since when they wait, when somebody waits.
    #[serde(skip)]
    pub since: Option<Moment>,
    /// The warmth of the tie.
    #[serde(skip)]
    pub warmth: Warmth,
    /// Drawn by lot among the next in line.
    #[serde(skip)]
    pub explored: bool,
    #[serde(skip)]
    pub(crate) score: f64,
}

/// Somebody left alone on purpose.
#[derive(Clone, Debug, Serialize)]
pub struct LeftAlone {
    /// The person.
    #[serde(skip)]
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Why.
    pub why: String,
}
