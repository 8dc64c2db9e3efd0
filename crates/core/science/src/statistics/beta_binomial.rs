use crate::statistics::nelder_mead::{EVALUATIONS, minimize, penalty};
use crate::statistics::special_functions::{ln_beta, ln_gamma};

/// Maximum likelihood of a Beta prior from pairs of (decayed) counts.
pub(crate) fn beta_binomial(counts: &[(f64, f64)], default: (f64, f64)) -> (f64, f64) {
    let start = [default.0.ln(), default.1.ln()];
    let at = |point: &[f64; 2]| (point[0].exp().clamp(1e-3, 1e3), point[1].exp().clamp(1e-3, 1e3));
    let best = minimize(start, 0.4, EVALUATIONS, |point| {
        let (a, b) = at(point);
        let none = ln_beta(a, b);
        let ln_likelihood: f64 = counts
            .iter()
            .map(|(first, second)| {
                ln_gamma(a + first) + ln_gamma(b + second) - ln_gamma(a + b + first + second) - none
            })
            .sum();
        penalty(point, &start) - ln_likelihood
    });
    at(&best)
}
