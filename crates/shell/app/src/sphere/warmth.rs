/// The warmth of a tie: its probability of contact within 30 days, in five steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warmth {
    /// Below 5 %.
    Cold,
    /// From 5 % to below 20 %.
    Cool,
    /// From 20 % to below 45 %.
    Cooling,
    /// From 45 % to below 75 %.
    Steady,
    /// From 75 %.
    Warm,
}

impl Warmth {
    /// All steps, cold first.
    pub const ALL: [Self; 5] = [Self::Cold, Self::Cool, Self::Cooling, Self::Steady, Self::Warm];

    /// The step of a probability, 0 to 1.
    pub fn of(probability: f64) -> Self {
        match probability {
            probability if probability < 0.05 => Self::Cold,
            probability if probability < 0.20 => Self::Cool,
            probability if probability < 0.45 => Self::Cooling,
            probability if probability < 0.75 => Self::Steady,
            _ => Self::Warm,
        }
    }

    pub(crate) fn is_cold(self) -> bool {
        self == Self::Cold
    }

    /// Whether a tie is live: at least cooling.
    pub(crate) fn is_live(self) -> bool {
        self >= Self::Cooling
    }

    /// Its number, from 1 for cold to 5 for warm.
    pub const fn step(self) -> u8 {
        self as u8 + 1
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Cool => "cool",
            Self::Cooling => "cooling",
            Self::Steady => "steady",
            Self::Warm => "warm",
        }
    }
}
