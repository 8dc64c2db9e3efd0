/// The name of a setting of a workspace. It has one value, which is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The time zone of the members, as an IANA name.
    TimeZone,
    /// The domains of the team, separated by spaces.
    InternalDomains,
    /// Which mail of lists is kept, by the stable name of a [`ListRule`](crate::ListRule).
    ListRule,
    /// The moment since which all stored messages are to be decided and measured again; empty when they are not.
    ReplayDue,
    /// The version of the format in which the states of relationships are stored.
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
