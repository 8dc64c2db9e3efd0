use serde::{Deserialize, Serialize};

use crate::moment::Moment;

/// Which side did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The team.
    Ours,
    /// The person.
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

    /// Reads a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Ours, Self::Theirs].into_iter().find(|side| side.name() == name)
    }
}

/// The kind of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A mail.
    Mail,
    /// A meeting that took place.
    Meeting,
    /// A call that was answered.
    Call,
    /// A message on another channel.
    Message,
}

impl Channel {
    /// All channels.
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

    /// Reads a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }

    /// Both sides are present by nature, so it is contact whoever began it.
    pub const fn is_two_way(self) -> bool {
        matches!(self, Self::Meeting | Self::Call)
    }
}

impl Touch {
    /// Evidence of both sides: theirs, or a meeting or call of either side.
    pub const fn shows_both(&self) -> bool {
        matches!(self.side, Side::Theirs) || self.channel.is_two_way()
    }
}

/// What the measures see of an interaction between a member and a person: when, who, and how it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Touch {
    /// When.
    pub at: Moment,
    /// Who wrote, called or invited.
    pub side: Side,
    /// On which channel.
    pub channel: Channel,
    /// It opens a conversation: first of its thread, neither a reply nor a forward.
    pub opens: bool,
}
