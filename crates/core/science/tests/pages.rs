//! The worked examples of docs/science are what the code gives.

#![expect(clippy::unwrap_used, reason = "a test may")]

mod timeline;

use std::path::Path;

use rapport_science::backtest::Scores;
use rapport_science::{MEASURES, Role, roles};

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
