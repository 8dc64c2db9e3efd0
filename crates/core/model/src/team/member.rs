use serde::{Deserialize, Serialize};

use crate::ids::MemberId;

/// Somebody of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Their id.
    pub id: MemberId,
    /// Their name.
    pub name: String,
    /// What they may do for the team, beside what is their own.
    pub role: Role,
}

/// What a member may do for the team. Each role may do what those after it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the installation: its members, its rules, its background work.
    Owner,
    /// Leads the team: what is noted for everybody may be corrected.
    Leader,
    /// Works with their own relationships.
    Member,
}

impl Role {
    /// All roles, from the one that may most.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Leader, Self::Member];

    /// The stable name used in the store and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Leader => "leader",
            Self::Member => "member",
        }
    }

    /// Reads a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}
