/// What is set once for a workspace, by the name it is kept under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Where the members live, as an IANA zone.
    TimeZone,
    /// Domains whose people are colleagues, with spaces between.
    InternalDomains,
    /// What counts of list mail, by its stable name.
    ListRule,
    /// Since when everything captured is to be decided and measured anew; empty when it is not.
    ReplayDue,
    /// The version of the states that relationships were folded into.
    StateVersion,
}

impl Setting {
    /// The stable name used in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TimeZone => "time_zone",
            Self::InternalDomains => "internal_domains",
            Self::ListRule => "list_rule",
            Self::ReplayDue => "replay_due",
            Self::StateVersion => "state_version",
        }
    }
}
