use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::ids::MemberId;

/// The rules by which captured mail is kept or set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The team's own addresses, without tags, and the member each belongs to.
    pub ours: BTreeMap<Address, MemberId>,
    /// The domains of the team; everybody with an address there is a colleague.
    pub internal_domains: BTreeSet<String>,
    /// Which mail of discussion lists is kept.
    pub list: ListRule,
}

/// Which mail of discussion lists is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListRule {
    /// No mail of a list is kept.
    Ignore,
    /// A mail of a list is kept when a member answers it, or when it answers a member.
    #[default]
    Threads,
    /// Every mail of a list is kept, as if it were written to us.
    All,
}

impl ListRule {
    /// All rules, from the strictest.
    pub const ALL: [Self; 3] = [Self::Ignore, Self::Threads, Self::All];

    /// The stable name used in the store and in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::Threads => "threads",
            Self::All => "all",
        }
    }

    /// The rule with this stable name; `None` when there is no such name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

impl Rules {
    /// The member whose address this is; `None` when it is nobody's of the team. Tags are ignored.
    pub fn member(&self, address: &Address) -> Option<MemberId> {
        self.ours.get(&address.without_tag()).copied()
    }

    /// Whether an address belongs to the team: one of ours, or of a domain of colleagues.
    pub fn is_internal(&self, address: &Address) -> bool {
        self.member(address).is_some() || self.internal_domains.contains(address.domain())
    }
}
