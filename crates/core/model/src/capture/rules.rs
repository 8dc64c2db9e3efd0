use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::ids::MemberId;

/// The rules by which captured mail is kept or set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The team's own addresses, without tags, and whose they are.
    pub ours: BTreeMap<Address, MemberId>,
    /// Domains whose people are colleagues.
    pub internal_domains: BTreeSet<String>,
    /// What counts of list mail.
    pub list: ListRule,
}

/// What counts of mail that came through a discussion list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListRule {
    /// None of it.
    Ignore,
    /// What answers us, and whom we answer.
    #[default]
    Threads,
    /// All of it, as if it were written to us.
    All,
}

impl ListRule {
    /// All rules.
    pub const ALL: [Self; 3] = [Self::Ignore, Self::Threads, Self::All];

    /// The stable name used in the store and in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::Threads => "threads",
            Self::All => "all",
        }
    }

    /// Reads a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

impl Rules {
    /// The member whose address this is.
    pub fn member(&self, address: &Address) -> Option<MemberId> {
        self.ours.get(&address.without_tag()).copied()
    }

    /// Whether an address belongs to the team: one of ours, or of a domain of colleagues.
    pub fn is_internal(&self, address: &Address) -> bool {
        self.member(address).is_some() || self.internal_domains.contains(address.domain())
    }
}
