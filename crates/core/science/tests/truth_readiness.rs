//! Worlds whose truth is known, for readiness and its replay.

mod rng;

use rapport_science::backtest::{
    DealOptions, StageChange, Step, StreamOptions, StreamRow, readiness, readiness_stream,
};
use rapport_science::{Readiness, ReadinessExample, ReadinessFacts};
use rng::{Rng, close, day, share};

/// Cases an hour apart whose base rate moves from .15 to .6 and back while the meaning of the features stays.
fn drifting(rng: &mut Rng, count: usize) -> Vec<StreamRow> {
    let row = |place: usize| {
        let features = vec![rng.normal(), rng.normal(), rng.normal()];
        let along = place as f64 / count as f64;
        let level = if along < 0.3 { -1.8 } else { -1.8 + 2.4 * ((along - 0.3) * 4.5).sin() };
        let score = level + 0.8 * features[0] - 0.5 * features[1];
        let at = day(place as f64 / 24.0);
        StreamRow { features, outcome: rng.happens(1.0 / (1.0 + (-score).exp())), at, known: at }
    };
    (0..count).map(row).collect()
}

#[test]
fn readiness_stays_calibrated_where_a_static_model_does_not() {
    let rows = drifting(&mut Rng(15), 12_000);
    let evaluation = readiness_stream(&rows, &StreamOptions::from(rows[3_000].at)).unwrap();
    println!("{evaluation:#?}");
    assert!(evaluation.passed && evaluation.ours.ece <= 0.05);
    assert!(evaluation.baseline("static logistic").unwrap().ece > 0.1);
    assert!(evaluation.ours.brier < evaluation.baseline("rolling logistic").unwrap().brier);
    assert!(evaluation.ours.brier < evaluation.baseline("moving base rate").unwrap().brier);
}

/// A pipeline of four stages in which some deals are quick; in the last third everybody becomes slow.
fn pipeline(rng: &mut Rng, deals: u32) -> Vec<StageChange> {
    let mut changes = Vec::new();
    for deal in 0..deals {
        let mut at = rng.uniform() * 900.0;
        let pace = (0.5 * rng.normal()).exp() * if at > 600.0 { 2.2 } else { 1.0 };
        for stage in 0..4_u16 {
            changes.push(StageChange { deal, at: day(at), to: Step::Stage(stage) });
            let usual = [12.0, 25.0, 40.0, 20.0][usize::from(stage)];
            at += pace * usual * (0.5 * rng.normal()).exp();
            if rng.happens([0.45, 0.35, 0.3, 0.25][usize::from(stage)]) {
                let to = if rng.happens(0.5) { Step::Lost } else { Step::NoDecision };
                changes.push(StageChange { deal, at: day(at + pace * 30.0), to });
                break;
            }
            if stage == 3 {
                changes.push(StageChange { deal, at: day(at), to: Step::Won });
            }
        }
    }
    changes.retain(|change| change.at <= day(900.0));
    changes
}

#[test]
fn a_file_of_stage_changes_is_predicted_with_calibration() {
    let changes = pipeline(&mut Rng(16), 1_500);
    let evaluation = readiness(&changes, &DealOptions::from(day(300.0))).unwrap();
    println!("{evaluation:#?}");
    assert!(evaluation.passed, "{evaluation:?}");
    // Where nothing drifts for long, the moving intercept must not cost.
    assert!(evaluation.ours.brier < evaluation.baseline("rolling logistic").unwrap().brier + 0.0005);
    assert!(evaluation.ours.brier < evaluation.baseline("time in stage").unwrap().brier - 0.005);
    assert!(evaluation.ours.auc > evaluation.baseline("moving base rate").unwrap().auc + 0.05);
}

#[test]
fn the_order_of_the_rows_changes_nothing() {
    let rows = drifting(&mut Rng(17), 4_000);
    let options = StreamOptions::from(rows[2_000].at);
    let whole = readiness_stream(&rows[..3_000], &options).unwrap();
    let mut other = rows[..3_000].to_vec();
    other.reverse();
    assert_eq!(readiness_stream(&other, &options).unwrap(), whole);
}

/// Open deals advance at a daily rate that a next step and every person raise; a quarter of the rate is lost.
fn deals(rng: &mut Rng, count: u32) -> (Vec<ReadinessExample>, Vec<f64>) {
    let (mut examples, mut truths) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let opened = rng.uniform() * 500.0;
        let next_step = rng.happens(0.5);
        let people = 1 + (rng.uniform() * 4.0) as u32;
        let daily = 0.006 * if next_step { 2.0 } else { 1.0 } * f64::from(people).powf(0.5);
        let lasted = rng.exponential(1.0 / (1.25 * daily));
        let is_ahead = rng.happens(0.8);
        let truth = 0.8 * (1.0 - (-30.0 * 1.25 * daily).exp());
        let mut days = 7.0;
        while days < lasted && opened + days < 600.0 {
            let facts = ReadinessFacts { days_in_stage: days, next_step, people, ..Default::default() };
            let advanced = is_ahead && lasted < days + 30.0;
            examples.push(ReadinessExample { facts, at: day(opened + days), advanced });
            truths.push(truth);
            days += 7.0;
        }
    }
    (examples, truths)
}

#[test]
fn the_interval_of_readiness_covers() {
    let mut rng = Rng(24);
    let mut covered = Vec::new();
    for _ in 0..60 {
        let (examples, truths) = deals(&mut rng, 150);
        let model = Readiness::fit(&examples, day(640.0)).unwrap();
        for (example, truth) in examples.iter().zip(truths).step_by(10) {
            let reading = model.reading(&example.facts, day(640.0));
            covered.push(reading.low <= truth && truth <= reading.high);
        }
    }
    close("readiness: coverage", share(&covered), 0.80, 0.06);
}
