use rapport_app::{
    Evidence, Found, PairMeasure, PersonView, Response, Rhythm, Shown, count, days, gap, percent, written,
};
use rapport_model::{Calendar, Measured, NotEnough, Reading};

use super::display_name::display_name;
use crate::page::words;

/// A group of measures on the page.
pub(super) struct Readings {
    /// The id of the group, unique on the page.
    pub(super) key: &'static str,
    /// The title of the group, such as `How you talk`.
    pub(super) title: &'static str,
    /// Further text beside the title; may be empty.
    pub(super) hint: &'static str,
    /// The measures in a fixed order.
    pub(super) all: Vec<ReadingView>,
}

/// A measure with its reading, or why there is none.
pub(super) struct ReadingView {
    /// The title of the measure, such as `Who begins`.
    pub(super) title: &'static str,
    /// Whether the timeline shows its evidence.
    pub(super) is_open: bool,
    /// The reading, or what is missing.
    pub(super) said: Result<ReadingText, String>,
}

/// A reading in words.
pub(super) struct ReadingText {
    /// The sentence of the reading.
    pub(super) sentence: String,
    /// The value, such as `9 days`.
    pub(super) number: String,
    /// The interval, such as `80 % interval 7 days to 12 days`.
    pub(super) interval: String,
    /// The sample size, such as `88 contact days`.
    pub(super) events: String,
    /// The URL of its evidence: `/people/{id}?evidence=rhythm#timeline`.
    pub(super) evidence_href: String,
    /// The method and its version, such as `rhythm/1`.
    pub(super) method: String,
}

/// The title of a measure on the page.
pub(super) const fn title_of(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Log(measure) => measure.title,
        Evidence::TwoSided => "Two-sided",
        Evidence::Depth => "Depth",
        Evidence::Given => "Given against asked",
        Evidence::EmptyCheckIn => "Empty check-ins",
    }
}

/// All measures in their fixed order; the timeline shows the evidence of `open`.
pub(super) fn readings(view: &PersonView, open: Option<Evidence>, calendar: &Calendar) -> [Readings; 2] {
    let one = |evidence: Evidence, said: Result<ReadingText, &NotEnough>| ReadingView {
        title: title_of(evidence),
        is_open: open == Some(evidence),
        said: said.map_err(|missing| words::small(&missing.not_enough)),
    };
    let log = view.readings.iter().map(|read| {
        let said = read.found.as_ref().map(|found| said_of_log(view, read.measure, found, calendar));
        one(Evidence::Log(read.measure), said)
    });
    let talk = Evidence::TALK.map(|evidence| {
        let said = of_words(view, evidence).as_ref().map(|reading| said_of_talk(view, evidence, reading));
        one(evidence, said)
    });
    let hint = "by the words of your last mails, for you alone";
    [
        Readings { key: "readings", title: "What can be said", hint: "", all: log.collect() },
        Readings { key: "talk", title: "How you talk", hint, all: talk.into() },
    ]
}

fn said_of_log(
    view: &PersonView,
    measure: &'static PairMeasure,
    found: &Found,
    calendar: &Calendar,
) -> ReadingText {
    let (reading, name) = (found.reading(), display_name(view));
    let sentence = match found {
        Found::Rhythm(rhythm) => of_rhythm(rhythm, view, calendar),
        Found::Response(response) => of_response(response, name),
        Found::Plain { sentence, .. } => {
            sentence.replace("{value}", &written(measure.shown, reading.value)).replace("{name}", name)
        }
    };
    said(view, Evidence::Log(measure), reading, sentence, measure.shown, measure.counted)
}

fn said_of_talk(view: &PersonView, evidence: Evidence, reading: &Reading) -> ReadingText {
    let sentence = sentence_of_talk(reading, evidence);
    said(view, evidence, reading, sentence, Shown::Percent, ["thread", "threads"])
}

fn said(
    view: &PersonView,
    evidence: Evidence,
    reading: &Reading,
    sentence: String,
    shown: Shown,
    [one, several]: [&str; 2],
) -> ReadingText {
    let (low, high) = (written(shown, reading.low), written(shown, reading.high));
    ReadingText {
        sentence,
        number: written(shown, reading.value),
        interval: if low == high {
            format!("80 % interval {low}")
        } else {
            format!("80 % interval {low} to {high}")
        },
        events: count(u64::from(reading.n), one, several),
        evidence_href: format!("/people/{}?evidence={}#timeline", view.person.id, evidence.name()),
        method: reading.method.clone(),
    }
}

fn of_rhythm(rhythm: &Rhythm, view: &PersonView, calendar: &Calendar) -> String {
    let usual = gap(rhythm.usual_gap_days);
    let quiet = days(rhythm.quiet_days);
    if rhythm.is_unusual() {
        let longer = percent(rhythm.silence_quantile);
        return format!("You two speak {usual}; {quiet} of silence is longer than {longer} of your gaps.");
    }
    let by = words::day(rhythm.usual_by, view.as_of, calendar);
    format!("You two speak {usual}; {quiet} of silence is usual. It would be long from {by} on.")
}

fn of_response(response: &Response, name: &str) -> String {
    let rate = percent(response.reading.value);
    let latency = |reading: &Reading| days(reading.value / 24.0);
    let theirs = match &response.latency_hours {
        Some(hours) => {
            format!("{name} answers {rate} of what you write within a week, mostly in {}", latency(hours))
        }
        None => format!("{name} answers {rate} of what you write within a week"),
    };
    match response.ours.as_ref().and_then(|ours| ours.latency_hours.as_ref()) {
        Some(hours) => format!("{theirs}; you take {}.", latency(hours)),
        None => format!("{theirs}."),
    }
}

fn of_words(view: &PersonView, evidence: Evidence) -> &Measured {
    match evidence {
        Evidence::TwoSided => &view.talk.two_sided,
        Evidence::Depth => &view.talk.depth,
        Evidence::Given => &view.talk.given,
        _ => &view.talk.empty,
    }
}

/// A sentence about the threads, such as `In 41 % of your threads`. The interval of none or all ends at that value.
fn sentence_of_talk(reading: &Reading, evidence: Evidence) -> String {
    let share = match (reading.low, reading.high) {
        (low, _) if low <= 0.0 => "none".to_owned(),
        (_, high) if high >= 1.0 => "all".to_owned(),
        _ => percent(reading.value),
    };
    match evidence {
        Evidence::TwoSided => {
            format!(
                "In {share} of your threads both write at least twice, and each has 30 to 70 % of the words."
            )
        }
        Evidence::Depth => {
            format!("Of what was recognized, {share} is about plans and people, not price, dates and papers.")
        }
        Evidence::Given => {
            format!("Of what you gave and asked for, {share} was given: answers, documents, introductions.")
        }
        _ => {
            let share = words::capital(&share);
            format!("{share} of your threads are empty check-ins: short, about nothing, and never answered.")
        }
    }
}
