//! How fast text is read: `cargo run --release -p rapport-language --example throughput`.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "an example measures time")]

use std::time::Instant;

fn main() {
    let mail = "Hi Olivia,\n\nthank you for the visit last week. The team liked the oven, and our baker asked whether the \
                steam unit can be moved to the left side.\nCould you send us the revised drawing? I'll talk to our \
                landlord about the gas connection by Friday.\n\nBest regards\nAna\n";
    let text = mail.repeat(40_000);
    let started = Instant::now();
    let spans = rapport_language::acts(&text).len();
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{spans} spans in {:.1} MB: {:.0} MB/s",
        text.len() as f64 / 1e6,
        text.len() as f64 / 1e6 / seconds
    );
}
