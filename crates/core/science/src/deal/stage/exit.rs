use serde::{Deserialize, Serialize};

/// How a deal left a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// It went to a later stage, or was won.
    Advanced,
    /// It was lost, or fell back to an earlier stage.
    Lost,
    /// It was closed without a decision.
    NoDecision,
}
