use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What was decided about a message that was read. Every message has exactly one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum Decision {
    /// It is an exchange between the team and somebody outside, so it became an interaction.
    Kept,
    /// It says nothing about a relationship. Its original is stored all the same.
    SetAside {
        /// The first rule that applied.
        reason: Reason,
    },
    /// No message could be found in the bytes.
    Unreadable,
}

impl Decision {
    /// The stable name used in the store, in JSON and in URLs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::SetAside { .. } => "set_aside",
            Self::Unreadable => "unreadable",
        }
    }

    /// Why a message was set aside; `None` for the other decisions.
    pub const fn reason(&self) -> Option<Reason> {
        match self {
            Self::SetAside { reason } => Some(*reason),
            Self::Kept | Self::Unreadable => None,
        }
    }

    /// The decision with these stable names; `None` for an unknown name, or for a message set aside without a reason.
    pub fn from_names(decision: &str, reason: Option<&str>) -> Option<Self> {
        match decision {
            "kept" => Some(Self::Kept),
            "set_aside" => Some(Self::SetAside { reason: reason?.parse().ok()? }),
            "unreadable" => Some(Self::Unreadable),
            _ => None,
        }
    }
}

/// Why a message was set aside, in the order in which the rules are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A machine wrote it: an auto-reply, a bounce, a calendar reply, a no-reply sender.
    Automated,
    /// It came through a mailing list and answers nobody here.
    List,
    /// It went to many at once: a newsletter, or more than five people outside.
    Bulk,
    /// Everybody on it belongs to the team.
    Internal,
    /// None of the team's addresses is on it.
    NotOurs,
    /// There is nobody on the other side: no sender or no recipient with a valid address.
    Nobody,
    /// It has no plausible date, so it has no place in a timeline.
    Undated,
    /// The member who logged it by hand withdrew it.
    Withdrawn,
}

impl Reason {
    /// All reasons, in the order in which the rules are applied.
    pub const ALL: [Self; 8] = [
        Self::Automated,
        Self::List,
        Self::Bulk,
        Self::Internal,
        Self::NotOurs,
        Self::Nobody,
        Self::Undated,
        Self::Withdrawn,
    ];

    /// The stable name used in the store, in JSON and in URLs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Automated => "automated",
            Self::List => "list",
            Self::Bulk => "bulk",
            Self::Internal => "internal",
            Self::NotOurs => "not_ours",
            Self::Nobody => "nobody",
            Self::Undated => "undated",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// One sentence for whoever asks why a message was set aside.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Automated => {
                "A machine wrote it: an auto-reply, a bounce, a calendar reply or a no-reply sender."
            }
            Self::List => "It came through a mailing list and is not an exchange with anybody here.",
            Self::Bulk => {
                "It went to many people at once: a newsletter, or more than five people outside the team."
            }
            Self::Internal => "Everybody on it belongs to the team.",
            Self::NotOurs => "None of the team's addresses is on it. Add the missing address in Settings.",
            Self::Nobody => "It has no sender or no recipient with an address.",
            Self::Undated => "It has no usable time, so it cannot be placed.",
            Self::Withdrawn => "Whoever logged it by hand took it back.",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Reason {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|reason| reason.name() == text).ok_or(())
    }
}
