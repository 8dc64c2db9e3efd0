use rapport_science as science;
use rapport_science::backtest::REPLAYS;
use serde::Serialize;

/// A line of `rapport measures`.
#[derive(Serialize)]
pub(crate) struct Measure {
    name: &'static str,
    version: u16,
    question: &'static str,
    unit: &'static str,
    backtests: Vec<Backtest>,
}

/// A task on which the measure is replayed: what `rapport backtest --measure` takes.
#[derive(Serialize)]
struct Backtest {
    name: &'static str,
    predicts: &'static str,
    min_contact_days: u32,
}

impl From<&science::Measure> for Measure {
    fn from(measure: &science::Measure) -> Self {
        let science::Measure { name, version, question, unit } = *measure;
        let backtests = REPLAYS.iter().filter(|replay| replay.measure == name).map(|replay| Backtest {
            name: replay.name,
            predicts: replay.predicts,
            min_contact_days: replay.fewest_contact_days,
        });
        Self { name, version, question, unit, backtests: backtests.collect() }
    }
}
