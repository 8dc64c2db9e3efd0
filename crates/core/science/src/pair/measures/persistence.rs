use rapport_model::{Measured, Moment, NotEnough, Reading};

use crate::pair::measures::rhythm::Gaps;
use crate::pair::priors::{FEATURES, HORIZON_DAYS, Priors};
use crate::pair::state::PairState;
use crate::pair::state::decay::faded_contact;
use crate::pair::state::never::NEVER;
use crate::statistics::logistic_regression::linear;
use crate::statistics::special_functions::{logistic, logit};

/// The names of the features, in the order of their weights.
pub const FEATURE_NAMES: [&str; FEATURES] =
    ["ln_elapsed", "ln_contact_days", "logit_rhythm", "ln_memory_14", "ln_memory_60", "both_sides"];

/// The size of the grid of the interval: mean gaps within 2.8 standard deviations, dropouts from near 0 to near 1.
const MEANS: usize = 15;
const DROPOUTS: usize = 37;

/// The least memory whose logarithm is taken.
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
/// The interval carries what is not known of the pair's own rhythm and dropout through the rhythm model.
pub fn persistence_reading(state: &PairState, priors: &Priors, now: Moment) -> Measured {
    if state.last_contact == NEVER {
        return Err(NotEnough::because("Persistence needs a day of contact; there is none so far."));
    }
    let score = score(state, priors, now);
    let (below, above) = spread(state, priors, now);
    Ok(Reading {
        value: logistic(score),
        low: logistic(score + below.min(0.0)),
        high: logistic(score + above.max(0.0)),
        n: state.contact_days,
        as_of: now,
        method: "persistence/1".to_owned(),
        evidence: Vec::new(),
    })
}

/// The features of a pair at `now`, for a horizon in days.
pub(crate) fn features(state: &PairState, priors: &Priors, now: Moment, horizon: f64) -> [f64; FEATURES] {
    let elapsed = state.quiet_days(now);
    let [fast, _, slow] = faded_contact(state.memory, elapsed);
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
    linear(weights.intercept, &weights.weights, &features)
}

/// How far below and above the plug-in logit the 10 % and 90 % quantiles of the pair's own probability lie:
/// the posterior of its mean gap and dropout on a grid, each weighted by how well it explains the silence.
fn spread(state: &PairState, priors: &Priors, now: Moment) -> (f64, f64) {
    let prior = &priors.rhythm;
    let gaps = Gaps::of(state, prior);
    let elapsed = state.quiet_days(now);
    let survived = prior.survived + f64::from(state.gaps());
    // The Beta density of each dropout, on the logit scale.
    let dropouts: [(f64, f64); DROPOUTS] = std::array::from_fn(|step| {
        let dropout = logistic(step as f64 / (DROPOUTS - 1) as f64 * 18.0 - 12.0);
        (dropout, dropout.powf(prior.ended) * (1.0 - dropout).powf(survived))
    });
    let mut grid = Vec::with_capacity(MEANS * DROPOUTS);
    for mean in 0..MEANS {
        let z = (mean as f64 / (MEANS - 1) as f64 - 0.5) * 5.6;
        let known = Gaps { mean_ln: gaps.mean_ln + z * gaps.deviation, spread: prior.within, ..gaps };
        let silent = known.survival_alive(elapsed);
        let silent_on = known.survival_alive(elapsed + HORIZON_DAYS);
        let weight = (-0.5 * z * z).exp();
        for (dropout, density) in dropouts {
            let survival = dropout + (1.0 - dropout) * silent;
            let contact = (1.0 - dropout) * (silent - silent_on) / survival;
            grid.push((contact, weight * density * survival));
        }
    }
    grid.sort_unstable_by(|left, right| left.0.total_cmp(&right.0));
    let plug_in = logit(gaps.contact_within(HORIZON_DAYS, elapsed));
    (logit(quantile(&grid, 0.1)) - plug_in, logit(quantile(&grid, 0.9)) - plug_in)
}

fn quantile(grid: &[(f64, f64)], probability: f64) -> f64 {
    let total: f64 = grid.iter().map(|(_, weight)| weight).sum();
    let mut below = 0.0;
    let found = grid.iter().find(|(_, weight)| {
        below += weight;
        below >= probability * total
    });
    found.or(grid.last()).map_or(0.0, |(value, _)| *value)
}
