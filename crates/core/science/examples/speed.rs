//! How fast the core is: folding, ranking, reading, fitting.
//! `cargo run --release -p rapport-science --example speed`

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "an example measures time")]

use std::hint::black_box;
use std::time::Instant;

use rapport_model::{Channel, Day, Moment, Side, Touch};
use rapport_science::{PairState, Priors, persistence, readings};

fn main() {
    let pairs = 20_000_u64;
    let mut states = vec![PairState::default(); pairs as usize];
    let start = Instant::now();
    let mut bits = 1_u64;
    let touches = 2_000_000_u64;
    for n in 0..touches {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = Moment::from_seconds((1_600_000_000 + n * 30) as i64);
        let side = if bits >> 63 == 0 { Side::Ours } else { Side::Theirs };
        let touch = Touch { at, side, channel: Channel::Mail, opens: bits & 1 == 0 };
        let day = Day((at.micros() / 86_400_000_000) as i32);
        states[((bits >> 20) * (bits >> 40) % pairs) as usize].fold(&touch, day);
    }
    println!("fold: {:.1} million touches/s", touches as f64 / start.elapsed().as_secs_f64() / 1e6);
    let now = Moment::from_seconds((1_600_000_000 + touches * 30) as i64);
    let start = Instant::now();
    let priors = Priors::fit(states.iter(), now);
    println!("fit of {pairs} pairs: {:.2} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let total: f64 = states.iter().map(|state| persistence(state, &priors, now)).sum();
    println!("persistence: {:.0} ns", start.elapsed().as_nanos() as f64 / pairs as f64);
    let start = Instant::now();
    for state in &states[..2_000] {
        black_box(readings(state, &priors, now));
    }
    println!(
        "readings: {:.1} us ({total:.0} contacts expected)",
        start.elapsed().as_micros() as f64 / 2_000.0
    );
}
