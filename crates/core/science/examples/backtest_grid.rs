//! Replays logs (`from,to,at` in seconds) over a grid of moments and horizons; prints ours beside the baselines,
//! then the table of docs/science/backtest.md. `--held-out` takes moments and horizons between the usual ones.
//! `cargo run --release -p rapport-science --example backtest_grid -- [--held-out] log.csv ...`

#![expect(clippy::disallowed_methods, reason = "an example reads the files it is given")]

use std::collections::HashMap;
use std::error::Error;

use rapport_model::Moment;
use rapport_science::backtest::{Event, Options, Report, run};

struct Grid {
    parts: [f64; 4],
    horizons: [f64; 4],
}

const USUAL: Grid = Grid { parts: [0.35, 0.5, 0.65, 0.8], horizons: [7.0, 14.0, 30.0, 60.0] };
const HELD_OUT: Grid = Grid { parts: [0.42, 0.58, 0.73, 0.88], horizons: [10.0, 21.0, 45.0, 90.0] };

/// How far ours is ahead of the better of logistic and BG/NBD, in AUC and in Brier.
#[derive(Clone, Copy)]
struct Gain {
    auc: f64,
    brier: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let grid = if flags.iter().any(|flag| flag == "--held-out") { HELD_OUT } else { USUAL };
    println!("log part horizon pairs base | ours logistic bgnbd elapsed count (auc/brier) | gain auc brier");
    let mut lines = Vec::new();
    let mut all = Vec::new();
    for path in &paths {
        let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".csv");
        let cells = replay(name, &read(path)?, &grid);
        lines.push(summary(name, &cells));
        all.extend(cells);
    }
    println!(
        "\n| log | cells | ours | logistic | BG/NBD | AUC wins | mean, worst | Brier wins | mean, worst |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    lines.push(summary("all", &all));
    for line in lines {
        println!("{line}");
    }
    Ok(())
}

/// Replays one log over the grid and prints each cell when it is done.
fn replay(name: &str, events: &[Event], grid: &Grid) -> Vec<(Report, Gain)> {
    let times = events.iter().map(|event| event.at);
    let (Some(first), Some(last)) = (times.clone().min(), times.max()) else { return Vec::new() };
    let mut cells = Vec::new();
    for part in grid.parts {
        for horizon_days in grid.horizons {
            let at = first.plus_days(last.days_since(first) * part);
            if at.plus_days(horizon_days) > last.plus_days(1.0) {
                continue;
            }
            let Ok((report, _)) = run(events, &Options { at, horizon_days, min_contact_days: 3 }) else {
                continue;
            };
            if report.base_rate <= 0.0 || report.base_rate >= 1.0 {
                continue;
            }
            let gain = Gain {
                auc: report.ours.auc - report.logistic.auc.max(report.bgnbd.auc),
                brier: report.logistic.brier.min(report.bgnbd.brier) - report.ours.brier,
            };
            let shown = [report.ours, report.logistic, report.bgnbd, report.elapsed, report.count]
                .map(|scores| format!("{:.3}/{:.4}", scores.auc, scores.brier))
                .join(" ");
            println!(
                "{name} {part} {horizon_days} {} {:.3} | {shown} | {:+.4} {:+.5}{}",
                report.pairs,
                report.base_rate,
                gain.auc,
                gain.brier,
                if gain.auc < 0.0 || gain.brier < 0.0 { " <" } else { "" }
            );
            cells.push((report, gain));
        }
    }
    cells
}

fn summary(name: &str, cells: &[(Report, Gain)]) -> String {
    let n = cells.len().max(1) as f64;
    let mean = |of: &dyn Fn(&(Report, Gain)) -> f64| cells.iter().map(of).sum::<f64>() / n;
    let worst = |of: &dyn Fn(&(Report, Gain)) -> f64| cells.iter().map(of).fold(f64::INFINITY, f64::min);
    let wins = |of: &dyn Fn(&(Report, Gain)) -> f64| cells.iter().map(of).filter(|gain| *gain >= 0.0).count();
    let auc = |cell: &(Report, Gain)| cell.1.auc;
    let brier = |cell: &(Report, Gain)| cell.1.brier;
    format!(
        "| {name} | {} | {:.3} / {:.4} | {:.3} / {:.4} | {:.3} / {:.4} | {} | {:+.4}, {:+.4} | {} | {:+.4}, {:+.4} |",
        cells.len(),
        mean(&|cell| cell.0.ours.auc),
        mean(&|cell| cell.0.ours.brier),
        mean(&|cell| cell.0.logistic.auc),
        mean(&|cell| cell.0.logistic.brier),
        mean(&|cell| cell.0.bgnbd.auc),
        mean(&|cell| cell.0.bgnbd.brier),
        wins(&auc),
        mean(&auc),
        worst(&auc),
        wins(&brier),
        mean(&brier),
        worst(&brier),
    )
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
