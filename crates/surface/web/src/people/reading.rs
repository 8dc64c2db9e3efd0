use rapport_app::{Balance, Evidence, PersonView, Response, Rhythm, count, days, gap, next_touch, percent};
use rapport_model::{Calendar, NotEnough, Reading};

use super::called::called;
use crate::page::words;

/// Measures of one kind.
pub(super) struct Readings {
    /// Unique on the page.
    pub(super) key: &'static str,
    /// `How you talk`
    pub(super) title: &'static str,
    /// A few quieter words; may be empty.
    pub(super) hint: &'static str,
    /// In a fixed order.
    pub(super) all: Vec<ReadingView>,
}

/// A measure: what it says, or why it says nothing.
pub(super) struct ReadingView {
    /// `Who begins`
    pub(super) title: &'static str,
    /// Its evidence is what the timeline shows now.
    pub(super) is_open: bool,
    /// The sentence with its proof, or what is missing.
    pub(super) said: Result<Said, String>,
}

/// A reading in words.
pub(super) struct Said {
    /// The sentence.
    pub(super) sentence: String,
    /// `9 days`
    pub(super) number: String,
    /// `80 % interval 7 days to 12 days`
    pub(super) interval: String,
    /// `88 contact days`
    pub(super) events: String,
    /// `/people/{id}?evidence=rhythm#timeline`
    pub(super) evidence_href: String,
    /// `rhythm/1`
    pub(super) method: String,
}

/// What a measure is called on the page.
pub(super) const fn title_of(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Rhythm => "Rhythm",
        Evidence::Persistence => "The next 30 days",
        Evidence::Initiation => "Who begins",
        Evidence::Inbound => "On their own",
        Evidence::Touch => "One more attempt",
        Evidence::Response => "Answers",
        Evidence::Activation => "Presence",
        Evidence::TwoSided => "Two-sided",
        Evidence::Depth => "Depth",
        Evidence::Given => "Given against asked",
        Evidence::EmptyCheckIn => "Empty check-ins",
    }
}

/// Every measure in its fixed order; `open` is the one whose evidence the timeline shows.
pub(super) fn readings(view: &PersonView, open: Option<Evidence>, calendar: &Calendar) -> [Readings; 2] {
    let one = |evidence: Evidence| ReadingView {
        title: title_of(evidence),
        is_open: open == Some(evidence),
        said: said(view, evidence, calendar).map_err(|missing| words::small(&missing.not_enough)),
    };
    let (log, words) = (Evidence::LOG.map(one).into(), Evidence::TALK.map(one).into());
    let hint = "by the words of your last mails, for you alone";
    [
        Readings { key: "readings", title: "What can be said", hint: "", all: log },
        Readings { key: "talk", title: "How you talk", hint, all: words },
    ]
}

