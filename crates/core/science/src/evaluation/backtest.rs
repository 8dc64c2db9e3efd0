//! Replays a log of interactions to see whether our probability would have been right, with baselines beside it.

use rapport_model::Measured;
use serde::{Deserialize, Serialize};

use crate::evaluation::event::{Event, Options, needs_horizon};
use crate::evaluation::log::pairs::Log;
use crate::evaluation::persistence::model;
use crate::evaluation::scores::Scores;

/// The result of a replay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The number of pairs that were predicted.
    pub pairs: u32,
    /// The proportion of them that had contact within the horizon.
    pub base_rate: f64,
    /// The scores of our probability.
    pub ours: Scores,
    /// The scores of a logistic on elapsed days.
    pub elapsed: Scores,
    /// The scores of a logistic on the count of contact days.
    pub count: Scores,
    /// The scores of a logistic on both.
    pub logistic: Scores,
    /// The scores of BG/NBD without any adjustment.
    pub bgnbd: Scores,
}

/// The probability of each pair, as `(a, b, probability)` with `a < b`, in that order.
pub type Ranked = Vec<(u32, u32, f64)>;

/// Predicts, for every pair with enough contact days before `options.at`, contact within the horizon, and scores
/// it against what happened and against the baselines. See docs/science/backtest.md.
pub fn run(events: &[Event], options: &Options) -> Measured<(Report, Ranked)> {
    needs_horizon(options)?;
    let log = Log::of(events);
    let (predictions, outcomes, pairs) = model::predict(&log, options)?;
    let score = |probabilities: &[f64]| Scores::of(probabilities, &outcomes);
    let report = Report {
        pairs: outcomes.len() as u32,
        base_rate: outcomes.iter().filter(|outcome| **outcome).count() as f64 / outcomes.len() as f64,
        ours: score(&predictions.ours),
        elapsed: score(&predictions.elapsed),
        count: score(&predictions.count),
        logistic: score(&predictions.logistic),
        bgnbd: score(&predictions.bgnbd),
    };
    let mut ranked: Ranked = pairs
        .iter()
        .zip(&predictions.ours)
        .map(|(pair, probability)| {
            let (left, right) = log.people_of[*pair as usize];
            let (left, right) = (log.names[left as usize], log.names[right as usize]);
            (left.min(right), left.max(right), *probability)
        })
        .collect();
    ranked.sort_by_key(|(a, b, _)| (*a, *b));
    Ok((report, ranked))
}
