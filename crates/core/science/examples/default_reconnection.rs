//! Fits the weights of reconnection on logs of `from to .. epoch` lines, as of the end of each, held to the present
//! defaults. `cargo run --release -p rapport-science --example default_reconnection -- log ...`

#![expect(clippy::disallowed_methods, reason = "an example reads the files it is given")]

use std::collections::BTreeMap;
use std::error::Error;

use rapport_model::{Channel, Day, Moment, Side, Touch};
use rapport_science::{ReconnectionWeights, TieHistory};

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args().skip(1) {
        let mut pairs: BTreeMap<(u32, u32), Vec<(Touch, Day)>> = BTreeMap::new();
        let mut last = Moment::from_seconds(0);
        for line in std::fs::read_to_string(&path)?.lines().filter(|line| !line.starts_with('%')) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let [from, to, .., at] = fields[..] else { return Err(format!("not a line: {line}").into()) };
            let (from, to): (u32, u32) = (from.parse()?, to.parse()?);
            let at = Moment::from_seconds(at.parse()?);
            let side = if from < to { Side::Ours } else { Side::Theirs };
            let touch = Touch { at, side, channel: Channel::Call, opens: false };
            if from != to {
                let day = Day((at.micros() / 86_400_000_000) as i32);
                pairs.entry((from.min(to), from.max(to))).or_default().push((touch, day));
            }
            last = last.max(at);
        }
        for touches in pairs.values_mut() {
            touches.sort_by_key(|(touch, _)| touch.at);
        }
        let histories: Vec<TieHistory<'_>> =
            pairs.iter().map(|((a, b), touches)| TieHistory { a: *a, b: *b, touches }).collect();
        println!("{path} {:?}", ReconnectionWeights::fit_from_histories(&histories, last));
    }
    Ok(())
}
