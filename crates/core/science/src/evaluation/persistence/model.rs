use rapport_model::{Measured, Moment, NotEnough};

use crate::evaluation::event::Options;
use crate::evaluation::log::pairs::Log;
use crate::evaluation::persistence::blend::Validation;
use crate::evaluation::persistence::experts;
use crate::evaluation::persistence::snapshot::{COUNT, ELAPSED, Snapshot, Walk, chosen};
use crate::statistics::logistic_regression::{Examples, Logistic};

/// The probabilities of each model, for the same pairs in the same order.
pub(crate) struct Predictions {
    pub ours: Vec<f64>,
    pub elapsed: Vec<f64>,
    pub count: Vec<f64>,
    pub logistic: Vec<f64>,
    pub bgnbd: Vec<f64>,
}

const CUTS: usize = 10;
/// The distance of inner cuts, in horizons.
const STRIDE: f64 = 0.5;
/// How many of them, the newest, are also predicted from older ones.
const HELD_OUT: usize = 6;

pub(crate) fn predict(log: &Log, options: &Options) -> Measured<(Predictions, Vec<bool>, Vec<u32>)> {
    let horizon = options.horizon_days;
    let mut walk = Walk::new(log, horizon);
    let first = log.events.first().map_or(options.at, |entry| entry.at);
    let mut cuts: Vec<Moment> = (0..CUTS)
        .map(|k| options.at.plus_days(-horizon * (1.0 + STRIDE * k as f64)))
        .filter(|cut| *cut > first)
        .collect();
    cuts.reverse();
    // Pairs with a day less teach too; they are told apart where it matters.
    let fewest = options.min_contact_days.max(1);
    let mut past: Vec<Snapshot> =
        cuts.iter().map(|cut| walk.snapshot(*cut, cut.plus_days(horizon), fewest, fewest - 1)).collect();
    // Newest first from here on.
    past.reverse();
    let present = walk.snapshot(options.at, options.at.plus_days(horizon), fewest, fewest);
    if present.pairs.is_empty() {
        return Err(NotEnough::because(format!("No pair has {fewest} days of contact before that moment.")));
    }
    let predictions = Predictions {
        ours: ours(&past, &present),
        elapsed: baseline(&past, &present, &[ELAPSED]),
        count: baseline(&past, &present, &[COUNT]),
        logistic: baseline(&past, &present, &[ELAPSED, COUNT]),
        bgnbd: present.bgnbd.clone(),
    };
    Ok((predictions, present.outcomes, present.pairs))
}

/// A baseline learns from the newest inner cut whose outcomes are known.
fn baseline(past: &[Snapshot], present: &Snapshot, columns: &[usize]) -> Vec<f64> {
    let mut examples = Examples::new(columns.len());
    if let Some(newest) = past.first() {
        for index in (0..newest.pairs.len()).filter(|index| newest.eligible[*index]) {
            examples.push(&chosen(&newest.features[index], columns), newest.outcomes[index], 1.0);
        }
    }
    let model = Logistic::fit(&examples, 1e-3, None);
    present.features.iter().map(|row| model.probability(&chosen(row, columns))).collect()
}

fn ours(past: &[Snapshot], present: &Snapshot) -> Vec<f64> {
    let Some(scores) = experts::scores(past, present) else {
        return present.bgnbd.clone();
    };
    // A snapshot can be learned from at another cut when its outcomes were known there.
    let apart = (1.0 / STRIDE).ceil() as usize;
    let mut validation = Validation::default();
    for (back, held_out) in past.iter().enumerate().take(HELD_OUT) {
        let earlier = past.get(back + apart..).unwrap_or_default();
        if let Some(scores) = experts::scores(earlier, held_out) {
            validation.add(&scores, held_out);
        }
    }
    let blend = validation.blend(past.first().map_or(0, Snapshot::rarer));
    blend.probabilities(&scores, &present.bgnbd)
}
