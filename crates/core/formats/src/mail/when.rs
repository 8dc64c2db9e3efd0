use std::time::Duration;

use rapport_model::{MailDraft, Moment, Problem};

use super::headers::Headers;
use crate::date::{self, ParsedDate};

/// How far a date may lie after the mail's arrival: a clock with the wrong zone is up to a day off.
const CLOCK_ERROR: Duration = Duration::from_hours(48);
/// How far a date may lie before the mail's arrival. Servers give up after five days; moderators and the outboxes of
/// travellers take weeks.
const LONGEST_DELIVERY: Duration = Duration::from_hours(30 * 24);

/// Fills the date. The Date header is used unless the servers that carried the mail contradict it; then it is the last
/// server's time.
pub(super) fn fill(
    draft: &mut MailDraft,
    headers: &Headers<'_>,
    envelope: Option<Moment>,
    problems: &mut Vec<Problem>,
) {
    let arrivals: Vec<Moment> =
        headers.texts("Received").filter_map(arrival).filter(|at| is_of_the_age_of_mail(*at)).collect();
    let envelope = envelope.filter(|at| is_of_the_age_of_mail(*at));
    let fallback = arrivals.first().copied().or(envelope);
    let mut fields = headers.texts("Date").filter(|text| !text.trim().is_empty()).peekable();
    if fields.peek().is_none() {
        problems.push(Problem::new("date_missing", explained("It has no date", fallback)));
        draft.at = fallback;
        return;
    }
    let Some(ParsedDate { at, zone_minutes }) = fields.find_map(date::read) else {
        problems.push(Problem::new("date_unreadable", explained("Its date could not be read", fallback)));
        draft.at = fallback;
        return;
    };
    draft.zone_minutes = zone_minutes;
    if is_plausible(at, &arrivals, envelope) {
        draft.at = Some(at);
        return;
    }
    problems.push(Problem::new("date_implausible", explained("Its date cannot be right", fallback)));
    draft.at = fallback;
}

fn explained(what: &str, fallback: Option<Moment>) -> String {
    match fallback {
        Some(_) => format!("{what}; the time of its arrival was taken."),
        None => format!("{what}, and nothing else tells the time."),
    }
}

/// The moment in a Received header, which ends in `; date`.
fn arrival(field: &str) -> Option<Moment> {
    let (_, date) = field.rsplit_once(';')?;
    date::read(date).map(|written| written.at)
}

/// Whether mail existed at that moment, and it is not far in the future.
fn is_of_the_age_of_mail(moment: Moment) -> bool {
    (YEAR_1980..YEAR_2101).contains(&moment)
}

const YEAR_1980: Moment = Moment::from_seconds(315_532_800);
const YEAR_1990: Moment = Moment::from_seconds(631_152_000);
const YEAR_2101: Moment = Moment::from_seconds(4_133_980_800);

fn is_plausible(at: Moment, arrivals: &[Moment], envelope: Option<Moment>) -> bool {
    if !is_of_the_age_of_mail(at) {
        return false;
    }
    if !arrivals.is_empty() {
        // A mailbox that was moved has a late stamp on top, so one stamp that agrees is enough.
        return arrivals
            .iter()
            .any(|arrival| at <= arrival.plus(CLOCK_ERROR) && *arrival <= at.plus(LONGEST_DELIVERY));
    }
    // The line in an mbox file may be as late as the day of an export, so it only contradicts later dates. A clock
    // that was never set says 1980.
    envelope.is_none_or(|envelope| at <= envelope.plus(CLOCK_ERROR) && at >= YEAR_1990)
}
