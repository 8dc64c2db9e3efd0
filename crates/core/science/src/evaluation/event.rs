use rapport_model::{Measured, Moment, NotEnough};
use serde::{Deserialize, Serialize};

/// One interaction of a log: `a` wrote to, called or met `b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Event {
    /// The number of whoever began.
    pub a: u32,
    /// The number of whoever they contacted.
    pub b: u32,
    /// When it took place.
    pub at: Moment,
}

/// The parameters of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// The moment of prediction; nothing from it on is used for learning.
    pub at: Moment,
    /// The horizon of the prediction, in days.
    pub horizon_days: f64,
    /// The least number of contact days before `at`; pairs with fewer are left out.
    pub min_contact_days: u32,
}

/// Refuses a horizon in which nothing can follow.
pub(crate) fn needs_horizon(options: &Options) -> Measured<()> {
    if options.horizon_days > 0.0 && options.horizon_days.is_finite() {
        return Ok(());
    }
    Err(NotEnough::because("The horizon must be a positive number of days."))
}
