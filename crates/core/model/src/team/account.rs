use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{AccountId, MemberId};

/// A source of one member's mail, meetings and calls. What is captured from it belongs to that member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Identifies the account in the workspace.
    pub id: AccountId,
    /// The member to whom it belongs.
    pub member: MemberId,
    /// The kind of source.
    pub kind: AccountKind,
    /// The name its member gave it.
    pub name: String,
}

/// The kind of an account's source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Files and folders of mail, read when somebody asks for it.
    Files,
    /// Contacts that the member logs by hand.
    ByHand,
}

impl Account {
    /// The account of the files that a member has read. Each member has one; its id is the member's.
    pub fn of_files(member: MemberId) -> Self {
        Self { id: AccountId(member.0), member, kind: AccountKind::Files, name: "Files".to_owned() }
    }
}

impl Account {
    /// The account of what a member logs by hand. Each member has one; its id is derived from the member's.
    pub fn by_hand(member: MemberId) -> Self {
        /// Makes the id differ from that of the account of files.
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

    /// The kind with this stable name; `None` when there is no such name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Files, Self::ByHand].into_iter().find(|kind| kind.name() == name)
    }
}
