//! Our probability on public logs, against the better of the two strong baselines.

#![expect(clippy::unwrap_used, reason = "a test may")]

mod network;

use std::fmt::Write;

use network::{moment_at, network};
use rapport_model::{Measured, Moment};
use rapport_science::backtest::{self, Evaluation, Event, Options, Report, run};

fn replay(events: &[Event], part: f64, horizon_days: f64) -> Report {
    let at = moment_at(events, part);
    run(events, &Options { at, horizon_days, min_contact_days: 3 }).unwrap().0
}

/// At least as good as the better of logistic and BG/NBD, in AUC and in Brier, at each cut.
fn check(file: &str, cuts: &[(f64, f64)]) {
    let events = network(file);
    let mut worse = String::new();
    for (part, horizon) in cuts {
        let report = replay(&events, *part, *horizon);
        let auc = report.logistic.auc.max(report.bgnbd.auc);
        let brier = report.logistic.brier.min(report.bgnbd.brier);
        if report.ours.auc < auc || report.ours.brier > brier {
            writeln!(worse, "{file} at {part} for {horizon} days: {report:?}").unwrap();
        }
    }
    assert!(worse.is_empty(), "worse than a baseline:\n{worse}");
}

#[test]
fn ours_is_at_least_as_good_on_college_messages() {
    check("CollegeMsg.dymond.txt", &[(0.5, 7.0), (0.65, 30.0)]);
}

#[test]
fn ours_is_at_least_as_good_on_company_mail() {
    check("out.radoslaw_email", &[(0.5, 30.0), (0.65, 30.0)]);
}

/// A small regular log: pairs that meet every week, some of which stop.
fn weekly() -> Vec<Event> {
    let mut events = Vec::new();
    for pair in 0..40_u32 {
        let weeks = if pair % 4 == 0 { 8 } else { 30 };
        for week in 0..weeks {
            let at = Moment::from_seconds(1_600_000_000 + i64::from(week * 7 * 86_400 + pair * 977));
            events.push(Event { a: pair % 13, b: 20 + pair, at });
        }
    }
    events
}

#[test]
fn order_duplicates_and_self_loops_change_nothing() {
    let events = weekly();
    let options = Options {
        at: Moment::from_seconds(1_600_000_000).plus_days(150.0),
        horizon_days: 14.0,
        min_contact_days: 3,
    };
    let straight = run(&events, &options).unwrap();
    let mut messy: Vec<Event> = events.iter().rev().copied().collect();
    messy.extend_from_slice(&events[..50]);
    messy.push(Event { a: 3, b: 3, at: events[0].at.plus_days(-300.0) });
    assert_eq!(run(&messy, &options).unwrap(), straight);
    assert_eq!(straight.0.pairs, 40);
}

#[test]
fn what_comes_after_the_moment_changes_no_probability() {
    let events = weekly();
    let at = Moment::from_seconds(1_600_000_000).plus_days(150.0);
    let options = Options { at, horizon_days: 14.0, min_contact_days: 3 };
    let before: Vec<Event> = events.iter().filter(|event| event.at < at).copied().collect();
    assert_eq!(run(&before, &options).unwrap().1, run(&events, &options).unwrap().1);
}

#[test]
fn odd_questions_get_an_answer_or_a_reason() {
    let events = weekly();
    let first = Moment::from_seconds(1_600_000_000);
    let ask = |days: f64, horizon_days: f64| {
        run(&events, &Options { at: first.plus_days(days), horizon_days, min_contact_days: 3 })
    };
    assert_eq!(ask(1.0, 14.0).unwrap_err().not_enough, "No pair has 3 days of contact before that moment.");
    assert!(ask(100.0, -1.0).is_err() && ask(100.0, f64::NAN).is_err());
    // A horizon longer than the history, and a moment after the end.
    for (days, horizon) in [(30.0, 400.0), (900.0, 30.0), (16.0, 1.0)] {
        let (report, ranked) = ask(days, horizon).unwrap();
        assert!(report.ours.brier.is_finite());
        assert!(ranked.iter().all(|(_, _, probability)| (0.0..=1.0).contains(probability)));
    }
    assert!(run(&[], &Options { at: first, horizon_days: 7.0, min_contact_days: 3 }).is_err());
}

/// Each measure that predicts holds its gate on company mail, at a moment that nothing was tuned on.
#[test]
fn measures_of_mail_hold_their_gates() {
    type Run = fn(&[Event], &Options) -> Measured<Evaluation>;
    let events = network("out.radoslaw_email");
    let at = moment_at(&events, 0.7);
    let options = Options { at, horizon_days: 30.0, min_contact_days: 3 };
    let runs: [Run; 4] = [backtest::initiation, backtest::inbound, backtest::reply, backtest::touch];
    for run in runs {
        let evaluation = run(&events, &options).unwrap();
        assert!(evaluation.passed && evaluation.cases > 500, "{evaluation:#?}");
        // Nothing that comes after the horizon is looked at.
        let end = at.plus_days(options.horizon_days + 7.5);
        let until: Vec<Event> = events.iter().filter(|event| event.at < end).copied().collect();
        assert_eq!(run(&until, &options).unwrap(), evaluation);
    }
}
