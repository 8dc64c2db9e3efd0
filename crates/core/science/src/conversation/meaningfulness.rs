use rapport_model::{Measured, Moment, NotEnough};

use crate::not_enough::so_far;
use crate::statistics::proportion::reading;
use crate::statistics::special_functions::{Z_90, normal_tail};

/// How far the kinds of conversation differ: the standard deviation of the mean ln gap (an assumption).
const BETWEEN: f64 = 0.3;

/// The least number of conversations of a kind from which a reading is shown.
const FEWEST: u32 = 5;

/// One conversation, and how long it took them to contact us of their own accord.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Return {
    /// Days until they next wrote or called; days so far while they have not.
    pub gap_days: f64,
    /// Whether they have; otherwise the gap is censored.
    pub has_come: bool,
    /// What their own rhythm predicted: the mean ln gap in days (mu of rhythm) as of the conversation.
    pub usual_ln: f64,
}

/// Whether they come back sooner after one kind of conversation: the gap as a multiple of the usual one, below
/// one when sooner. `within` is the standard deviation of ln gaps (sigma of the rhythm prior). The residuals
/// `ln gap - mu` are averaged by a normal with open gaps censored, shrunk to none. An association, confounded by
/// need. See docs/science/exchange.md.
pub fn meaningfulness(returns: &[Return], within: f64, now: Moment) -> Measured {
    let come = returns.iter().filter(|one| one.has_come).count() as u32;
    if come < FEWEST {
        return Err(NotEnough::because(format!(
            "Meaningfulness needs five conversations of a kind after which they came back; there {}.",
            so_far(come)
        )));
    }
    let (mean, deviation) = censored_mean(returns, within);
    let ends = ((mean - Z_90 * deviation).exp(), (mean + Z_90 * deviation).exp());
    Ok(reading(mean.exp(), ends, returns.len() as u32, now, "exchange/1"))
}

/// Mode and standard deviation of the posterior of the mean residual, by Newton's method (log-concave).
fn censored_mean(returns: &[Return], within: f64) -> (f64, f64) {
    let (mut mean, mut bend) = (0.0, 0.0);
    for _ in 0..50 {
        let mut pull = -mean / BETWEEN.powi(2);
        bend = BETWEEN.powi(-2);
        for one in returns {
            let z = (one.gap_days.max(0.5).ln() - one.usual_ln - mean) / within;
            if one.has_come {
                pull += z / within;
                bend += within.powi(-2);
            } else {
                // The hazard of the normal: the expected excess of what is only known to be longer.
                let hazard = hazard(z);
                pull += hazard / within;
                bend += hazard * (hazard - z) / within.powi(2);
            }
        }
        let step = (pull / bend).clamp(-1.0, 1.0);
        mean += step;
        if step.abs() < 1e-9 {
            break;
        }
    }
    (mean, bend.sqrt().recip())
}

fn hazard(z: f64) -> f64 {
    if z > 8.0 {
        // The tail underflows; the hazard of the normal is then z + 1/z.
        return z + 1.0 / z;
    }
    (-0.5 * z * z).exp() / (std::f64::consts::TAU.sqrt() * normal_tail(z))
}
