use rapport_app::{Evidence, PersonView, TimelineEntry};
use rapport_model::{Calendar, Channel, InteractionId, Moment, Side};

use super::display_name::display_name;
use super::reading::title_of;
use crate::page::words;

/// How many characters of the own text an entry of the timeline shows.
const LETTERS: usize = 220;

/// The filter of the timeline.
pub(super) struct TimelineFilter {
    /// The filter in words, such as `Only what “Rhythm” rests on.`
    pub(super) label: String,
    /// The URL of the whole timeline.
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

/// The touches of one month.
pub(super) struct Month {
    /// The month, such as `May 2026`.
    pub(super) label: String,
    /// Whether the page before ended within this month, so that its name is shown already.
    pub(super) is_continued: bool,
    /// The touches, newest first.
    pub(super) touches: Vec<TouchRow>,
}

/// One entry of the timeline.
pub(super) struct TouchRow {
    /// The page of the interaction, `/interactions/{id}`.
    pub(super) href: String,
    /// The side that acted: `theirs` or `ours`.
    pub(super) side: &'static str,
    /// Who did what, such as `Maya wrote` or `You called`.
    pub(super) who: String,
    /// The icon of the channel: `mail`, `calendar`, `phone` or `message-circle`.
    pub(super) icon: &'static str,
    /// The subject, or the channel when there is none.
    pub(super) subject: String,
    /// The beginning of the writer's own text; `None` when there is none.
    pub(super) words: Option<String>,
    /// When it took place, as RFC 3339.
    pub(super) at: String,
    /// The day in the month, such as `Mon 1`.
    pub(super) when: String,
    /// When it took place, such as `1 June 2026, 12:00`.
    pub(super) exact: String,
}

/// A page of the timeline by month; `before` is the last interaction of the page before.
pub(super) fn months(view: &PersonView, before: Option<InteractionId>, calendar: &Calendar) -> Vec<Month> {
    let name = display_name(view);
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

/// The moment in an id of an interaction, which ids begin with.
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
