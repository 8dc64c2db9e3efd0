//! How well the labels of what a sentence is about do on dialogues that others labelled: CaSiNo (Chawla et al. 2021,
//! CC BY 4.0), 396 negotiations over the goods of a camping trip.

#![expect(clippy::disallowed_methods, reason = "this test reads the shared dialogues")]

use std::fs;

use rapport_language::{Matter, matters};

const FILE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data/dialogue/casino/casino_annotated.json");

/// The labels of CaSiNo that stand for talk about the situation of a person.
const SITUATIONAL: [&str; 4] = ["Small-talk", "Self-Need", "Other-Need", "Elicit-Pref"];

#[test]
fn what_is_called_situational_mostly_is() {
    let text = fs::read_to_string(FILE).unwrap_or_else(|error| {
        panic!(
            "{FILE}: {error}. Fetch the evaluation data first: its README names where each set comes from."
        )
    });
    let dialogues: serde_json::Value = serde_json::from_str(&text).unwrap();
    let (mut utterances, mut right, mut wrong, mut missed, mut transactional) = (0, 0, 0, 0, 0);
    for dialogue in dialogues.as_array().unwrap() {
        for pair in dialogue["annotations"].as_array().unwrap() {
            let (words, labels) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
            let found = matters(words);
            let is = labels.split(',').any(|label| SITUATIONAL.contains(&label));
            match (found.contains(&Matter::Situational), is) {
                (true, true) => right += 1,
                (true, false) => wrong += 1,
                (false, true) => missed += 1,
                (false, false) => {}
            }
            transactional += u32::from(found.contains(&Matter::Transactional));
            utterances += 1;
        }
    }
    let precision = f64::from(right) / f64::from(right + wrong);
    let recall = f64::from(right) / f64::from(right + missed);
    println!(
        "{utterances} utterances, {} situational: precision {precision:.3}, recall {recall:.3}, {right} right, {wrong} wrong; \
         {transactional} called transactional",
        right + missed
    );
    assert!(precision > 0.85 && recall > 0.08, "below what the rules reached before");
}
