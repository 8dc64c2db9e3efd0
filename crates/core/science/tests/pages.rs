//! The worked examples of docs/science are what the code gives.

#![expect(clippy::unwrap_used, reason = "a test may")]
#![expect(clippy::disallowed_methods, reason = "this test reads the pages of docs/science")]

mod timeline;

use std::path::Path;

use expect_test::expect_file;
use rapport_science::backtest::{REPLAYS, Scores};
use rapport_science::{
    Cause, MEASURES, Measure, Priors, Role, Stakes, TouchHazards, TouchTable, readings, roles,
};

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/science");

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(PAGES).join(format!("{name}.md"))).unwrap()
}

#[test]
fn every_measure_has_a_page_with_its_question_and_an_example() {
    for measure in MEASURES {
        let text = page(measure.name);
        assert!(text.contains(measure.question) && text.contains(measure.unit), "{}", measure.name);
        assert!(text.contains("```timeline\n") || text.contains("```example\n"), "{}", measure.name);
    }
}

#[test]
fn the_index_lists_every_measure() {
    let row = |measure: &Measure| {
        format!("| [{}]({}.md) | {} | {} |\n", measure.name, measure.name, measure.question, measure.unit)
    };
    let rows: String = MEASURES.iter().map(row).collect();
    let text = format!(
        "# Measures\n\nA test writes this page from the list of measures.\n\n| measure | question | unit |\n|---|---|---|\n{rows}\n\
         What is made of them: [attention](attention.md), [leaning back](lean-back.md). How good they are: how that is \
         [tested](backtest.md), and the\n[results](results.md) on public logs.\n"
    );
    expect_file!["../../../../docs/science/README.md"].assert_eq(&text);
}

#[test]
fn a_replay_is_of_a_measure() {
    for replay in REPLAYS {
        assert!(MEASURES.iter().any(|measure| measure.name == replay.measure), "{}", replay.name);
    }
}

#[test]
fn a_reading_names_its_measure_and_version() {
    let state =
        timeline::folded(&timeline::touches(&"+9 < mail, +1 > re mail, +9 > mail, +1 < re mail, ".repeat(9)));
    let all = readings(&state, &Priors::default(), state.last_touch().unwrap());
    let read: Vec<_> = all.iter().filter_map(|one| Some((one.measure, one.found.as_ref().ok()?))).collect();
    assert!(read.len() + 1 >= all.iter().count(), "only what the team never tried is missing: {all:?}");
    for (measure, found) in read {
        let Measure { name, version, .. } = measure.about;
        assert_eq!(found.reading().method, format!("{name}/{version}"));
    }
}

/// The first fenced block of a page that is marked `timeline`: the timeline, `now <date>`, the reading.
/// A measure of something other than a pair has a block `example` and a test of its own.
#[test]
fn the_timeline_of_a_page_gives_its_reading() {
    for measure in MEASURES {
        let text = page(measure.name);
        let Some(block) = text.split("```timeline\n").nth(1) else { continue };
        let block = block.split("```").next().unwrap();
        let lines: Vec<&str> = block.lines().collect();
        let now = lines[1].strip_prefix("now ").unwrap();
        assert_eq!(timeline::line(lines[0], now, measure.name), lines[2], "docs/science/{}.md", measure.name);
        let labels = roles(&timeline::touches(lines[0]));
        assert!(labels.iter().flatten().any(|role| *role == Role::Contact));
    }
}

/// `p .1 .4 .4 .8`, `y 0 0 1 1`, `AUC .875, Brier .1425`.
#[test]
fn the_example_of_the_backtest_page_holds() {
    let text = page("backtest");
    let block = text.split("```scores\n").nth(1).unwrap().split("```").next().unwrap();
    let numbers = |line: &str| -> Vec<f64> {
        line.split_whitespace().skip(1).map(|number| number.parse().unwrap()).collect()
    };
    let lines: Vec<&str> = block.lines().collect();
    let outcomes: Vec<bool> = numbers(lines[1]).iter().map(|y| *y > 0.5).collect();
    let scores = Scores::of(&numbers(lines[0]), &outcomes);
    assert_eq!(format!("AUC {:.3}, Brier {:.4}", scores.auc, scores.brier), lines[2]);
}

/// `at risk 40 20 12`, `answers 13 3 1`, the hazards and the last touch that pays by default.
#[test]
fn the_example_of_the_touch_page_holds() {
    let text = page("touch");
    let block = text.split("```example\n").nth(1).unwrap().split("```").next().unwrap();
    let lines: Vec<&str> = block.lines().collect();
    let numbers =
        |line: &str| -> Vec<u32> { line.split_whitespace().filter_map(|word| word.parse().ok()).collect() };
    let mut table = TouchTable::default();
    for (touch, (n, answers)) in (1..).zip(numbers(lines[0]).into_iter().zip(numbers(lines[1]))) {
        for attempt in 0..n {
            table.record(touch, (attempt < answers).then_some(Cause::Reply));
        }
    }
    let hazards = TouchHazards::of(&table).unwrap();
    let now = "2026-02-02".parse().unwrap();
    let shown: Vec<String> = (1..=3)
        .map(|touch| hazards.answer(touch, now))
        .map(|h| format!("{:.3} ({:.3} to {:.3})", h.value, h.low, h.high))
        .collect();
    let stop = hazards.stop_after(&Stakes::default());
    let seen =
        format!("{}; answered by 3: {:.2}; stop after {stop:?}", shown.join(", "), hazards.answered_by(3));
    assert_eq!(seen, lines[2]);
}
