use serde::{Deserialize, Serialize};

use crate::ids::InteractionId;
use crate::moment::Moment;

/// A number with what makes it believable. A number leaves the app in no other form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The estimate; its unit is the measure's.
    pub value: f64,
    /// Lower end of the 80 % interval.
    pub low: f64,
    /// Upper end of the 80 % interval.
    pub high: f64,
    /// How many observations of this pair it rests on.
    pub n: u32,
    /// The moment for which it was computed.
    pub as_of: Moment,
    /// Measure and version, such as `rhythm/1`.
    pub method: String,
    /// The interactions that moved it most, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<InteractionId>,
}

/// Why nothing is said yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotEnough {
    /// One sentence: what is missing.
    pub not_enough: String,
}

impl NotEnough {
    /// Says what is missing.
    pub fn because(why: impl Into<String>) -> Self {
        Self { not_enough: why.into() }
    }
}

/// A reading, or why there is none yet.
pub type Measured<T = Reading> = Result<T, NotEnough>;
