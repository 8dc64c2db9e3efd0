//! The worked examples of the measures of rates, promises, stages and exchanges are what the code gives.
//! A block marked `example` holds facts, a line each, and ends with the line a reader would see.

#![expect(clippy::unwrap_used, reason = "a test may")]
#![expect(clippy::disallowed_methods, reason = "this test reads the pages of docs/science")]

use std::path::Path;

use rapport_model::{Channel, Measured, Moment, NotEnough, Reading, Side};
use rapport_science::*;

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/science");

/// Runs the example of a page: `told` makes its last line of the lines before it.
fn check(name: &str, told: impl Fn(&[Vec<&str>]) -> String) {
    let text = std::fs::read_to_string(Path::new(PAGES).join(format!("{name}.md"))).unwrap();
    let block = text.split("```example\n").nth(1).unwrap().split("```").next().unwrap();
    let lines: Vec<&str> = block.lines().collect();
    let (expected, facts) = lines.split_last().unwrap();
    let facts: Vec<Vec<&str>> = facts.iter().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(told(&facts), *expected, "docs/science/{name}.md");
}

/// The lines that begin with a word, without it.
fn named<'a>(facts: &'a [Vec<&'a str>], name: &str) -> Vec<&'a [&'a str]> {
    facts.iter().filter(|line| line[0] == name).map(|line| &line[1..]).collect()
}

fn moment(word: &str) -> Moment {
    word.parse().unwrap()
}

fn maybe(word: &str) -> Option<Moment> {
    (word != "-").then(|| moment(word))
}

fn side(word: &str) -> Side {
    Side::from_name(word).unwrap()
}

fn number(word: &str) -> u32 {
    word.parse().unwrap()
}

fn decimal(word: &str) -> f64 {
    word.parse().unwrap()
}

fn told<T>(measured: &Measured<T>, words: impl Fn(&T) -> String) -> String {
    match measured {
        Ok(reading) => words(reading),
        Err(NotEnough { not_enough }) => not_enough.clone(),
    }
}

fn numbers(reading: &Reading) -> String {
    format!("{:.2} ({:.2} to {:.2}), n {}", reading.value, reading.low, reading.high, reading.n)
}

#[test]
fn commitments_page() {
    check("commitments", |facts| {
        let promises: Vec<Promise> = named(facts, "promise")
            .iter()
            .map(|words| Promise {
                by: side(words[0]),
                made: moment(words[1]),
                due: moment(words[2]),
                kept: maybe(words[3]),
            })
            .collect();
        let conversations: Vec<Conversation> = named(facts, "conversation")
            .iter()
            .map(|words| Conversation { ended: moment(words[0]), next_step: maybe(words[1]) })
            .collect();
        let all = commitments(&promises, &conversations, moment(named(facts, "now")[0][0]));
        let kept = told(&all.ours, |kept| {
            let slack = kept.slack_days.as_ref().map_or("none".to_owned(), numbers);
            let (open, overdue) = (kept.open, kept.overdue);
            format!("{}, slack {slack}, open {open}, overdue {overdue}", numbers(&kept.reading))
        });
        format!("ours {kept}; next step {}", told(&all.next_step, numbers))
    });
}

#[test]
fn stage_page() {
    check("stage", |facts| {
        let spans: Vec<StageSpan> = named(facts, "stay")
            .iter()
            .map(|words| StageSpan {
                stage: number(words[0]) as u16,
                entered: moment(words[1]),
                left: maybe(words[2]).map(|at| (at, exit(words[3]))),
            })
            .collect();
        let stages = Stages::of(&spans, moment(named(facts, "now")[0][0]));
        let stage = told(&stages.reading(0), |stage| {
            let median = stage.median_days.as_ref().map_or("none".to_owned(), numbers);
            format!("advance {}, median days {median}", numbers(&stage.reading))
        });
        let stalled = told(&stages.stalled(0, decimal(named(facts, "days")[0][0])), |stalled| {
            format!("limit {}, stalled {}", numbers(&stalled.limit_days), stalled.is_stalled)
        });
        format!("{stage}; {stalled}")
    });
}

fn exit(word: &str) -> Exit {
    serde_json::from_value(serde_json::Value::from(word)).unwrap()
}

#[test]
fn readiness_page() {
    check("readiness", |facts| {
        let mut level = OnlineIntercept::default();
        for words in named(facts, "case") {
            level.learn(decimal(words[0]), words[1] == "advanced");
        }
        let score = decimal(named(facts, "score")[0][0]);
        format!("offset {:.4}, probability {:.4}", level.offset, level.probability(score))
    });
}

fn count(word: &str) -> Count {
    let (yes, of) = word.split_once('/').unwrap();
    Count { successes: number(yes), trials: number(of) }
}

#[test]
fn benchmark_page() {
    check("benchmark", |facts| {
        let counts = |words: &[&str]| words.iter().map(|word| count(word)).collect::<Vec<Count>>();
        let segments: Vec<Vec<Count>> = named(facts, "segment").iter().map(|words| counts(words)).collect();
        let (person, others) = segments[0].split_first().unwrap();
        let benchmark = Team::of(&segments).benchmark(others, *person, Moment::default());
        told(&benchmark, |benchmark| {
            let (low, high) = benchmark.limits.usual;
            format!("{}, usual {low} to {high}: {:?}", numbers(&benchmark.reading), benchmark.standing)
        })
    });
}

#[test]
fn exchange_page() {
    check("exchange", |facts| {
        let channel = Channel::from_name(facts[0][0]).unwrap();
        let parts: Vec<Part> = named(facts, "part")
            .iter()
            .map(|words| Part {
                side: side(words[0]),
                words: number(words[1]),
                asks: number(words[2]),
                gives: number(words[3]),
                situational: number(words[4]),
                transactional: number(words[5]),
            })
            .collect();
        told(&exchange(&parts, channel), |exchange| {
            format!(
                "their share {:.2}, two-sided {}, situational {} of {}, given {} asked {}, empty {}",
                exchange.their_share,
                exchange.is_two_sided,
                exchange.situational,
                exchange.situational + exchange.transactional,
                exchange.given,
                exchange.asked,
                exchange.is_empty_check_in
            )
        })
    });
}

#[test]
fn lopsided_page() {
    check("lopsided", |facts| {
        let word = |name: &str| named(facts, name)[0][0];
        let known = |name: &str| (word(name) != "-").then(|| decimal(word(name)));
        let facts = LopsidedFacts {
            attempts: number(word("attempts")),
            theirs: number(word("theirs")),
            below_third: known("below_third"),
            inbound_probability: decimal(word("inbound_chance")),
            claimed_floor: known("claimed_floor"),
        };
        told(&lopsided(&facts, Moment::default()), |alarm| {
            let conditions: Vec<String> = alarm
                .conditions
                .iter()
                .map(|one| format!("{:?} {:.2} at {:.2}", one.sign, one.probability, one.reading.value))
                .collect();
            format!("{}: raised {}", conditions.join(", "), alarm.is_raised)
        })
    });
}

#[test]
fn mirroring_page() {
    check("mirroring", |facts| {
        let styles: Vec<Style> = named(facts, "style")
            .iter()
            .map(|words| Style {
                words: number(words[0]),
                categories: std::array::from_fn(|category| number(words[category + 1])),
            })
            .collect();
        // Strangers who use every category more often, by a tenth each time.
        let strangers: Vec<Style> = (1..=10)
            .map(|step| Style { categories: styles[1].categories.map(|n| n + n * step / 10), ..styles[1] })
            .collect();
        told(&mirroring(&styles[0], &styles[1], &strangers, 1, Moment::default()), |mirroring| {
            format!(
                "{}, by chance {:.2}, chance of more {:.2}, {:?}",
                numbers(&mirroring.reading),
                mirroring.by_strangers,
                mirroring.p_value,
                mirroring.purpose
            )
        })
    });
}
