use serde::{Deserialize, Serialize};

/// How a deal left a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// To a later stage, or won.
    Advanced,
    /// Lost, or fallen back.
    Lost,
    /// Closed without a decision.
    NoDecision,
}
