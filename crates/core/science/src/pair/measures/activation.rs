use rapport_model::{Measured, Moment, NotEnough, Reading};

use crate::pair::state::PairState;
use crate::pair::state::decay::faded_contact;
use crate::pair::state::never::NEVER;
use crate::statistics::special_functions::gamma_quantile;

/// Activation of the pair. Question: how present are we to each other now?
/// Unit: recent contact days, where a contact day is worth half after 60 days.
///
/// The interval is that of the level the memory estimates, the memory of a pair that met at the same even
/// rate for good: a weighted sum of Poisson counts whose variance is the memory of half the half-life.
/// It models our guess at their attention and measures no mind. See docs/science/activation.md.
pub fn activation(state: &PairState, now: Moment) -> Measured {
    if state.last_contact == NEVER {
        return Err(NotEnough::because("Activation needs a day of contact; there is none so far."));
    }
    let [_, variance, value] = faded_contact(state.memory, state.quiet_days(now));
    let (low, high) = weighted_poisson_interval(value, variance);
    Ok(Reading {
        value,
        low,
        high,
        n: state.contact_days,
        as_of: now,
        method: "activation/1".to_owned(),
        evidence: Vec::new(),
    })
}

/// `What you had together lately weighs as much as 3.4 days of contact today; …`
pub(crate) fn sentence(reading: &Reading) -> String {
    let weight = if (0.95..1.05).contains(&reading.value) {
        "one day of contact".to_owned()
    } else {
        format!("{:.1} days of contact", reading.value)
    };
    format!(
        "What you had together lately weighs as much as {weight} today; a day counts half after two months."
    )
}

/// 80 % limits of the mean of a weighted sum of Poisson counts (Fay and Feuer 1997, mid-point form).
fn weighted_poisson_interval(value: f64, variance: f64) -> (f64, f64) {
    if value <= 0.0 || variance <= 0.0 {
        return (0.0, 0.0);
    }
    let scale = variance / value;
    let shape = value / scale;
    (scale * gamma_quantile(shape, 0.1), scale * gamma_quantile(shape + 1.0, 0.9))
}
