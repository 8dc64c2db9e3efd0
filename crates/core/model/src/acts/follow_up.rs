use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{MemberId, PersonId};
use crate::moment::Moment;

/// What a member did with a suggestion. A log: nothing in it changes except that an act can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Identifies this entry of the log.
    pub id: Uuid,
    /// The member who acted; the suggestion was on their list.
    pub member: MemberId,
    /// The person who was suggested.
    pub person: PersonId,
    /// When the member acted.
    pub at: Moment,
    /// What the member did; it decides the usual length of `until`.
    pub act: FollowUpAct,
    /// The person is not suggested again before this moment, unless they write first.
    pub until: Moment,
    /// The reason in the member's words; empty when none was given.
    pub reason: String,
}

impl FollowUp {
    /// Whether it still keeps the person off the list. It stops doing so once they have written after it; `last_theirs`
    /// is when they last wrote, `None` when they never did.
    pub fn stands(&self, last_theirs: Option<Moment>) -> bool {
        last_theirs.is_none_or(|last| last <= self.at)
    }
}

/// What can be done with a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpAct {
    /// The member did what was suggested.
    Done,
    /// The member wants to see it again later.
    Snoozed,
    /// The member does not want this suggestion, for the reason they gave.
    Dismissed,
}

impl FollowUpAct {
    /// All acts, in the order of their declaration.
    pub const ALL: [Self; 3] = [Self::Done, Self::Snoozed, Self::Dismissed];

    /// The stable name used in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Snoozed => "snoozed",
            Self::Dismissed => "dismissed",
        }
    }

    /// The act with this stable name; `None` when there is no such name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }
}
