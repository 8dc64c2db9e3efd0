use rapport_model::{Moment, Reading};
use serde::{Deserialize, Serialize};

use crate::statistics::special_functions::beta_interval;

/// Jeffreys' prior of a proportion: its interval has the stated coverage from few cases on.
pub(crate) const JEFFREYS: (f64, f64) = (0.5, 0.5);

/// The posterior of a rate, as a Beta distribution.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Posterior {
    /// The pseudo-count of cases in which it happened.
    pub a: f64,
    /// The pseudo-count of cases in which it did not.
    pub b: f64,
    /// The number of cases it was computed from.
    pub trials: u32,
}

/// A proportion as a Beta posterior: its mean and 80 % interval. `yes` and `no` may be fractions of cases.
pub(crate) fn proportion(yes: f64, no: f64, prior: (f64, f64), now: Moment, method: &str) -> Reading {
    let (a, b) = (prior.0 + yes, prior.1 + no);
    let (low, high) = interval(yes, no, prior);
    reading(a / (a + b), (low, high), (yes + no).round() as u32, now, method)
}

/// The 80 % interval of a proportion. When all cases agree it reaches the end of the scale.
pub(crate) fn interval(yes: f64, no: f64, prior: (f64, f64)) -> (f64, f64) {
    let (low, high) = beta_interval(prior.0 + yes, prior.1 + no);
    let is_unanimous = |others: f64, pseudo: f64| others <= 0.0 && pseudo <= JEFFREYS.0;
    (if is_unanimous(yes, prior.0) { 0.0 } else { low }, if is_unanimous(no, prior.1) { 1.0 } else { high })
}

/// A reading without evidence; the caller adds it.
pub(crate) fn reading(value: f64, (low, high): (f64, f64), n: u32, now: Moment, method: &str) -> Reading {
    Reading { value, low, high, n, as_of: now, method: method.to_owned(), evidence: Vec::new() }
}
