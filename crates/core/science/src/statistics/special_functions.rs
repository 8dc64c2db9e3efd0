//! Special functions and quantiles from `statrs`, under the names that the measures use.

use statrs::distribution::{Continuous, ContinuousCDF, Gamma};
use statrs::function::{beta, erf, gamma};

/// The standard normal quantile at .9: half the width of an 80 % interval.
pub const Z_90: f64 = 1.281_551_565_544_600_5;
/// The standard normal quantile at .8.
pub const Z_80: f64 = 0.841_621_233_572_914_3;

/// The upper tail of the standard normal, 1 - Phi(z), exact far out too.
pub fn normal_tail(z: f64) -> f64 {
    0.5 * erf::erfc(z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The natural logarithm of the Gamma function.
pub fn ln_gamma(x: f64) -> f64 {
    gamma::ln_gamma(x)
}

/// The natural logarithm of the Beta function.
pub fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// P(X <= x) for X ~ Beta(a, b).
pub fn beta_below(a: f64, b: f64, x: f64) -> f64 {
    beta::beta_reg(a, b, x)
}

/// The 10 % and 90 % quantiles of Beta(a, b).
pub fn beta_interval(a: f64, b: f64) -> (f64, f64) {
    (beta_quantile(a, b, 0.1), beta_quantile(a, b, 0.9))
}

/// The `probability` quantile of Beta(a, b).
pub fn beta_quantile(a: f64, b: f64, probability: f64) -> f64 {
    let constant = ln_beta(a, b);
    let density = |x: f64| ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - constant).exp();
    quantile(a / (a + b), 1.0, probability, |x| beta_below(a, b, x), density)
}

/// Where a distribution function on (0, `top`) reaches `probability`: Newton's steps while they stay between what
/// is known to be too low and too high, halving otherwise, since densities with a pole send Newton astray.
fn quantile(
    start: f64,
    top: f64,
    probability: f64,
    below: impl Fn(f64) -> f64,
    density: impl Fn(f64) -> f64,
) -> f64 {
    const PRECISION: f64 = 1e-10;
    let (mut low, mut high, mut x) = (0.0, top, start);
    for _ in 0..80 {
        let excess = below(x) - probability;
        if excess < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let newton = x - excess / density(x);
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - x).abs() <= PRECISION * next {
            return next;
        }
        x = next;
    }
    x
}

/// The `probability` quantile of Gamma(shape, rate 1).
pub fn gamma_quantile(shape: f64, probability: f64) -> f64 {
    let Ok(gamma) = Gamma::new(shape, 1.0) else { return f64::NAN };
    let top = shape + 40.0 * shape.sqrt() + 40.0;
    quantile(shape, top, probability, |x| gamma.cdf(x), |x| gamma.pdf(x))
}

/// ln P(so many events in `time`) when they come at a rate that is itself Gamma(shape, rate).
pub fn ln_negative_binomial(events: f64, time: f64, shape: f64, rate: f64) -> f64 {
    ln_gamma(shape + events) - ln_gamma(shape) - ln_gamma(events + 1.0)
        + shape * (rate / (rate + time)).ln()
        + events * (time / (rate + time)).ln()
}

/// The log-odds ln(p / (1 - p)); probabilities near 0 and 1 are clamped, so that it is finite.
pub fn logit(probability: f64) -> f64 {
    let p = probability.clamp(1e-9, 1.0 - 1e-9);
    (p / (1.0 - p)).ln()
}

/// The logistic function 1 / (1 + e^-x), the inverse of [`logit`].
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_agree_with_tables() {
        assert!((normal_tail(1.959_963_985) - 0.025).abs() < 1e-9);
        assert!((normal_tail(8.0) / 6.220_960_574e-16 - 1.0).abs() < 1e-6);
        assert!((ln_gamma(0.5) - 0.572_364_942_9).abs() < 1e-9);
        assert!((beta_below(2.0, 3.0, 0.4) - 0.5248).abs() < 1e-9);
        let (low, high) = beta_interval(1.0, 1.0);
        assert!((low - 0.1).abs() < 1e-9 && (high - 0.9).abs() < 1e-9);
        assert!((gamma_quantile(1.0, 0.9) - 10_f64.ln()).abs() < 1e-6);
        assert!((logistic(logit(0.3)) - 0.3).abs() < 1e-12);
    }
}
