use std::fmt::Write as _;

use rapport_app::{Companies, Company, Limits, Standing, grouped, percent};

use super::weeks::{HEIGHT, WIDTH, path};
use crate::page::words::{self, tenth};

/// The width of a letter of a name in the plot, and the distance of a name from its point.
const LETTER: (f64, f64) = (5.4, 13.0);
const BESIDE: f64 = 11.0;

/// How often the team's questions were answered, by company.
pub(super) struct CompaniesView {
    /// Which companies are unusual, or what is missing.
    pub(super) said: Result<String, String>,
    /// How many are outside the limits, such as `3 of 23 companies lie outside the 95 % limits, …`
    pub(super) chance: String,
    /// What is counted, and what is not shown.
    pub(super) note: String,
    /// The SVG paths of the limits, of the rate of all questions, and of the axis.
    pub(super) usual: String,
    pub(super) possible: String,
    pub(super) rate_y: f64,
    /// The rate of all questions, such as `61 %`.
    pub(super) rate: String,
    /// The labels of the axis of questions.
    pub(super) ticks: Vec<Tick>,
    /// The companies, by name.
    pub(super) rows: Vec<CompanyRow>,
}

/// A label of the axis of questions.
pub(super) struct Tick {
    pub(super) x: f64,
    pub(super) label: String,
}

/// One company, as a point of the plot and as a row of the table.
pub(super) struct CompanyRow {
    pub(super) domain: String,
    /// The answers, such as `3 of 19`.
    pub(super) count: String,
    /// The shrunk rate, in percent.
    pub(super) rate: String,
    /// Its interval, such as `18 % to 40 %`.
    pub(super) interval: String,
    /// `seldom` or `often`; empty within the 95 % limits.
    pub(super) standing: &'static str,
    /// Whether it is outside the 99.8 % limits.
    pub(super) stands_out: bool,
    /// The label of the point; `None` where there is no room for it.
    pub(super) label: Option<Label>,
    pub(super) x: f64,
    pub(super) y: f64,
}

/// The label of a point: `start` is to the right of it, `end` to the left.
pub(super) struct Label {
    pub(super) anchor: &'static str,
    pub(super) x: f64,
}

pub(super) fn view(found: &Companies) -> CompaniesView {
    let scale = Scale::of(&found.limits);
    let row = |company: &Company| {
        let (x, y) = scale.point(company.count.trials, company.count.successes);
        let stands_out = company.stands_out();
        let reading = &company.benchmark.reading;
        CompanyRow {
            domain: company.domain.clone(),
            count: format!(
                "{} of {}",
                grouped(company.count.successes.into()),
                grouped(company.count.trials.into())
            ),
            rate: percent(reading.value),
            interval: format!("{} to {}", percent(reading.low), percent(reading.high)),
            standing: match company.benchmark.standing {
                Standing::VeryLow => "much less often than chance",
                Standing::Low => "less often",
                Standing::Usual => "",
                Standing::High => "more often",
                Standing::VeryHigh => "much more often than chance",
            },
            stands_out,
            label: None,
            x,
            y,
        }
    };
    let mut rows: Vec<CompanyRow> = found.shown.iter().map(row).collect();
    name(&mut rows);
    let rate = f64::from(found.all.successes) / f64::from(found.all.trials.max(1));
    CompaniesView {
        said: found.sentence().map_err(|missing| words::small(&missing.not_enough)),
        chance: found.chance_sentence(),
        note: note(found, rows.len()),
        usual: lines(&found.limits, &scale, |limits| limits.usual),
        possible: lines(&found.limits, &scale, |limits| limits.possible),
        rate_y: tenth(HEIGHT * (1.0 - rate)),
        rate: percent(rate),
        ticks: scale.ticks(),
        rows,
    }
}

/// Adds labels to the companies that stand out, where a label covers neither such a point nor another label.
fn name(rows: &mut [CompanyRow]) {
    let points: Vec<(f64, f64)> =
        rows.iter().filter(|row| row.stands_out).map(|row| (row.x, row.y)).collect();
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for row in rows.iter_mut().filter(|row| row.stands_out) {
        let width = LETTER.0 * row.domain.len() as f64;
        let (anchor, from) =
            if row.x > WIDTH / 2.0 { ("end", row.x - BESIDE - width) } else { ("start", row.x + BESIDE) };
        let is_near = |y: f64| (y - row.y).abs() < LETTER.1;
        let on_point = points.iter().any(|(x, y)| is_near(*y) && (from..=from + width).contains(x));
        let on_name =
            taken.iter().any(|(left, right, y)| is_near(*y) && *left < from + width && from < *right);
        if !on_point && !on_name {
            taken.push((from, from + width, row.y));
            let x = if anchor == "end" { row.x - BESIDE } else { row.x + BESIDE };
            row.label = Some(Label { anchor, x });
        }
    }
}

fn note(found: &Companies, shown: usize) -> String {
    let mut note = format!(
        "A question is a mail of the team that could be answered; of those to the companies compared, {} of {} were, \
         within a week.",
        grouped(found.all.successes.into()),
        grouped(found.all.trials.into())
    );
    if found.hidden > 0 {
        let hidden = rapport_app::count(found.hidden as u64, "company has", "companies have");
        let _ = write!(note, " {hidden} fewer than five and cannot be judged.");
    }
    if shown < found.compared {
        let left = grouped((found.compared - shown) as u64);
        let _ = write!(
            note,
            " {left} more are compared but not shown: those asked least, and those whom one colleague alone asked."
        );
    }
    note
}

/// The scale of the plot: the number of questions is logarithmic, the proportion of answers linear.
struct Scale {
    fewest: f64,
    most: f64,
}

impl Scale {
    fn of(limits: &[Limits]) -> Self {
        let of = |limits: Option<&Limits>| limits.map_or(1.0, |limits| f64::from(limits.trials));
        let fewest = of(limits.first());
        Self { fewest, most: of(limits.last()).max(fewest * 2.0) }
    }

    fn x(&self, of: f64) -> f64 {
        tenth(WIDTH * (of / self.fewest).ln() / (self.most / self.fewest).ln())
    }

    fn point(&self, of: u32, yes: u32) -> (f64, f64) {
        (self.x(f64::from(of)), tenth(HEIGHT * (1.0 - f64::from(yes) / f64::from(of))))
    }

    fn ticks(&self) -> Vec<Tick> {
        let all = [5_u32, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];
        let inside = all.into_iter().filter(|of| (self.fewest..=self.most).contains(&f64::from(*of)));
        inside.map(|of| Tick { x: self.x(f64::from(of)), label: grouped(u64::from(of)) }).collect()
    }
}

/// The two SVG paths along the limits, below and above.
fn lines(limits: &[Limits], scale: &Scale, ends: fn(&Limits) -> (u32, u32)) -> String {
    let line = |side: fn((u32, u32)) -> u32| {
        path(limits.iter().map(|limits| scale.point(limits.trials, side(ends(limits)))))
    };
    line(|(below, _)| below) + &line(|(_, above)| above)
}
