use serde::{Deserialize, Serialize};

use crate::ids::InteractionId;
use crate::moment::Moment;

/// An estimate with its interval, sample size and evidence. A number leaves the app in no other form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The point estimate, in the unit of its measure.
    pub value: f64,
    /// Lower end of the 80 % interval.
    pub low: f64,
    /// Upper end of the 80 % interval.
    pub high: f64,
    /// How many observations of this pair were used.
    pub n: u32,
    /// The moment for which it was computed.
    pub as_of: Moment,
    /// The measure and its version, such as `rhythm/1`.
    pub method: String,
    /// The interactions with the most influence on the estimate, newest first; empty where they are not listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<InteractionId>,
}

/// Why a measure has no reading yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotEnough {
    /// One sentence that names what is missing.
    pub not_enough: String,
}

impl NotEnough {
    /// Makes it from the sentence that names what is missing.
    pub fn because(why: impl Into<String>) -> Self {
        Self { not_enough: why.into() }
    }
}

/// A reading, or why there is none yet.
pub type Measured<T = Reading> = Result<T, NotEnough>;
