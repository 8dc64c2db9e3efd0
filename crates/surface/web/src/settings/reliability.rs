use rapport_app::{Reliability, count, percent};
use rapport_model::{Calendar, Measured, Moment};

use crate::page::words;

/// The side of the plot, in units.
const SIDE: f64 = 200.0;

/// How often the probability of contact within 30 days was right.
pub(super) struct ReliabilityView {
    /// The result as a sentence, such as `Of 1,240 predictions …`, or what is missing.
    pub(super) sentence: String,
    /// The bins that hold predictions.
    pub(super) rows: Vec<Row>,
}

/// One bin, as a point of the plot and as a row of the table.
pub(super) struct Row {
    /// The range of the bin, such as `40 to 50 %`.
    pub(super) range: String,
    /// The mean prediction, such as `45 %`.
    pub(super) predicted: String,
    /// The proportion that came true, such as `43 %`.
    pub(super) happened: String,
    /// Its interval, such as `36 to 50 %`.
    pub(super) interval: String,
    /// The number of predictions.
    pub(super) n: u32,
    pub(super) x: String,
    pub(super) y: String,
    pub(super) top: String,
    pub(super) bottom: String,
    /// The radius of the point, which grows with their number.
    pub(super) radius: String,
}

pub(super) fn view(
    found: Option<Measured<Reliability>>,
    now: Moment,
    calendar: &Calendar,
) -> ReliabilityView {
    let nothing = |sentence: String| ReliabilityView { sentence, rows: Vec::new() };
    let found =
        match found {
            None => return nothing(
                "Nobody has looked back yet. It happens by itself once there is mail, and then every month."
                    .to_owned(),
            ),
            Some(Err(missing)) => return nothing(missing.not_enough),
            Some(Ok(found)) => found,
        };
    let verdict = if found.brier < found.base_brier { "better" } else { "no better" };
    let most = found.bins.iter().map(|bin| bin.n).max().unwrap_or(1).max(1);
    let row = |(place, bin): (usize, &rapport_app::ReliabilityBin)| Row {
        range: format!("{} to {} %", place * 10, place * 10 + 10),
        predicted: percent(bin.predicted),
        happened: percent(bin.happened),
        interval: format!("{} to {}", percent(bin.low), percent(bin.high)),
        n: bin.n,
        x: at(bin.predicted * SIDE),
        y: at((1.0 - bin.happened) * SIDE),
        top: at((1.0 - bin.high) * SIDE),
        bottom: at((1.0 - bin.low) * SIDE),
        radius: at(3.0 + 4.0 * (f64::from(bin.n) / f64::from(most)).sqrt()),
    };
    ReliabilityView {
        sentence: format!(
            "{} of the last {} were compared with what happened, as of {}. Their mean squared error (Brier) is {:.3}, {verdict} than \
             the {:.3} of telling everybody the same.",
            count(u64::from(found.n), "prediction", "predictions"),
            count(u64::from(found.cuts), "month", "months"),
            words::day(found.as_of, now, calendar),
            found.brier,
            found.base_brier,
        ),
        rows: found.bins.iter().enumerate().filter(|(_, bin)| bin.n > 0).map(row).collect(),
    }
}

fn at(value: f64) -> String {
    format!("{value:.1}")
}
