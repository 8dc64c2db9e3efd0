/// Which reading the timeline shows the evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The days of contact.
    Rhythm,
    /// The days of contact, recent ones first.
    Activation,
    /// The days of contact.
    Persistence,
    /// Who began after a silence.
    Initiation,
    /// Questions and replies.
    Response,
    /// What they wrote.
    Inbound,
    /// What we tried.
    Touch,
    /// The mails of the exchanges.
    TwoSided,
    /// What was said about their situation, or the transaction.
    Depth,
    /// What we gave and asked for.
    Given,
    /// What was never answered.
    EmptyCheckIn,
}

impl Evidence {
    /// Those of the log, in the order in which readings are shown.
    pub const LOG: [Self; 7] = [
        Self::Rhythm,
        Self::Persistence,
        Self::Initiation,
        Self::Inbound,
        Self::Response,
        Self::Touch,
        Self::Activation,
    ];

    /// Those of the words, in the order in which readings are shown.
    pub const TALK: [Self; 4] = [Self::TwoSided, Self::Depth, Self::Given, Self::EmptyCheckIn];

    /// The name of the measure.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rhythm => "rhythm",
            Self::Activation => "activation",
            Self::Persistence => "persistence",
            Self::Initiation => "initiation",
            Self::Response => "response",
            Self::Inbound => "inbound",
            Self::Touch => "touch",
            Self::TwoSided => "two_sided",
            Self::Depth => "depth",
            Self::Given => "given",
            Self::EmptyCheckIn => "empty_check_ins",
        }
    }

    /// Reads the name of a measure.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::LOG.into_iter().chain(Self::TALK).find(|evidence| evidence.name() == name)
    }
}
