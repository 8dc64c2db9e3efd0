//! Reads public logs of who wrote to whom.

#![expect(clippy::disallowed_methods, reason = "these tests read the shared logs")]

use std::path::Path;

use rapport_model::Moment;
use rapport_science::backtest::Event;

const NETWORKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data/networks");

/// Reads `from to .. epoch` lines; the epoch is the last field.
pub fn network(file: &str) -> Vec<Event> {
    let path = Path::new(NETWORKS).join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "{} could not be read ({error}). Put CollegeMsg (snap.stanford.edu/data/CollegeMsg.html) and \
             radoslaw_email (konect.cc/networks/radoslaw_email) into shared/data/networks beside the repository.",
            path.display()
        )
    });
    let lines = text.lines().filter(|line| !line.starts_with('%'));
    lines
        .map(|line| {
            let fields: Vec<i64> = line.split_whitespace().map(|field| field.parse().unwrap()).collect();
            let at = Moment::from_seconds(*fields.last().unwrap());
            Event { a: fields[0] as u32, b: fields[1] as u32, at }
        })
        .collect()
}

/// The moment at a fraction of a log.
pub fn moment_at(events: &[Event], part: f64) -> Moment {
    let first = events.iter().map(|event| event.at).min().unwrap();
    let last = events.iter().map(|event| event.at).max().unwrap();
    first.plus_days(last.days_since(first) * part)
}
