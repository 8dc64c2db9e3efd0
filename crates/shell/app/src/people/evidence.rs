use rapport_science::{PAIR_MEASURES, PairMeasure};

/// The reading whose evidence the timeline shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Evidence {
    /// A measure of the log.
    Log(&'static PairMeasure),
    /// The mails of the exchanges.
    TwoSided,
    /// The mails about their situation, or about the transaction.
    Depth,
    /// The mails in which the member gave or asked.
    Given,
    /// The check-ins that were never answered.
    EmptyCheckIn,
}

impl Evidence {
    /// The readings of the words, in the order in which they are shown.
    pub const TALK: [Self; 4] = [Self::TwoSided, Self::Depth, Self::Given, Self::EmptyCheckIn];

    /// The readings of the log, in the order in which they are shown.
    pub fn log() -> impl Iterator<Item = Self> {
        PAIR_MEASURES.iter().map(Self::Log)
    }

    /// The stable name of the measure.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Log(measure) => measure.about.name,
            Self::TwoSided => "two_sided",
            Self::Depth => "depth",
            Self::Given => "given",
            Self::EmptyCheckIn => "empty_check_ins",
        }
    }

    /// The evidence of the measure with this name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::log().chain(Self::TALK).find(|evidence| evidence.name() == name)
    }
}
