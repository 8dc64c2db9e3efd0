use std::collections::BTreeMap;

use rapport_app::{PersonView, count, days, grouped, span};
use rapport_model::{Calendar, Day, Moment, Side};

use super::display_name::display_name;
use crate::page::words::{exact, tenth};

const WIDTH: u32 = 960;
/// How far the strip goes back at most, in days; the table behind it goes as far as the touches do.
const LONGEST_DAYS: f64 = 730.0;
const SHORTEST_DAYS: f64 = 90.0;
/// The room to the right of today, as a proportion of the past, at least and at most.
const AHEAD: std::ops::RangeInclusive<f64> = 0.06..=0.35;
/// A silence is labelled when it is this many usual gaps long, and at least [`NAMED_DAYS`].
const NAMED_GAPS: f64 = 2.5;
const NAMED_DAYS: f64 = 21.0;
/// The width of the label of a silence, in units.
const NAME_WIDTH: f64 = 56.0;
const MAX_NAMED: usize = 5;
/// The least distance of the labels of months, in units.
const TICK_WIDTH: f64 = 64.0;

/// The rhythm strip: their touches are above the line and ours below, in a field `width` wide and 132 high.
pub(super) struct Strip {
    /// The width of the field, in units.
    pub(super) width: u32,
    /// The name in the legend, such as `Maya`.
    pub(super) their_name: String,
    /// What the strip shows, in a sentence or two.
    pub(super) summary: String,
    /// The labels of months along the bottom.
    pub(super) ticks: Vec<Tick>,
    /// When the next contact is usual; `None` without a rhythm.
    pub(super) band: Option<Band>,
    /// The labels of long silences.
    pub(super) gaps: Vec<Gap>,
    /// The touches by day and side, oldest first.
    pub(super) marks: Vec<Mark>,
    /// The x coordinate of now.
    pub(super) today: f64,
    /// The same data by month, newest first.
    pub(super) table: Vec<StripRow>,
    /// Whether there are touches before those of the table.
    pub(super) has_earlier: bool,
}

/// A label along the bottom.
pub(super) struct Tick {
    /// The x coordinate at which the month begins.
    pub(super) x: f64,
    /// The month, such as `Sep`; a January has its year.
    pub(super) label: String,
}

/// The window in which the next contact is usual.
pub(super) struct Band {
    /// The x coordinate of its left end.
    pub(super) x: f64,
    /// Its width, in units.
    pub(super) width: f64,
    /// The window in words, such as `The next contact is usual between 8 June and 2 July`.
    pub(super) label: String,
}

/// A long silence with its label.
pub(super) struct Gap {
    /// The x coordinate of its middle.
    pub(super) middle: f64,
    /// The length of the silence, such as `43 days`.
    pub(super) label: String,
}

/// The touches of one side on one day.
pub(super) struct Mark {
    /// The x coordinate of the day.
    pub(super) x: f64,
    /// Whether it is above the line.
    pub(super) is_theirs: bool,
    /// The height, 10 to 40; it grows with the number of touches.
    pub(super) height: f64,
    /// The touches in words, such as `3 March 2026, 10:12: 2 of theirs`.
    pub(super) title: String,
}

/// A month in the table behind the strip.
pub(super) struct StripRow {
    /// The month, such as `May 2026`.
    pub(super) month: String,
    /// The number of touches of theirs.
    pub(super) theirs: String,
    /// The number of touches of ours.
    pub(super) ours: String,
    /// The longest gap, such as `9 days`.
    pub(super) longest_gap: String,
}

/// The scale from moments to x coordinates.
struct Scale {
    start: Moment,
    now: Moment,
    units_a_day: f64,
}

impl Scale {
    fn of(first: Moment, now: Moment, usual_by: Option<Moment>) -> Self {
        let past = now.days_since(first).clamp(SHORTEST_DAYS, LONGEST_DAYS);
        let wanted = usual_by.map_or(0.0, |by| by.days_since(now) + past * 0.02);
        let ahead = wanted.clamp(past * AHEAD.start(), past * AHEAD.end());
        // This leaves some room before the first mark.
        let before = past * 0.015;
        let units_a_day = f64::from(WIDTH) / (before + past + ahead);
        Self { start: now.plus_days(-past - before), now, units_a_day }
    }

