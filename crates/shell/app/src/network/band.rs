/// How strong a tie is, as colleagues may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Contact within 30 days is unlikely.
    Faint,
    /// It may come to contact.
    Some,
    /// It most likely comes to contact.
    Strong,
}

impl Band {
    /// The band of a strength.
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
