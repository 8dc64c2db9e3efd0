//! Replays logs (`from,to,at` in seconds) over a grid of moments and horizons; prints ours beside the baselines.
//! `cargo run --release -p rapport-science --example backtest_grid -- log.csv ...`

use std::collections::HashMap;
use std::error::Error;

use rapport_model::Moment;
use rapport_science::backtest::{Event, Options, run};

const PARTS: [f64; 4] = [0.35, 0.5, 0.65, 0.8];
const HORIZONS: [f64; 4] = [7.0, 14.0, 30.0, 60.0];

fn main() -> Result<(), Box<dyn Error>> {
    println!("log part horizon pairs base | ours logistic bgnbd elapsed count (auc/brier) | gain auc brier");
    let (mut cells, mut auc_wins, mut brier_wins, mut both) = (0, 0, 0, 0);
    for path in std::env::args().skip(1) {
        let events = read(&path)?;
        let first = events.iter().map(|event| event.at).min().ok_or("empty")?;
        let last = events.iter().map(|event| event.at).max().ok_or("empty")?;
        let span = last.days_since(first);
        let name = path.rsplit('/').next().unwrap_or(&path).trim_end_matches(".csv");
        for part in PARTS {
            for horizon_days in HORIZONS {
                let at = first.plus_days(span * part);
                if at.plus_days(horizon_days) > last.plus_days(1.0) {
                    continue;
                }
                let Ok((report, _)) = run(&events, &Options { at, horizon_days, min_contact_days: 3 }) else {
                    continue;
                };
                if report.base_rate <= 0.0 || report.base_rate >= 1.0 {
                    continue;
                }
                let auc_gain = report.ours.auc - report.logistic.auc.max(report.bgnbd.auc);
                let brier_gain = report.logistic.brier.min(report.bgnbd.brier) - report.ours.brier;
                cells += 1;
                auc_wins += u32::from(auc_gain >= 0.0);
                brier_wins += u32::from(brier_gain >= 0.0);
                both += u32::from(auc_gain >= 0.0 && brier_gain >= 0.0);
                let shown = [report.ours, report.logistic, report.bgnbd, report.elapsed, report.count]
                    .map(|scores| format!("{:.3}/{:.4}", scores.auc, scores.brier))
                    .join(" ");
                println!(
                    "{name} {part} {horizon_days} {} {:.3} | {shown} | {auc_gain:+.4} {brier_gain:+.5}{}",
                    report.pairs,
                    report.base_rate,
                    if auc_gain < 0.0 || brier_gain < 0.0 { " <" } else { "" }
                );
            }
        }
    }
    println!("{cells} cells; at least as good in AUC {auc_wins}, in Brier {brier_wins}, in both {both}");
    Ok(())
}

fn read(path: &str) -> Result<Vec<Event>, Box<dyn Error>> {
    let mut people: HashMap<String, u32> = HashMap::new();
    let mut events = Vec::new();
    for line in std::fs::read_to_string(path)?.lines().skip(1) {
        let mut fields = line.split(',');
        let mut person = || -> Option<u32> {
            let next = people.len() as u32;
            Some(*people.entry(fields.next()?.to_owned()).or_insert(next))
        };
        let (a, b) = (person().ok_or("from")?, person().ok_or("to")?);
        let at = Moment::from_seconds(fields.next().ok_or("at")?.parse()?);
        events.push(Event { a, b, at });
    }
    Ok(events)
}
