use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::statistics::proportion::{Posterior, reading};
use crate::statistics::special_functions::{beta_below, beta_quantile};
use crate::team::benchmark::{METHOD, MIN_CASES};

/// The probability that one rate is higher, from which on a comparison is made.
const WORTH_SAYING: f64 = 0.9;

/// Two rates that differ clearly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The first rate minus the second; `n` is the smaller number of cases.
    #[serde(flatten)]
    pub reading: Reading,
    /// The probability that the first is higher: at least .9, or at most .1.
    pub first_is_higher: f64,
}

/// Compares two rates by their posteriors; says nothing while the probability that one is higher is below .9.
pub fn compare(first: &Posterior, second: &Posterior, now: Moment) -> Measured<Comparison> {
    let n = first.trials.min(second.trials);
    if n < MIN_CASES {
        return Err(NotEnough::because(format!(
            "To compare, each rate needs five cases; there {}.",
            so_far(n)
        )));
    }
    let difference = Difference::of(first, second);
    let first_is_higher = 1.0 - difference.below(0.0);
    if first_is_higher.max(1.0 - first_is_higher) < WORTH_SAYING {
        return Err(NotEnough::because("The two rates are too close to tell apart from so few cases."));
    }
    let value = first.a / (first.a + first.b) - second.a / (second.a + second.b);
    let ends = (difference.quantile(0.1), difference.quantile(0.9));
    Ok(Comparison { reading: reading(value, ends, n, now, METHOD), first_is_higher })
}

/// The distribution of one rate minus another.
struct Difference<'a> {
    first: &'a Posterior,
    /// The second rate at equally likely quantiles.
    second: Vec<f64>,
}

impl<'a> Difference<'a> {
    const POINTS: u32 = 128;

    fn of(first: &'a Posterior, second: &Posterior) -> Self {
        let quantile = |point: u32| {
            let probability = (f64::from(point) + 0.5) / f64::from(Self::POINTS);
            beta_quantile(second.a, second.b, probability)
        };
        Self { first, second: (0..Self::POINTS).map(quantile).collect() }
    }

    /// P(first - second <= difference).
    fn below(&self, difference: f64) -> f64 {
        let at = |second: &f64| beta_below(self.first.a, self.first.b, (second + difference).clamp(0.0, 1.0));
        self.second.iter().map(at).sum::<f64>() / f64::from(Self::POINTS)
    }

    fn quantile(&self, probability: f64) -> f64 {
        let (mut low, mut high) = (-1.0, 1.0);
        for _ in 0..30 {
            let middle = 0.5 * (low + high);
            if self.below(middle) < probability { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }
}