    fn x(&self, at: Moment) -> f64 {
        tenth((at.days_since(self.start) * self.units_a_day).clamp(0.0, f64::from(WIDTH)))
    }

    fn end(&self) -> Moment {
        self.start.plus_days(f64::from(WIDTH) / self.units_a_day)
    }
}

/// The rhythm strip of a pair; `None` when there was no touch.
pub(super) fn strip(view: &PersonView, calendar: &Calendar) -> Option<Strip> {
    let touches: Vec<(Moment, Side)> =
        view.touches.iter().map(|(kept, _)| (kept.touch.at, kept.touch.side)).collect();
    let first = touches.first()?.0;
    let rhythm = view.readings.rhythm().ok();
    let scale = Scale::of(first, view.as_of, rhythm.map(|rhythm| rhythm.usual_by));
    let band = rhythm.and_then(|rhythm| {
        let earliest = view.tie.state.last_contact()?.plus_days(rhythm.reading.low);
        band(&scale, earliest, rhythm.usual_by, calendar)
    });
    let usual_gap = rhythm.map_or(0.0, |rhythm| rhythm.usual_gap_days);
    Some(Strip {
        width: WIDTH,
        their_name: display_name(view).to_owned(),
        summary: summary(view, &touches, band.as_ref()),
        ticks: ticks(&scale, calendar),
        band,
        gaps: gaps(&scale, &touches, usual_gap),
        marks: marks(&scale, &touches, calendar),
        today: scale.x(view.as_of),
        table: table(&touches, calendar),
        has_earlier: view.has_earlier,
    })
}

fn summary(view: &PersonView, touches: &[(Moment, Side)], band: Option<&Band>) -> String {
    let (theirs, ours) = (view.tie.state.received(), view.tie.state.sent());
    let first = view.tie.state.first().or(touches.first().map(|(at, _)| *at));
    let said = format!(
        "{} of {} and {} of yours since {}.",
        grouped(u64::from(theirs)),
        display_name(view),
        grouped(u64::from(ours)),
        first.map(|at| span(view.as_of.since(at)) + " ago").unwrap_or_default()
    );
    band.map_or(said.clone(), |band| format!("{said} {}.", band.label))
}

fn band(scale: &Scale, earliest: Moment, latest: Moment, calendar: &Calendar) -> Option<Band> {
    if latest <= earliest || latest <= scale.start || earliest >= scale.end() {
        return None;
    }
    let (from, to) = (scale.x(earliest), scale.x(latest));
    let day = |at: Moment| calendar.format(at, "%-d %B");
    let label = format!("The next contact is usual between {} and {}", day(earliest), day(latest));
    Some(Band { x: from, width: tenth((to - from).max(2.0)), label })
}

/// The labels of months, as far apart as they need.
fn ticks(scale: &Scale, calendar: &Calendar) -> Vec<Tick> {
    let mut ticks: Vec<Tick> = Vec::new();
    let days = scale.end().days_since(scale.start).floor() as u32;
    for day in 1..days {
        let at = scale.start.plus_days(f64::from(day));
        let x = scale.x(at);
        let has_room =
            ticks.last().is_none_or(|last| x - last.x >= TICK_WIDTH) && x < f64::from(WIDTH) - 16.0;
        if has_room && x > 16.0 && calendar.format(at, "%-d") == "1" {
            let format = if calendar.format(at, "%m") == "01" { "%b %Y" } else { "%b" };
            ticks.push(Tick { x, label: calendar.format(at, format) });
        }
    }
    ticks
}

