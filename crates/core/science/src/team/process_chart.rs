use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::statistics::proportion::reading;
use crate::statistics::special_functions::Z_90;

/// Three standard deviations, in mean moving ranges of two: 3 / 1.128.
const LIMIT: f64 = 2.66;

/// The mean moving range of two of a normal with standard deviation one.
const RANGE: f64 = 1.128;

/// The number of points in a row on one side of the mean that make a shift.
const RUN: usize = 8;

/// The least number of points of a chart.
const FEWEST: usize = 10;

/// A rate over time with the limits of its usual variation: an XmR chart. See docs/science/benchmark.md.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// The mean of the points; `n` is their number.
    #[serde(flatten)]
    pub reading: Reading,
    /// The lower and upper natural process limit of a single point.
    pub limits: (f64, f64),
    /// The signals, in the order of their points.
    pub signals: Vec<Signal>,
}

/// A pattern that chance would hardly give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// The point of this index is outside the limits.
    Outside(usize),
    /// The point of this index is the eighth in a row on one side of the mean.
    Shift(usize),
}

/// The XmR chart of values in time order, at equal distances. Limits: mean +/- 2.66 mean moving ranges.
pub fn process_chart(values: &[f64], now: Moment) -> Measured<Chart> {
    if values.len() < FEWEST || values.iter().any(|value| !value.is_finite()) {
        return Err(NotEnough::because(format!(
            "A chart needs {FEWEST} finite values in a row; there {}.",
            so_far(values.len() as u32)
        )));
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let range = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum::<f64>() / (n - 1.0);
    let limits = (mean - LIMIT * range, mean + LIMIT * range);
    let spread = Z_90 * range / RANGE / n.sqrt();
    let reading = reading(mean, (mean - spread, mean + spread), values.len() as u32, now, "benchmark/1");
    Ok(Chart { reading, limits, signals: signals(values, mean, limits) })
}

fn signals(values: &[f64], mean: f64, (low, high): (f64, f64)) -> Vec<Signal> {
    let mut signals = Vec::new();
    let mut run = (None, 0);
    for (place, value) in values.iter().enumerate() {
        if *value < low || *value > high {
            signals.push(Signal::Outside(place));
        }
        let side = value.partial_cmp(&mean).filter(|side| side.is_ne());
        run = if side.is_some() && side == run.0 {
            (side, run.1 + 1)
        } else {
            (side, usize::from(side.is_some()))
        };
        if run.1 == RUN {
            signals.push(Signal::Shift(place));
        }
    }
    signals
}
