use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{MemberId, PersonId};
use crate::moment::{Day, Moment};

/// The reason for which a person is suggested. A person is in at most one lane a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// The person waits for a reply, or for something that was promised to them.
    Owe,
    /// There has been no contact for longer than is usual for this person.
    StayClose,
    /// The member always begins; a pause would show whether the person would.
    LeanBack,
    /// The tie is dormant and likely to come back. These are suggested by the week, beside the list of the day.
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

    /// The lane with this stable name; `None` when there is no such name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lane| lane.name() == name)
    }
}

/// A person was on a member's list on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The person who was suggested.
    pub person: PersonId,
    /// The day, in the member's calendar.
    pub day: Day,
    /// When it was first shown.
    pub at: Moment,
    /// The reason they were suggested for.
    pub lane: Lane,
    /// True when the person was drawn at random among those just below the cut. Comparing them with others shows what a
    /// suggestion changes.
    pub explored: bool,
}

/// A lean-back test that a member began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeanBackRecord {
    /// Identifies the test; ids are never reused.
    pub id: Uuid,
    /// The member whose test it is.
    pub member: MemberId,
    /// The person whose behavior is tested.
    pub person: PersonId,
    /// The sentence with which the test was suggested.
    pub reason: String,
    /// The plan as JSON, written and read by the `science` crate.
    pub plan: String,
    /// When the member agreed to the test.
    pub suggested_at: Moment,
    /// When the member stops writing first.
    pub starts_at: Moment,
    /// When the member ended the test early; `None` when they did not.
    pub stopped_at: Option<Moment>,
}
