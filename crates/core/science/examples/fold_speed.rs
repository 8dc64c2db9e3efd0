//! Folds a log of touches (`pair,seconds,theirs,opens`, in time order) and prints the seconds it took, the reading of
//! the file left out, and sums to compare: `cargo run --release -p rapport-science --example fold_speed -- LOG`.
//! bench/fold.sh runs it beside pandas and polars on the same file.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "an example reads the file it is given and measures time"
)]

use std::time::Instant;

use rapport_model::{Channel, Day, Moment, Side, Touch};
use rapport_science::{PairState, Priors, readings};

fn main() {
    let path = std::env::args().nth(1).expect("a log");
    let text = std::fs::read_to_string(path).expect("a log that can be read");
    let touches: Vec<(usize, Touch, Day)> = text.lines().skip(1).map(touch).collect();
    let pairs = touches.iter().map(|(pair, _, _)| pair + 1).max().unwrap_or(0);
    let mut states = vec![PairState::default(); pairs];
    let start = Instant::now();
    for (pair, touch, day) in &touches {
        states[*pair].fold(touch, *day);
    }
    let seconds = start.elapsed().as_secs_f64();
    let contact_days: u64 = states.iter().map(|state| u64::from(state.contact_days())).sum();
    let received: u64 = states.iter().map(|state| u64::from(state.received())).sum();
    println!("fold {seconds:.3} contact_days {contact_days} received {received}");
    // One more interaction is one fold and one reading.
    let now = touches.last().expect("touches").1.at.plus_days(1.0);
    let (priors, one) = (Priors::default(), Touch { at: now, ..touches[0].1 });
    let start = Instant::now();
    for state in states.iter_mut().take(1_000) {
        state.fold(&one, Day(touches[touches.len() - 1].2.0 + 1));
        std::hint::black_box(readings(state, &priors, now));
    }
    println!(
        "one more {:.1} us, state {} bytes",
        start.elapsed().as_micros() as f64 / 1_000.0,
        states[0].to_bytes().len()
    );
}

fn touch(line: &str) -> (usize, Touch, Day) {
    let numbers: Vec<i64> = line.split(',').map(|field| field.parse().expect("a number")).collect();
    let side = if numbers[2] == 1 { Side::Theirs } else { Side::Ours };
    let at = Moment::from_seconds(numbers[1]);
    let touch = Touch { at, side, channel: Channel::Mail, opens: numbers[3] == 1 };
    (numbers[0] as usize, touch, Day((numbers[1] / 86_400) as i32))
}
