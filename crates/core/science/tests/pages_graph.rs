//! The worked examples of the pages about the network are what the code gives.

#![expect(clippy::unwrap_used, reason = "a test may")]
#![expect(clippy::disallowed_methods, reason = "this test reads the pages of docs/science")]

use rapport_model::Moment;
use rapport_science::{
    Candidate, Dormancy, Graph, ReconnectionWeights, Tie, choose, constraint, overlaps, reconnection,
    warm_paths, warmth,
};

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/science");

/// The lines of the block `example` of a page.
fn example(name: &str) -> Vec<String> {
    let page = std::fs::read_to_string(std::path::Path::new(PAGES).join(format!("{name}.md"))).unwrap();
    let block = page.split("```example\n").nth(1).unwrap().split("```").next().unwrap();
    block.lines().map(ToOwned::to_owned).collect()
}

/// `ties 1-2 3-4:.5`: strength 1 where none is said.
fn graph(line: &str) -> Graph {
    let ties = line.strip_prefix("ties ").unwrap().split(' ').map(|text| {
        let (pair, strength) = text.split_once(':').unwrap_or((text, "1"));
        let (a, b) = pair.split_once('-').unwrap();
        Tie { a: a.parse().unwrap(), b: b.parse().unwrap(), strength: strength.parse().unwrap() }
    });
    Graph::of(100, ties)
}

#[test]
fn overlap() {
    let lines = example("overlap");
    let shown: Vec<String> = overlaps(&graph(&lines[0]))
        .iter()
        .map(|overlap| {
            let reading = overlap.reading(Moment::default()).unwrap();
            let bridge = if overlap.is_local_bridge() { " local bridge" } else { "" };
            format!(
                "{}-{} {:.2} ({:.2} to {:.2}), n {}{bridge}",
                overlap.a, overlap.b, reading.value, reading.low, reading.high, reading.n
            )
        })
        .collect();
    assert_eq!(shown, lines[1..]);
}

#[test]
fn constraint_and_effective_size() {
    let lines = example("constraint");
    let shown: Vec<String> = constraint(&graph(&lines[0]))
        .iter()
        .enumerate()
        .filter_map(|(node, found)| found.map(|found| (node, found)))
        .map(|(node, found)| {
            format!("{node} constraint {:.2} effective size {:.2}", found.value, found.effective_size)
        })
        .collect();
    assert_eq!(shown, lines[1..]);
}

#[test]
fn paths() {
    let lines = example("paths");
    let graph = graph(&lines[0]);
    let words: Vec<&str> = lines[1].split(' ').collect();
    let (from, to) = (words[1].parse().unwrap(), words[3].parse().unwrap());
    let mut shown: Vec<String> = warm_paths(&graph, from, to, 9, |_| 0)
        .iter()
        .map(|path| {
            let steps: String = path.steps.iter().map(|step| format!(" > {}", step.to)).collect();
            format!("{from}{steps} {:.2}", path.probability)
        })
        .collect();
    shown.push(format!("warmth {:.2}", warmth(&graph, from, to)));
    assert_eq!(shown, lines[2..]);
}

/// `12 contact days, 2 in common, both sides, 400 days quiet`.
#[test]
fn dormant() {
    let lines = example("dormant");
    let words: Vec<&str> = lines[0].split(", ").collect();
    let number = |text: &str| -> u32 { text.split(' ').next().unwrap().parse().unwrap() };
    let dormancy = Dormancy {
        contact_days: number(words[0]),
        common_active: number(words[1]),
        both_sides: words[2] == "both sides",
        quiet_days: f64::from(number(words[3])),
    };
    let probability = reconnection(&dormancy, &ReconnectionWeights::default());
    assert_eq!(format!("probability {probability:.2}"), lines[1]);
    let candidates: Vec<Candidate> = lines[2..lines.len() - 1]
        .iter()
        .map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            Candidate {
                probability: words[1].parse().unwrap(),
                value: 1.0,
                contact_days: words[2].parse().unwrap(),
                new_in_common: words[5].parse().unwrap(),
            }
        })
        .collect();
    let chosen: String =
        choose(&candidates, 3).iter().map(|place| format!(" {}", &lines[place + 2][..1])).collect();
    assert_eq!(format!("chosen{chosen}"), lines[lines.len() - 1]);
}
