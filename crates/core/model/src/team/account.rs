use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{AccountId, MemberId};

/// Where a member's mail, meetings and calls come from. What is captured belongs to whoever's account it was seen in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is.
    pub member: MemberId,
    /// What kind of source it is.
    pub kind: AccountKind,
    /// What its member calls it.
    pub name: String,
}

/// The kinds of accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Files and folders that are read when somebody asks for it.
    Files,
    /// What its member logs by hand.
    ByHand,
}

impl Account {
    /// The account of the files that a member has read: one for each member, with an id that follows from theirs.
    pub fn of_files(member: MemberId) -> Self {
        Self { id: AccountId(member.0), member, kind: AccountKind::Files, name: "Files".to_owned() }
    }
}

impl Account {
    /// The account of what a member logs by hand: one for each member, with an id that follows from theirs.
    pub fn by_hand(member: MemberId) -> Self {
        /// Tells this account from that of their files.
        const HAND: u128 = 0x6861_6e64;
        let id = AccountId(Uuid::from_u128(member.0.as_u128() ^ HAND));
        Self { id, member, kind: AccountKind::ByHand, name: "Logged by hand".to_owned() }
    }
}

impl AccountKind {
    /// The stable name used in the store and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::ByHand => "by_hand",
        }
    }

    /// Reads a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Files, Self::ByHand].into_iter().find(|kind| kind.name() == name)
    }
}
