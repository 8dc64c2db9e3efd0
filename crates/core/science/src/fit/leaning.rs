use rapport_model::Moment;

use crate::fit::inbound::starts_and_exposures;
use crate::pair::priors::LeaningPrior;
use crate::pair::state::PairState;
use crate::statistics::nelder_mead::{EVALUATIONS, minimize, penalty};
use crate::statistics::special_functions::{logistic, logit};

/// Fits both kinds at once by maximum likelihood on starts and days at risk.
pub(crate) fn fit<'a>(
    pairs: impl Iterator<Item = &'a PairState> + Clone,
    now: Moment,
    default: LeaningPrior,
) -> LeaningPrior {
    let Some(counts) = starts_and_exposures(pairs, now) else { return default };
    // The background is a share of the mean hazard of those who lean in, so that the two cannot change places.
    let at = |point: &[f64; 4]| {
        let (shape, rate) = (point[1].exp().clamp(0.1, 100.0), point[2].exp().clamp(0.1, 1e5));
        LeaningPrior {
            share: logistic(point[0]).clamp(0.01, 0.99),
            shape,
            rate,
            background: 0.5 * logistic(point[3]) * shape / rate,
        }
    };
    let relative = 2.0 * default.background * default.rate / default.shape;
    let start = [logit(default.share), default.shape.ln(), default.rate.ln(), logit(relative)];
    let best = minimize(start, 0.5, 2 * EVALUATIONS, |point| {
        let prior = at(point);
        let ln_likelihood: f64 = counts
            .iter()
            .map(|(starts, days)| {
                let (leaning, other) = prior.ln_likelihoods(*starts, *days);
                let top = leaning.max(other);
                top + (prior.share * (leaning - top).exp() + (1.0 - prior.share) * (other - top).exp()).ln()
            })
            .sum();
        penalty(point, &start) - ln_likelihood
    });
    at(&best)
}
