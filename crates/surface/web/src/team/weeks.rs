use std::fmt::Write as _;

use rapport_app::{Chart, Signal, TeamView, Week, grouped};
use rapport_model::Calendar;

use crate::page::words::{self, tenth};

/// The width of the plot, in units.
pub(super) const WIDTH: f64 = 480.0;
pub(super) const HEIGHT: f64 = 180.0;

/// The people in contact, week by week.
pub(super) struct WeeksView {
    /// What the weeks show, or what is missing.
    pub(super) said: Result<String, String>,
    /// The plot; `None` before there are enough weeks.
    pub(super) plot: Option<WeeksPlot>,
    /// The weeks, oldest first.
    pub(super) rows: Vec<WeekRow>,
}

/// The mean, its limits, and the path through the weeks.
pub(super) struct WeeksPlot {
    /// The mean, such as `34.2`.
    pub(super) mean: String,
    /// The mean as a whole number, such as `34`.
    pub(super) mean_short: String,
    /// The interval of the mean, such as `80 % interval 31 to 37`.
    pub(super) interval: String,
    /// The sample size, such as `26 weeks`.
    pub(super) events: String,
    /// The method and its version, such as `benchmark/1`.
    pub(super) method: String,
    pub(super) mean_y: f64,
    pub(super) low_y: f64,
    pub(super) high_y: f64,
    /// The ends of the usual variation. A low end below zero is not drawn.
    pub(super) low: Option<String>,
    pub(super) high: String,
    pub(super) path: String,
}

/// One week, as a point of the plot and as a row of the table.
pub(super) struct WeekRow {
    /// The Monday of the week, such as `4 May`.
    pub(super) from: String,
    /// The number of people, such as `31`.
    pub(super) people: String,
    /// `outside the limits`, `eighth in a row above the mean`, or empty.
    pub(super) sign: &'static str,
    pub(super) x: f64,
    pub(super) y: f64,
}

pub(super) fn view(team: &TeamView, calendar: &Calendar) -> WeeksView {
    let chart = team.chart.as_ref().ok();
    let most = team.weeks.iter().map(|week| week.people as f64).fold(1.0, f64::max);
    let top = chart.map_or(most, |chart| chart.limits.1.max(most)) * 1.06;
    let across = WIDTH / (team.weeks.len().max(2) - 1) as f64;
    let y = |people: f64| tenth(HEIGHT * (1.0 - people / top));
    let row = |(place, week): (usize, &Week)| WeekRow {
        from: calendar.format(week.from, "%-d %B"),
        people: grouped(week.people),
        sign: chart.map_or("", |chart| sign(chart, place, week)),
        x: tenth(across * place as f64),
        y: y(week.people as f64),
    };
    let rows: Vec<WeekRow> = team.weeks.iter().enumerate().map(row).collect();
    WeeksView {
        said: team.weeks_sentence(calendar).map_err(|missing| words::small(&missing.not_enough)),
        plot: chart.map(|chart| plot(chart, &rows, y)),
        rows,
    }
}

fn plot(chart: &Chart, rows: &[WeekRow], y: impl Fn(f64) -> f64) -> WeeksPlot {
    let (reading, (low, high)) = (&chart.reading, chart.limits);
    WeeksPlot {
        mean: format!("{:.1}", reading.value),
        mean_short: format!("{:.0}", reading.value),
        interval: format!("80 % interval {:.1} to {:.1}", reading.low.max(0.0), reading.high),
        events: rapport_app::count(u64::from(reading.n), "week", "weeks"),
        method: reading.method.clone(),
        mean_y: y(reading.value),
        low_y: y(low.max(0.0)),
        high_y: y(high),
        low: (low > 0.0).then(|| format!("{low:.0}")),
        high: format!("{high:.0}"),
        path: path(rows.iter().map(|row| (row.x, row.y))),
    }
}

/// An SVG path through points.
pub(super) fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (place, (x, y)) in points.enumerate() {
        let _ = write!(path, "{}{x} {y}", if place == 0 { "M" } else { "L" });
    }
    path
}

fn sign(chart: &Chart, place: usize, week: &Week) -> &'static str {
    let is_above = week.people as f64 > chart.reading.value;
    let signals = chart.signals.iter();
    let mut signs = signals.filter_map(|signal| match signal {
        Signal::Outside(at) if *at == place => Some("outside the limits"),
        Signal::Shift(at) if *at == place && is_above => Some("eighth in a row above the mean"),
        Signal::Shift(at) if *at == place => Some("eighth in a row below the mean"),
        _ => None,
    });
    signs.next().unwrap_or_default()
}
