use serde::{Deserialize, Serialize};

use crate::ids::MemberId;

/// Somebody who uses Rapport in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Identifies the member in the workspace.
    pub id: MemberId,
    /// The name as colleagues see it.
    pub name: String,
    /// What the member may do beyond their own relationships.
    pub role: Role,
}

/// What a member may do for the team. Each role includes the rights of those after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Manages the installation: members, rules and background jobs.
    Owner,
    /// Leads the team and may correct what members noted for everybody.
    Leader,
    /// Works with their own relationships only.
    Member,
}

impl Role {
    /// All roles, from the one with the most rights.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Leader, Self::Member];

    /// The stable name used in the store and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Leader => "leader",
            Self::Member => "member",
        }
    }

    /// The role with this stable name; `None` when there is no such name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}
