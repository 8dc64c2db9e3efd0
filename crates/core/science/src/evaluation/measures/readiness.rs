//! Readiness replayed: every row is predicted from what was known before it, then learned from.

use rapport_model::{Measured, Moment, NotEnough};

use crate::deal::readiness::REFIT_EVERY;
use crate::evaluation::claim::{Baseline, Claim, Evaluation};
use crate::evaluation::event::Event;
use crate::evaluation::log::contact_stages::contact_rows;
use crate::evaluation::log::deals::{DealOptions, StageChange, TIME_IN_STAGE, rows};
use crate::evaluation::scores::base_rate;
use crate::statistics::model_averaging::{
    Fitting, MIN_RARER, MIN_ROWS, StreamRow, WINDOW, Walk, fitted, is_enough, newest,
};

/// The condition that readiness has to meet.
const GATE: &str = "calibration error at most .05, and Brier not above that of the moving base rate";
const MAX_ECE: f64 = 0.05;

/// The parameters of a replay of a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StreamOptions {
    /// Rows from this moment on are predicted; the static model learns only what is known before it.
    pub at: Moment,
    /// The number of newest known rows that a fit looks at.
    pub window: usize,
    /// The number of newly known rows after which a fit is made again.
    pub refit_every: usize,
    /// The newest known rows that the moving base rate averages.
    pub base_window: usize,
    /// The weight of a row: less than one when neighboring rows see the same outcome.
    pub weight: f64,
}

impl StreamOptions {
    /// The default parameters, which predict from `at` on.
    pub const fn from(at: Moment) -> Self {
        Self { at, window: WINDOW, refit_every: REFIT_EVERY, base_window: 500, weight: 1.0 }
    }
}

/// Replays a file of stage changes: would P(advance in 30 days) have been right? A row per open deal and week,
/// described by nothing but the changes before it. See docs/science/readiness.md.
pub fn readiness(changes: &[StageChange], options: &DealOptions) -> Measured<Evaluation> {
    let rows: Vec<StreamRow> = rows(changes, options)?.into_iter().map(|deal| deal.row).collect();
    replay_deals(&rows, options)
}

/// Replays a log of contacts in the same way: every pair is a deal that climbs the ladder of [`contact_stages`].
///
/// [`contact_stages`]: crate::evaluation::log::contact_stages::contact_stages
pub fn readiness_of_contacts(events: &[Event], options: &DealOptions) -> Measured<Evaluation> {
    replay_deals(&contact_rows(events, options)?, options)
}

fn replay_deals(rows: &[StreamRow], options: &DealOptions) -> Measured<Evaluation> {
    let stream = StreamOptions {
        weight: (options.step_days / options.horizon_days).min(1.0),
        ..StreamOptions::from(options.at)
    };
    let task = format!(
        "Does an open deal advance a stage, or is it won, within the horizon? A row per deal every {:.0} days.",
        options.step_days
    );
    replay(rows, &stream, &task, Some(&TIME_IN_STAGE))
}

/// Replays any stream of cases with features and outcomes, in time order.
pub fn readiness_stream(rows: &[StreamRow], options: &StreamOptions) -> Measured<Evaluation> {
    replay(rows, options, "Does it happen? Each case predicted from those known before it.", None)
}

