use rapport_science::{PAIR_MEASURES, PairMeasure};

/// Which reading the timeline shows the evidence of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Evidence {
    /// A measure of the log.
    Log(&'static PairMeasure),
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
    /// Those of the words, in the order in which readings are shown.
    pub const TALK: [Self; 4] = [Self::TwoSided, Self::Depth, Self::Given, Self::EmptyCheckIn];

    /// Those of the log, in the order in which readings are shown.
    pub fn log() -> impl Iterator<Item = Self> {
        PAIR_MEASURES.iter().map(Self::Log)
    }

    /// The name of the measure.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Log(measure) => measure.about.name,
            Self::TwoSided => "two_sided",
            Self::Depth => "depth",
            Self::Given => "given",
            Self::EmptyCheckIn => "empty_check_ins",
        }
    }

    /// Reads the name of a measure.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::log().chain(Self::TALK).find(|evidence| evidence.name() == name)
    }
}
