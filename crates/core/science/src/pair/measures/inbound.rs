use rapport_model::{Measured, Moment, NotEnough, Reading};

use crate::pair::measures::initiation;
use crate::pair::priors::{HORIZON_DAYS, INBOUND_FEATURES, InboundPrior, Priors};
use crate::pair::state::PairState;
use crate::pair::state::decay::faded_touches;
use crate::pair::state::never::NEVER;
use crate::statistics::logistic_regression::linear;
use crate::statistics::special_functions::{gamma_quantile, logistic, logit};

/// The names of the features, in the order of their weights.
pub const INBOUND_FEATURE_NAMES: [&str; INBOUND_FEATURES] = [
    "logit_hazard",
    "logit_share",
    "ln_quiet_theirs",
    "ln_memory_theirs",
    "ln_memory_ours",
    "ln_quiet",
    "ln_contact_days",
];

/// The least memory whose logarithm is taken.
const MEMORY_FLOOR: f64 = 0.01;

/// Inbound-initiation hazard of the pair. Question: how likely do they write first within 30 days?
/// Unit: probability. A Gamma-Poisson hazard on the days in which they could have begun, then a logistic that
/// adds who usually begins and what came lately. Silence on our side is assumed to be free to end: when we
/// touch first, they had no chance to. See docs/science/inbound.md.
pub fn inbound(state: &PairState, priors: &Priors, now: Moment) -> Measured {
    if state.last_touch == NEVER {
        return Err(NotEnough::because("Inbound needs a touch of either side; there is none so far."));
    }
    let hazard = Hazard::of(state, &priors.inbound, now);
    let score = score(state, priors, now, HORIZON_DAYS);
    let plug_in = logit(hazard.begins_within(HORIZON_DAYS));
    let shifted = |probability: f64| {
        let rate = gamma_quantile(hazard.shape, probability) / hazard.rate;
        logistic(score + logit(-(-rate * HORIZON_DAYS).exp_m1()) - plug_in)
    };
    let value = logistic(score);
    Ok(Reading {
        value,
        low: shifted(0.1).min(value),
        high: shifted(0.9).max(value),
        n: state.received,
        as_of: now,
        method: "inbound/1".to_owned(),
        evidence: Vec::new(),
    })
}

/// The probability of [`inbound`] alone: the fast path for many pairs. Zero for a pair without a touch.
pub fn inbound_probability(state: &PairState, priors: &Priors, now: Moment) -> f64 {
    if state.last_touch == NEVER { 0.0 } else { logistic(score(state, priors, now, HORIZON_DAYS)) }
}

/// The logit that they write first within the horizon, in days.
pub(crate) fn score(state: &PairState, priors: &Priors, now: Moment, horizon: f64) -> f64 {
    linear(priors.inbound.intercept, &priors.inbound.weights, &features(state, priors, now, horizon))
}

/// The features of a pair at `now`, for a horizon in days.
pub(crate) fn features(
    state: &PairState,
    priors: &Priors,
    now: Moment,
    horizon: f64,
) -> [f64; INBOUND_FEATURES] {
    let quiet = if state.last_theirs == NEVER { 4_000.0 } else { now.days_since(state.last_theirs).max(0.0) };
    let memory = |memory, last| (f64::from(faded_touches(memory, last, now)) + MEMORY_FLOOR).ln();
    [
        logit(Hazard::of(state, &priors.inbound, now).begins_within(horizon)),
        logit(initiation::share(state, priors)),
        quiet.ln_1p(),
        memory(state.memory_theirs, state.last_theirs),
        memory(state.memory_ours, state.last_ours),
        now.days_since(state.last_touch).max(0.0).ln_1p(),
        f64::from(state.contact_days).ln_1p(),
    ]
}

/// The Gamma posterior of how often they initiate per day at risk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hazard {
    /// The prior's shape and the number of starts: r + k.
    pub shape: f64,
    /// The prior's rate and the days at risk: alpha + E.
    pub rate: f64,
}

impl Hazard {
    /// The posterior as of `now`, the open spell included.
    pub fn of(state: &PairState, prior: &InboundPrior, now: Moment) -> Self {
        Self { shape: prior.shape + f64::from(state.inbound_starts), rate: prior.rate + exposure(state, now) }
    }

    /// P(they initiate within `days` of quiet).
    pub fn begins_within(self, days: f64) -> f64 {
        1.0 - (self.rate / (self.rate + days)).powf(self.shape)
    }
}

/// Days at risk so far, the open spell included.
pub(crate) fn exposure(state: &PairState, now: Moment) -> f64 {
    f64::from(state.exposure_days) + state.days_at_risk(now)
}
