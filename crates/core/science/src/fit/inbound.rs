use rapport_model::Moment;

use crate::fit::pairs::sampled;
use crate::pair::measures::inbound::exposure;
use crate::pair::measures::rhythm::MIN_CONTACT_DAYS;
use crate::pair::priors::InboundPrior;
use crate::pair::state::PairState;
use crate::statistics::nelder_mead::{EVALUATIONS, minimize, penalty};
use crate::statistics::special_functions::ln_negative_binomial;

/// A tie in which neither side has tried for longer teaches nothing of how often people begin.
const LIVING_DAYS: f64 = 180.0;

/// The least number of starts in a workspace from which the prior is fitted to them.
const MIN_STARTS: u32 = 50;

/// Fits the Gamma of the hazard by maximum likelihood on starts and days at risk.
pub(crate) fn fit<'a>(
    pairs: impl Iterator<Item = &'a PairState> + Clone,
    now: Moment,
    default: InboundPrior,
) -> InboundPrior {
    let Some(counts) = starts_and_exposures(pairs, now) else { return default };
    let start = [default.shape.ln(), default.rate.ln()];
    let at = |point: &[f64; 2]| (point[0].exp().clamp(0.1, 1e3), point[1].exp().clamp(1e-2, 1e5));
    let best = minimize(start, 0.4, EVALUATIONS, |point| {
        let (shape, rate) = at(point);
        let ln_likelihood: f64 =
            counts.iter().map(|(k, days)| ln_negative_binomial(*k, *days, shape, rate)).sum();
        penalty(point, &start) - ln_likelihood
    });
    let (shape, rate) = at(&best);
    InboundPrior { shape, rate, ..default }
}

/// Starts and days at risk of the living ties; none while there are too few starts.
pub(crate) fn starts_and_exposures<'a>(
    pairs: impl Iterator<Item = &'a PairState> + Clone,
    now: Moment,
) -> Option<Vec<(f64, f64)>> {
    let known = pairs.filter(|pair| is_living(pair, now));
    if known.clone().map(|pair| pair.inbound_starts).sum::<u32>() < MIN_STARTS {
        return None;
    }
    let counts = sampled(known).map(|pair| (f64::from(pair.inbound_starts), exposure(pair, now)));
    Some(counts.filter(|(_, days)| *days > 0.0).collect())
}

/// A tie that still lives: an ended one is at risk for ever and would say that nobody begins.
fn is_living(pair: &PairState, now: Moment) -> bool {
    pair.contact_days >= MIN_CONTACT_DAYS && now.days_since(pair.last_touch) <= LIVING_DAYS
}
