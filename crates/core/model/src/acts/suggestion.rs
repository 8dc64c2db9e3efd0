use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{MemberId, PersonId};
use crate::moment::{Day, Moment};

/// Why somebody is on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// They wait for a reply, or for what was promised.
    Owe,
    /// The tie is cooling against its own rhythm.
    StayClose,
    /// We always begin; it is worth seeing whether they would.
    LeanBack,
    /// The tie sleeps, and may come back. Proposed by the week, beside the day's list.
    Wake,
}

impl Lane {
    /// All lanes, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Owe, Self::StayClose, Self::LeanBack, Self::Wake];

    /// The stable name used in the store and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owe => "owe",
            Self::StayClose => "stay_close",
            Self::LeanBack => "lean_back",
            Self::Wake => "wake",
        }
    }

    /// Reads a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lane| lane.name() == name)
    }
}

/// That somebody was on a member's list on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The person.
    pub person: PersonId,
    /// The day, in the member's calendar.
    pub day: Day,
    /// When it was first shown.
    pub at: Moment,
    /// Why.
    pub lane: Lane,
    /// Drawn by lot among the next in line, so that it can be learned what a suggestion changes.
    pub explored: bool,
}

/// A lean-back test that a member began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeanBackRecord {
    /// Its id.
    pub id: Uuid,
    /// Whose test.
    pub member: MemberId,
    /// With whom.
    pub person: PersonId,
    /// Why it was suggested.
    pub reason: String,
    /// The plan, as science wrote it.
    pub plan: String,
    /// When it was agreed to.
    pub suggested_at: Moment,
    /// When the silence begins.
    pub starts_at: Moment,
    /// When the member called it off.
    pub stopped_at: Option<Moment>,
}
