//! Fits the priors on logs (`from,to,at` in seconds) pooled together, as the defaults of docs/science were.
//! Each log is seen from one side of every pair: the one that wrote first is ours.
//! `cargo run --release -p rapport-science --example default_priors -- log.csv ...`

#![expect(clippy::disallowed_methods, reason = "an example reads the files it is given")]

use std::collections::HashMap;
use std::error::Error;

use rapport_model::{Calendar, Channel, Day, Moment, Side, Touch};
use rapport_science::Priors;

type History = Vec<(Touch, Day)>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut pooled: Vec<History> = Vec::new();
    // All logs end at the same moment, so that the inner cuts fall into each of them.
    let now = Moment::from_seconds(2_000_000_000);
    for path in std::env::args().skip(1) {
        let histories = read(&path, now)?;
        println!("{path}: {:#?}", Priors::fit_from_histories(&histories, now));
        pooled.extend(histories);
    }
    println!("pooled: {:#?}", Priors::fit_from_histories(&pooled, now));
    Ok(())
}

fn read(path: &str, now: Moment) -> Result<Vec<History>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut lines: Vec<(i64, &str, &str)> = Vec::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        if let [from, to, at] = fields[..]
            && from != to
        {
            lines.push((at.parse()?, from, to));
        }
    }
    lines.sort_unstable();
    let last = lines.last().ok_or("empty")?.0;
    let mut pairs: HashMap<(&str, &str), (&str, History)> = HashMap::new();
    for (at, from, to) in lines {
        let (ours, history) = pairs.entry((from.min(to), from.max(to))).or_insert((from, Vec::new()));
        let at = now.plus_days((at - last) as f64 / 86_400.0);
        let opens = history.last().is_none_or(|(touch, _)| at.days_since(touch.at) >= 3.0);
        let side = if from == *ours { Side::Ours } else { Side::Theirs };
        history.push((Touch { at, side, channel: Channel::Mail, opens }, Calendar::utc().day(at)));
    }
    Ok(pairs.into_values().map(|(_, history)| history).collect())
}
