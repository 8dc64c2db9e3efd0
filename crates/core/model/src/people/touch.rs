use serde::{Deserialize, Serialize};

use crate::moment::Moment;

/// One of the two sides of a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A member of the team.
    Ours,
    /// The person outside the team.
    Theirs,
}

impl Side {
    /// The stable name used in the store and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
        }
    }

    /// The side with this stable name; `None` when there is no such name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Ours, Self::Theirs].into_iter().find(|side| side.name() == name)
    }
}

/// The kind of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A mail between named people.
    Mail,
    /// A meeting that took place.
    Meeting,
    /// A call that was answered.
    Call,
    /// A message that is not a mail, such as a text message or a chat.
    Message,
}

impl Channel {
    /// All channels, in the order of their declaration.
    pub const ALL: [Self; 4] = [Self::Mail, Self::Meeting, Self::Call, Self::Message];

    /// The stable name used in the store and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Meeting => "meeting",
            Self::Call => "call",
            Self::Message => "message",
        }
    }

    /// The channel with this stable name; `None` when there is no such name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }

    /// Whether both sides take part by nature, so that it is contact whoever began it.
    pub const fn is_two_way(self) -> bool {
        matches!(self, Self::Meeting | Self::Call)
    }
}

impl Touch {
    /// Whether it is evidence that both sides take part: the person acted, or it was a meeting or a call.
    pub const fn shows_both(&self) -> bool {
        matches!(self.side, Side::Theirs) || self.channel.is_two_way()
    }
}

/// What the measures see of an interaction between a member and a person: when, who, and how it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Touch {
    /// When it took place.
    pub at: Moment,
    /// The side that wrote, called or invited.
    pub side: Side,
    /// The kind of contact.
    pub channel: Channel,
    /// Whether it opens a conversation: it is the first of its thread, and neither a reply nor a forward.
    pub opens: bool,
}
