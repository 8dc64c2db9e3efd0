use rapport_app::{Evidence, PersonView, TimelineEntry};
use rapport_model::{Calendar, Channel, InteractionId, Moment, Side};

use super::called::called;
use super::reading::title_of;
use crate::page::words;

/// Letters of somebody's own words in a line of the timeline.
const LETTERS: usize = 220;

/// Why the timeline is short.
pub(super) struct TimelineFilter {
    /// `Only what “Rhythm” rests on.`
    pub(super) label: String,
    /// The whole timeline.
    pub(super) clear_href: String,
}

impl TimelineFilter {
    pub(super) fn of(evidence: Evidence, path: &str) -> Self {
        Self {
            label: format!("Only what “{}” rests on.", title_of(evidence)),
            clear_href: format!("{path}#timeline"),
        }
    }
}

/// The touches of a month.
pub(super) struct Month {
    /// `May 2026`
    pub(super) label: String,
    /// The page before ended within this month, so its name stands already.
    pub(super) is_continued: bool,
    /// Newest first.
    pub(super) touches: Vec<TouchRow>,
}

/// One touch in the timeline.
pub(super) struct TouchRow {
    /// `/interactions/{id}`
    pub(super) href: String,
    /// `theirs` or `ours`.
    pub(super) side: &'static str,
    /// `Maya wrote`, `You called`.
    pub(super) who: String,
    /// `mail`, `calendar`, `phone`, `message-circle`.
    pub(super) icon: &'static str,
    /// The subject, or the channel when there is none.
    pub(super) subject: String,
    /// The first of the writer's own words.
    pub(super) words: Option<String>,
    /// RFC 3339.
    pub(super) at: String,
    /// `Mon 1`
    pub(super) when: String,
    /// `1 June 2026, 12:00`
    pub(super) exact: String,
}

/// A page of the timeline by month; `before` is where the page before it ended.
pub(super) fn months(view: &PersonView, before: Option<InteractionId>, calendar: &Calendar) -> Vec<Month> {
    let name = called(view);
    let month_of = |at: Moment| calendar.format(at, "%B %Y");
    let ended_in = before.and_then(moment_of).map(month_of);
    let mut months: Vec<Month> = Vec::new();
    for entry in &view.timeline {
        let label = month_of(entry.interaction.at);
        let row = row(entry, name, calendar);
        if let Some(month) = months.last_mut().filter(|month| month.label == label) {
            month.touches.push(row);
        } else {
            let is_continued = months.is_empty() && ended_in.as_ref() == Some(&label);
            months.push(Month { label, is_continued, touches: vec![row] });
        }
    }
    months
}

/// Ids of interactions begin with their time.
fn moment_of(id: InteractionId) -> Option<Moment> {
    let (seconds, _) = id.0.get_timestamp()?.to_unix();
    Some(Moment::from_seconds(i64::try_from(seconds).ok()?))
}

fn row(entry: &TimelineEntry, name: &str, calendar: &Calendar) -> TouchRow {
    let kept = &entry.interaction;
    let actor = if kept.side == Side::Ours { "You" } else { name };
    let verb = match kept.channel {
        Channel::Mail | Channel::Message => "wrote",
        Channel::Meeting => "met",
        Channel::Call => "called",
    };
    let subject = if kept.subject.trim().is_empty() { words::channel(kept.channel) } else { &kept.subject };
    let own = words::excerpt(&kept.own_text, LETTERS);
    TouchRow {
        href: format!("/interactions/{}", kept.id),
        side: kept.side.name(),
        who: format!("{actor} {verb}"),
        icon: words::icon(kept.channel),
        subject: subject.to_owned(),
        // What was logged by hand has its first line as its subject.
        words: own.filter(|own| own != subject),
        at: kept.at.to_string(),
        when: calendar.format(kept.at, "%a %-d"),
        exact: words::exact(kept.at, calendar),
    }
}
