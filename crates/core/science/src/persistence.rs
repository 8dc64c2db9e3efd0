use rapport_model::{Measured, Moment, NotEnough, Reading};

use crate::activation::faded;
use crate::priors::Priors;
use crate::rhythm::Gaps;
use crate::special::{Z_90, logistic, logit};
use crate::state::{NEVER, PairState};

/// The horizon of the probability that ranks Today, in days.
pub const HORIZON_DAYS: f64 = 30.0;

/// How many features the probability is made of.
pub const FEATURES: usize = 6;

/// The names of the features, in the order of their weights.
pub const FEATURE_NAMES: [&str; FEATURES] =
    ["ln_elapsed", "ln_contact_days", "logit_rhythm", "ln_memory_14", "ln_memory_60", "both_sides"];

/// Keeps the logarithm of a faded memory finite.
const MEMORY_FLOOR: f64 = 0.01;

/// The probability of two-way contact within 30 days of `now`, if nothing changes. The fast path for ranking.
/// Zero for a pair that never had contact. See docs/science/persistence.md.
pub fn persistence(state: &PairState, priors: &Priors, now: Moment) -> f64 {
    if state.last_contact == NEVER {
        return 0.0;
    }
    logistic(score(state, priors, now))
}

/// Persistence of the pair. Question: how likely is two-way contact within the next 30 days?
/// Unit: probability. It predicts, it does not say what a touch would change. See docs/science/persistence.md.
///
/// The interval carries what is not known of the pair's own rhythm and dropout through the rhythm model
/// (delta method on the logit scale).
pub(crate) fn reading(state: &PairState, priors: &Priors, now: Moment) -> Measured {
    if state.last_contact == NEVER {
        return Err(NotEnough::because("Persistence needs a day of contact; there is none so far."));
    }
    let score = score(state, priors, now);
    let deviation = deviation(state, priors, now);
    Ok(Reading {
        value: logistic(score),
        low: logistic(score - Z_90 * deviation),
        high: logistic(score + Z_90 * deviation),
        n: state.contact_days,
        as_of: now,
        method: "persistence/1".to_owned(),
        evidence: Vec::new(),
    })
}

/// The features of a pair at `now`, for a horizon in days.
pub(crate) fn features(state: &PairState, priors: &Priors, now: Moment, horizon: f64) -> [f64; FEATURES] {
    let elapsed = state.quiet_days(now);
    let [fast, _, slow] = faded(state.memory, elapsed);
    let gaps = Gaps::of(state, &priors.rhythm);
    [
        elapsed.ln_1p(),
        f64::from(state.contact_days).ln_1p(),
        logit(gaps.contact_within(horizon, elapsed)),
        (fast + MEMORY_FLOOR).ln(),
        (slow + MEMORY_FLOOR).ln(),
        if state.sent > 0 && state.received > 0 { 1.0 } else { 0.0 },
    ]
}

fn score(state: &PairState, priors: &Priors, now: Moment) -> f64 {
    let features = features(state, priors, now, HORIZON_DAYS);
    let weights = &priors.persistence;
    weights.intercept + features.iter().zip(&weights.weights).map(|(x, w)| x * w).sum::<f64>()
}

/// Standard deviation of the logit from the posteriors of the pair's mean gap and dropout.
fn deviation(state: &PairState, priors: &Priors, now: Moment) -> f64 {
    let gaps = Gaps::of(state, &priors.rhythm);
    let elapsed = state.quiet_days(now);
    let logit_at = |gaps: Gaps| logit(gaps.contact_within(HORIZON_DAYS, elapsed));
    let by_mean = 0.5
        * (logit_at(Gaps { mean_ln: gaps.mean_ln + gaps.deviation, ..gaps })
            - logit_at(Gaps { mean_ln: gaps.mean_ln - gaps.deviation, ..gaps }));
    let total = priors.rhythm.ended + priors.rhythm.survived + f64::from(state.gaps());
    // The logit of a Beta variable is nearly normal, unlike the variable itself near zero.
    let dropout_deviation = (1.0 / (gaps.dropout * (1.0 - gaps.dropout) * (total + 1.0))).sqrt();
    let moved = |by: f64| Gaps { dropout: logistic(logit(gaps.dropout) + by), ..gaps };
    let by_dropout = 0.5 * (logit_at(moved(dropout_deviation)) - logit_at(moved(-dropout_deviation)));
    by_mean.hypot(by_dropout)
}
