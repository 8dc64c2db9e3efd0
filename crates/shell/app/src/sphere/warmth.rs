/// The warmth of a tie in five steps, by the chance of contact within 30 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warmth {
    /// Under 5 %.
    Cold,
    /// Under 20 %.
    Cool,
    /// Under 45 %.
    Cooling,
    /// Under 75 %.
    Steady,
    /// From 75 %.
    Warm,
}

impl Warmth {
    /// All of them, cold first.
    pub const ALL: [Self; 5] = [Self::Cold, Self::Cool, Self::Cooling, Self::Steady, Self::Warm];

    /// The step of a chance.
    pub fn of(probability: f64) -> Self {
        match probability {
            probability if probability < 0.05 => Self::Cold,
            probability if probability < 0.20 => Self::Cool,
            probability if probability < 0.45 => Self::Cooling,
            probability if probability < 0.75 => Self::Steady,
            _ => Self::Warm,
        }
    }

    /// 1 cold to 5 warm.
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
