//! A log of contacts as deals, step by step.

#![expect(clippy::unwrap_used, reason = "a test may")]

mod rng;

use rapport_science::backtest::{Event, StageChange, Step, contact_stages};
use rng::{Rng, day};

/// `1>2 0, 2>1 3.5`: who wrote to whom on which day.
fn log(text: &str) -> Vec<Event> {
    let event = |word: &str| {
        let (who, days) = word.trim().split_once(' ').unwrap();
        let (a, b) = who.split_once('>').unwrap();
        Event { a: a.parse().unwrap(), b: b.parse().unwrap(), at: day(days.parse().unwrap()) }
    };
    text.split(',').map(event).collect()
}

fn shown(changes: &[StageChange]) -> String {
    let word = |change: &StageChange| {
        let to = match change.to {
            Step::Stage(stage) => stage.to_string(),
            Step::Won => "won".to_owned(),
            Step::Lost => "lost".to_owned(),
            Step::NoDecision => "none".to_owned(),
        };
        format!("{}:{to} {}", change.deal, change.at.days_since(day(0.0)))
    };
    changes.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn check(events: &str, expected: &str) {
    assert_eq!(shown(&contact_stages(&log(events))), expected);
}

#[test]
fn each_step_of_the_ladder_needs_both_sides_and_its_days() {
    check("1>2 0, 1>2 1, 1>2 2", "0:0 0");
    check("1>2 0, 2>1 0.5, 1>2 0.7, 2>1 4, 1>2 9", "0:0 0, 0:1 0.5, 0:2 9");
    // Two days of writing alone are kept: the answer on the third leads two steps up.
    check("1>2 0, 1>2 1, 2>1 2", "0:0 0, 0:2 2");
    check("1>2 0, 2>1 1, 1>2 2, 1>2 3, 2>1 4, 1>2 5, 1>2 6, 1>2 7, 2>1 7.5", "0:0 0, 0:1 1, 0:2 2, 0:3 7");
    let daily: Vec<String> = (0..60).map(|day| format!("{}>{} {day}", 1 + day % 2, 2 - day % 2)).collect();
    check(&daily.join(", "), "0:0 0, 0:1 1, 0:2 2, 0:3 7, 0:won 19");
}

#[test]
fn silence_closes_a_deal_when_it_has_become_too_long_and_the_next_contact_opens_another() {
    check("2>1 0, 1>2 1, 1>2 40, 2>1 41", "0:0 0, 0:1 1, 0:none 31, 1:0 40, 1:1 41");
    // Still open at the end of the log; a day later it would not be.
    check("1>2 0, 3>4 29", "0:0 0, 1:0 29");
    check("1>2 0, 3>4 30", "0:0 0, 0:none 30, 1:0 30");
    check("1>1 0, 1>2 5, 1>2 5", "0:0 5");
}

/// What is said of the days up to a moment does not depend on what comes after it, nor on the order of the log.
#[test]
fn the_ladder_knows_nothing_of_what_is_to_come() {
    let mut rng = Rng(31);
    let mut events: Vec<Event> = (0..4_000)
        .map(|_| {
            let mut person = || (rng.uniform() * 25.0) as u32;
            let (a, b) = (person(), person());
            Event { a, b, at: day((rng.uniform() * 300.0).floor() + rng.uniform()) }
        })
        .collect();
    let whole = contact_stages(&events);
    events.sort();
    assert_eq!(contact_stages(&events), whole);
    for days in [40.0, 120.0, 200.0] {
        let before: Vec<Event> = events.iter().filter(|event| event.at < day(days)).copied().collect();
        let end = before.iter().map(|event| event.at).max().unwrap();
        let steps = |changes: &[StageChange]| {
            let known = changes.iter().filter(|change| change.at <= end);
            known.map(|change| (change.at, change.to)).collect::<Vec<_>>()
        };
        assert_eq!(steps(&contact_stages(&before)), steps(&whole));
    }
}
