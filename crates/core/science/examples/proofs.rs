//! The backtests of the measures on logs given as `from to epoch` or `from to weight epoch` lines:
//! `cargo run --release --example proofs -- FILE HORIZON_DAYS FRACTION…`.

use std::collections::HashMap;

use rapport_model::Moment;
use rapport_science::backtest::{self, Event, Options, Proof};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (path, horizon) = (&arguments[0], arguments[1].parse().expect("days"));
    let text = std::fs::read_to_string(path).expect("a log");
    let mut numbers = HashMap::new();
    let mut events = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('%')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut number = |word: &str| {
            let next = numbers.len() as u32;
            *numbers.entry(word.to_owned()).or_insert(next)
        };
        let (a, b) = (number(words[0]), number(words[1]));
        let at = words[words.len() - 1].parse::<f64>().expect("seconds") as i64;
        events.push(Event { a, b, at: Moment::from_seconds(at) });
    }
    let first = events.iter().map(|event| event.at).min().expect("events");
    let last = events.iter().map(|event| event.at).max().expect("events");
    for fraction in &arguments[2..] {
        let fraction: f64 = fraction.parse().expect("a fraction");
        let at = first.plus_days(fraction * last.days_since(first));
        let options = Options { at, horizon_days: horizon, min_contact_days: 3 };
        println!("at {fraction}, {horizon} days");
        for run in [backtest::initiation, backtest::inbound, backtest::reply, backtest::touch] {
            match run(&events, &options) {
                Ok(proof) => show(&proof),
                Err(why) => println!("  {}", why.not_enough),
            }
        }
    }
}

fn show(proof: &Proof) {
    println!("  {} n {} base {:.3} passed {}", proof.method, proof.cases, proof.base_rate, proof.passed);
    let named = std::iter::once(("ours", &proof.ours))
        .chain(proof.baselines.iter().map(|baseline| (baseline.name.as_str(), &baseline.scores)));
    for (name, scores) in named {
        println!(
            "    {name:40} AUC {:.3} Brier {:.4} log loss {:.4} ECE {:.3}",
            scores.auc, scores.brier, scores.log_loss, scores.ece
        );
    }
}
