use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{MemberId, PersonId};
use crate::moment::Moment;

/// What a member did with a suggestion. A log: nothing in it changes except that an act can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Its id.
    pub id: Uuid,
    /// Who acted.
    pub member: MemberId,
    /// On whose card.
    pub person: PersonId,
    /// When.
    pub at: Moment,
    /// What they did.
    pub act: FollowUpAct,
    /// Until when the person stays off the list.
    pub until: Moment,
    /// Why, in their words.
    pub reason: String,
}

impl FollowUp {
    /// Whether it still keeps the person off the list: not once they have written since.
    pub fn stands(&self, last_theirs: Option<Moment>) -> bool {
        last_theirs.is_none_or(|last| last <= self.at)
    }
}

/// What can be done with a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpAct {
    /// It was acted on.
    Done,
    /// Not now.
    Snoozed,
    /// Not this, and why.
    Dismissed,
}

impl FollowUpAct {
    /// All acts.
    pub const ALL: [Self; 3] = [Self::Done, Self::Snoozed, Self::Dismissed];

    /// The stable name used in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Snoozed => "snoozed",
            Self::Dismissed => "dismissed",
        }
    }

    /// Reads a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }
}