/// The longest silences that are long for this pair, in the order of time.
fn gaps(scale: &Scale, touches: &[(Moment, Side)], usual_gap: f64) -> Vec<Gap> {
    let shortest = (usual_gap * NAMED_GAPS).max(NAMED_DAYS);
    let ends = touches.iter().skip(1).map(|(at, _)| *at).chain([scale.now]);
    let mut found: Vec<(f64, Moment, Moment)> = touches
        .iter()
        .zip(ends)
        .map(|((from, _), to)| (to.days_since(*from), (*from).max(scale.start), to))
        .filter(|(length, from, to)| *length >= shortest && scale.x(*to) - scale.x(*from) >= NAME_WIDTH)
        .collect();
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.truncate(MAX_NAMED);
    found.sort_by_key(|(_, from, _)| *from);
    let named = |(length, from, to): (f64, Moment, Moment)| Gap {
        middle: tenth(f64::midpoint(scale.x(from), scale.x(to))),
        label: days(length),
    };
    found.into_iter().map(named).collect()
}

/// One mark for each day and side.
fn marks(scale: &Scale, touches: &[(Moment, Side)], calendar: &Calendar) -> Vec<Mark> {
    let mut by_day: BTreeMap<(Day, Side), (Moment, u32)> = BTreeMap::new();
    for (at, side) in touches.iter().filter(|(at, _)| *at >= scale.start) {
        by_day.entry((calendar.day(*at), *side)).or_insert((*at, 0)).1 += 1;
    }
    let mark = |((_, side), (at, times)): ((Day, Side), (Moment, u32))| Mark {
        x: scale.x(at),
        is_theirs: side == Side::Theirs,
        height: (10.0 + 8.0 * f64::from(times)).min(40.0),
        title: match (side, times) {
            (Side::Theirs, 1) => exact(at, calendar),
            (Side::Ours, 1) => format!("{}, yours", exact(at, calendar)),
            (side, times) => format!("{}: {times} {}", calendar.format(at, "%-d %B %Y"), side.name()),
        },
    };
    by_day.into_iter().map(mark).collect()
}

fn table(touches: &[(Moment, Side)], calendar: &Calendar) -> Vec<StripRow> {
    let mut rows: Vec<(String, u64, u64, f64)> = Vec::new();
    let mut last: Option<Moment> = None;
    for (at, side) in touches {
        let month = calendar.format(*at, "%B %Y");
        if rows.last().is_none_or(|row| row.0 != month) {
            rows.push((month, 0, 0, 0.0));
        }
        let gap = last.map_or(0.0, |last| at.days_since(last));
        if let Some(row) = rows.last_mut() {
            *(if *side == Side::Theirs { &mut row.1 } else { &mut row.2 }) += 1;
            row.3 = row.3.max(gap);
        }
        last = Some(*at);
    }
    let row = |(month, theirs, ours, gap): (String, u64, u64, f64)| StripRow {
        month,
        theirs: grouped(theirs),
        ours: grouped(ours),
        longest_gap: if gap < 1.0 {
            "under a day".to_owned()
        } else {
            count(gap.round() as u64, "day", "days")
        },
    };
    rows.into_iter().rev().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    #[test]
    fn marks_stay_on_the_field_and_a_long_silence_is_named() {
        let (first, now) = (at("2026-01-05"), at("2026-06-04"));
        let scale = Scale::of(first, now, Some(at("2026-06-20")));
        let touches =
            [(first, Side::Theirs), (at("2026-01-06"), Side::Ours), (at("2026-01-06T10:00:00Z"), Side::Ours)];
        let marks = marks(&scale, &touches, &Calendar::utc());
        assert_eq!(marks.len(), 2);
        assert!(marks[0].is_theirs && marks[0].x > 0.0 && (marks[0].height - 18.0).abs() < f64::EPSILON);
        assert_eq!(marks[1].title, "6 January 2026: 2 ours");
        assert!(scale.x(now) < f64::from(WIDTH) * 0.95);
        let gaps = gaps(&scale, &touches, 4.0);
        assert_eq!(gaps.len(), 1);
        assert_eq!(gaps[0].label, "5 months");
    }

    #[test]
    fn months_are_counted_from_the_beginning() {
        let touches = [
            (at("2020-01-05"), Side::Theirs),
            (at("2026-01-06"), Side::Ours),
            (at("2026-01-16"), Side::Ours),
        ];
        let rows = table(&touches, &Calendar::utc());
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].month.as_str(), rows[0].ours.as_str()), ("January 2026", "2"));
        assert_eq!(rows[1].theirs, "1");
    }
}