/// Replays; with `few`, a rolling logistic on those features alone is one of the baselines.
fn replay(
    rows: &[StreamRow],
    options: &StreamOptions,
    task: &str,
    few: Option<&[usize]>,
) -> Measured<Evaluation> {
    let predicted = predict(rows, options)?;
    let outcomes = &predicted.outcomes;
    if outcomes.is_empty() {
        return Err(NotEnough::because("There is nothing to predict from that moment on."));
    }
    let mut baselines = vec![
        Baseline::of("moving base rate", &predicted.base, outcomes),
        Baseline::of("static logistic", &predicted.fixed, outcomes),
        Baseline::of("rolling logistic", &predicted.rolling, outcomes),
    ];
    if let Some(few) = few {
        let with_few = |row: &StreamRow| {
            let features = few.iter().map(|place| row.features[*place]).collect();
            StreamRow { features, ..row.clone() }
        };
        let rows: Vec<StreamRow> = rows.iter().map(with_few).collect();
        baselines.push(Baseline::of("time in stage", &predict(&rows, options)?.rolling, outcomes));
    }
    let claim = Claim {
        method: "readiness/2",
        task,
        gate: GATE,
        holds: |ours, baselines| ours.ece <= MAX_ECE && ours.brier <= baselines[0].scores.brier,
    };
    Ok(Evaluation::of(&claim, &predicted.ours, outcomes, baselines))
}

/// The probabilities of each method for the rows to be predicted, in time order, and what happened.
#[derive(Default)]
struct Predictions {
    ours: Vec<f64>,
    base: Vec<f64>,
    fixed: Vec<f64>,
    rolling: Vec<f64>,
    outcomes: Vec<bool>,
}

fn predict(rows: &[StreamRow], options: &StreamOptions) -> Measured<Predictions> {
    let width = rows.first().map_or(0, |row| row.features.len());
    if width == 0 || rows.iter().any(|row| row.features.len() != width) {
        return Err(NotEnough::because("Every row must have the same features, at least one."));
    }
    let StreamOptions { window, refit_every, weight, .. } = *options;
    let mut walk = Walk::of(rows.iter(), Fitting { window, refit_every, weight });
    let start = walk.rows.partition_point(|row| row.at < options.at);
    walk.walk_to(start);
    walk.read_until(options.at);
    if !is_enough(walk.known(), MIN_ROWS, MIN_RARER) {
        return Err(NotEnough::because(format!(
            "Before that moment {} outcomes are known; it takes {MIN_ROWS} with {MIN_RARER} of each kind.",
            walk.known().len()
        )));
    }
    let fixed = fitted(newest(walk.known(), window), weight);
    let mut predicted = Predictions::default();
    for place in start..walk.rows.len() {
        let row = walk.rows[place];
        walk.read_until(row.at);
        let recent = newest(walk.known(), options.base_window);
        predicted.base.push(base_rate(recent.iter().map(|row| row.outcome)));
        let averaged = walk.predict(place).expect("enough is known since the first of these");
        predicted.ours.push(averaged.probability(&row.features));
        predicted.rolling.push(averaged.model.probability(&row.features));
        predicted.fixed.push(fixed.probability(&row.features));
        predicted.outcomes.push(row.outcome);
    }
    Ok(predicted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(days: f64) -> Moment {
        Moment::from_seconds(1_700_000_000).plus_days(days)
    }

    /// What is known late is learned late, and what comes after a row changes nothing that was predicted of it.
    #[test]
    fn what_comes_later_changes_no_prediction() {
        let row = |n: u32| StreamRow {
            features: vec![f64::from(n % 7), f64::from(n % 3)],
            outcome: n * n % 11 < 4,
            at: day(f64::from(n)),
            known: day(f64::from(n) + 30.0),
        };
        let rows: Vec<StreamRow> = (0..900).map(row).collect();
        let mut other = rows.clone();
        for row in &mut other[670..] {
            row.outcome = !row.outcome;
        }
        let options = StreamOptions { refit_every: 50, ..StreamOptions::from(day(200.0)) };
        let (predicted, otherwise) = (predict(&rows, &options).unwrap(), predict(&other, &options).unwrap());
        // The outcome of row 670 is known from day 700 on, and used after it.
        assert_eq!(predicted.ours[..=500], otherwise.ours[..=500]);
        assert_eq!(predicted.base[..=500], otherwise.base[..=500]);
        assert!(predicted.ours[501..] != otherwise.ours[501..] && predicted.fixed == otherwise.fixed);
    }
}