fn said(view: &PersonView, evidence: Evidence, calendar: &Calendar) -> Result<Said, NotEnough> {
    let (readings, name) = (&view.readings, called(view));
    let (reading, sentence, events) = match evidence {
        Evidence::Rhythm => {
            let rhythm = readings.rhythm.as_ref().map_err(Clone::clone)?;
            (&rhythm.reading, of_rhythm(rhythm, view, calendar), ("contact day", "contact days"))
        }
        Evidence::Persistence => {
            let reading = readings.persistence.as_ref().map_err(Clone::clone)?;
            let chance = percent(reading.value);
            let sentence =
                format!("If nothing changes, the chance that you two speak within 30 days is {chance}.");
            (reading, sentence, ("contact day", "contact days"))
        }
        Evidence::Initiation => {
            let reading = readings.initiation.as_ref().map_err(Clone::clone)?;
            (reading, of_initiation(reading, name), ("beginning", "beginnings"))
        }
        Evidence::Inbound => {
            let reading = readings.inbound.as_ref().map_err(Clone::clone)?;
            let chance = percent(reading.value);
            let sentence =
                format!("If you keep quiet, the chance that {name} writes first within 30 days is {chance}.");
            (reading, sentence, ("mail of theirs", "mails of theirs"))
        }
        Evidence::Touch => {
            let reading = readings.touch.as_ref().map_err(Clone::clone)?;
            (reading, of_touch(reading, view), ("attempt of the team", "attempts of the team"))
        }
        Evidence::Response => {
            let response = readings.response.as_ref().map_err(Clone::clone)?;
            (&response.reading, of_response(response, name), ("question", "questions"))
        }
        Evidence::Activation => {
            let reading = readings.activation.as_ref().map_err(Clone::clone)?;
            let sentence = format!(
                "What you had together lately weighs as much as {} today; a day counts half after two months.",
                contact_days(reading.value)
            );
            (reading, sentence, ("contact day", "contact days"))
        }
        Evidence::TwoSided | Evidence::Depth | Evidence::Given | Evidence::EmptyCheckIn => {
            let reading = of_words(view, evidence)?;
            (reading, said_of_words(reading, evidence), ("thread", "threads"))
        }
    };
    let in_words = |value: f64| match evidence {
        Evidence::Rhythm => days(value),
        Evidence::Activation => format!("{value:.1}"),
        Evidence::Persistence
        | Evidence::Initiation
        | Evidence::Inbound
        | Evidence::Touch
        | Evidence::Response
        | Evidence::TwoSided
        | Evidence::Depth
        | Evidence::Given
        | Evidence::EmptyCheckIn => percent(value),
    };
    let (low, high) = (in_words(reading.low), in_words(reading.high));
    Ok(Said {
        sentence,
        number: in_words(reading.value),
        interval: if low == high {
            format!("80 % interval {low}")
        } else {
            format!("80 % interval {low} to {high}")
        },
        events: count(u64::from(reading.n), events.0, events.1),
        evidence_href: format!("/people/{}?evidence={}#timeline", view.person.id, evidence.name()),
        method: reading.method.clone(),
    })
}

fn of_rhythm(rhythm: &Rhythm, view: &PersonView, calendar: &Calendar) -> String {
    let usual = gap(rhythm.usual_gap_days);
    let quiet = days(rhythm.quiet_days);
    if rhythm.is_unusual() {
        let longer = percent(rhythm.quiet_quantile);
        return format!("You two speak {usual}; {quiet} of silence is longer than {longer} of your gaps.");
    }
    let by = words::day(rhythm.usual_by, view.as_of, calendar);
    format!("You two speak {usual}; {quiet} of silence is usual. It would be long from {by} on.")
}

fn of_initiation(reading: &Reading, name: &str) -> String {
    match Balance::of(reading) {
        Balance::TheyDrive => format!("{name} nearly always begins."),
        Balance::WeDrive => "You nearly always begin.".to_owned(),
        Balance::Balanced => format!("You and {name} begin about equally often."),
        Balance::TooFewToTell => {
            format!(
                "After a silence {name} began {} of the time; that is too open to say more.",
                percent(reading.value)
            )
        }
    }
}

/// `Your next mail would be attempt 3 since you last spoke; such a one is answered 1 time in 9 in your team.`
fn of_touch(reading: &Reading, view: &PersonView) -> String {
    let times = (1.0 / reading.value.max(1e-3)).round();
    let often = if times < 2.0 { "mostly".to_owned() } else { format!("1 time in {times:.0}") };
    match next_touch(&view.tie.state) {
        1 => format!("A first mail after contact is answered {often} in your team."),
        touch => format!(
            "Your next mail would be attempt {touch} since you last spoke; such a one is answered {often} in your team."
        ),
    }
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

fn of_words(view: &PersonView, evidence: Evidence) -> Result<&Reading, NotEnough> {
    let measured = match evidence {
        Evidence::TwoSided => &view.talk.two_sided,
        Evidence::Depth => &view.talk.depth,
        Evidence::Given => &view.talk.given,
        _ => &view.talk.empty,
    };
    measured.as_ref().map_err(Clone::clone)
}

/// `In none of your threads`, `In 41 % of your threads`: the interval of none or all ends there.
fn said_of_words(reading: &Reading, evidence: Evidence) -> String {
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

fn contact_days(value: f64) -> String {
    if (0.95..1.05).contains(&value) {
        "one day of contact".to_owned()
    } else {
        format!("{value:.1} days of contact")
    }
}
