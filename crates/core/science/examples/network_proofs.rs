//! Replays logs of `from to .. epoch` lines: warm paths and dormant ties beside their baselines.
//! `cargo run --release -p rapport-science --example network_proofs -- log ...`

use std::error::Error;

use rapport_model::{Measured, Moment};
use rapport_science::backtest::{Event, Options, Proof, Scores, dormant, paths};

const PARTS: [f64; 4] = [0.5, 0.65, 0.8, 0.9];
const HORIZONS: [f64; 3] = [14.0, 30.0, 60.0];

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args().skip(1) {
        let events = read(&path)?;
        let name = path.rsplit('/').next().unwrap_or(&path);
        let times = events.iter().map(|event| event.at);
        let (Some(first), Some(last)) = (times.clone().min(), times.max()) else { continue };
        for (measure, fewest) in [(paths as Measure, 1), (dormant, 1)] {
            println!("\n{name}: AUC / Brier / average precision / precision at 200");
            for part in PARTS {
                for horizon_days in HORIZONS {
                    let at = first.plus_days(last.days_since(first) * part);
                    if at.plus_days(horizon_days) <= last.plus_days(1.0) {
                        let options = Options { at, horizon_days, min_contact_days: fewest };
                        print(part, measure(&events, &options));
                    }
                }
            }
        }
    }
    Ok(())
}

type Measure = fn(&[Event], &Options) -> Measured<Proof>;

fn print(part: f64, proof: Measured<Proof>) {
    let proof = match proof {
        Ok(proof) => proof,
        Err(reason) => return println!("{part}: {}", reason.not_enough),
    };
    let passed = if proof.passed { "passed" } else { "failed" };
    println!("{part}: {}, {} cases, base {:.4}, {passed}", proof.task, proof.cases, proof.base_rate);
    line("ours", &proof.ours);
    for baseline in &proof.baselines {
        line(&baseline.name, &baseline.scores);
    }
}

fn line(name: &str, scores: &Scores) {
    println!(
        "    {name:18} {:.3} / {:.4} / {:.3} / {:.3}",
        scores.auc, scores.brier, scores.average_precision, scores.precision_at_200
    );
}

fn read(path: &str) -> Result<Vec<Event>, Box<dyn Error>> {
    let mut events = Vec::new();
    for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.starts_with('%')) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [from, to, .., at] = fields[..] else {
            return Err(format!("not a line of a log: {line}").into());
        };
        events.push(Event { a: from.parse()?, b: to.parse()?, at: Moment::from_seconds(at.parse()?) });
    }
    Ok(events)
}
