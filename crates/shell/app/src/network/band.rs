/// The strength of a tie in three bands, which is all that colleagues may know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Below 0.10: contact within 30 days is unlikely.
    Faint,
    /// From 0.10 to below 0.45.
    Some,
    /// From 0.45: contact within 30 days is likely.
    Strong,
}

impl Band {
    /// The band of a strength, 0 to 1.
    pub fn of(strength: f64) -> Self {
        match strength {
            strength if strength < 0.10 => Self::Faint,
            strength if strength < 0.45 => Self::Some,
            _ => Self::Strong,
        }
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Faint => "faint",
            Self::Some => "some",
            Self::Strong => "strong",
        }
    }
}
