use std::time::Duration;

use askama::Template;
use axum::response::Response;
use rapport_app::{Acting, Lane, TODAY_LIMIT, Today, first_name, grouped, span};
use rapport_model::{Calendar, Moment};

use crate::page::actions::{Actions, actions};
use crate::page::parts::{Empty, Link};
use crate::page::render::page;
use crate::page::shell::Shell;
use crate::page::words;
use crate::request::error::Result;
use crate::request::signed_in::SignedIn;

/// A wait is shown as late from this length on.
const LATE: Duration = Duration::from_hours(48);
const MINUTES_EACH: usize = 2;

/// The page of the day: `GET /`.
#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    shell: Shell,
    /// The date, such as `Thursday, 4 June`.
    date: String,
    /// The day in one sentence.
    sentence: String,
    /// The work it takes, such as `Five people, about ten minutes.`
    pace: Option<String>,
    /// What is shown when there is no lane: nothing was imported yet, or all is done.
    empty: Option<Empty>,
    /// The lanes that have cards.
    lanes: Vec<LaneView>,
    /// A few of those who are not suggested on purpose.
    left_alone: Vec<LeftAlone>,
    /// The link to the others, such as `14 more, among those who are quiet`.
    left_alone_more: Option<Link>,
}

/// One lane of the day.
struct LaneView {
    /// The id of the lane, unique on the page: `owe`, `stay`.
    key: &'static str,
    /// The title, such as `You owe`.
    title: &'static str,
    /// Further text beside it, such as `replies and promises`.
    hint: &'static str,
    /// The suggestions, most pressing first.
    cards: Vec<Card>,
}

/// A suggestion of the day.
struct Card {
    /// The page of the person, `/people/{id}`.
    href: String,
    name: String,
    /// The domain of their company; `None` for public providers.
    place: Option<String>,
    initials: String,
    /// The step of warmth, from 1 (cold) to 5 (warm).
    warmth: u8,
    /// The step in a word: `warm`, `steady`, `cooling`, `cool` or `cold`.
    warmth_word: &'static str,
    /// Why they are suggested now, as one sentence.
    why: String,
    /// Since when they wait, such as `since Friday`; `None` when it is not late.
    late_since: Option<String>,
    /// How to begin; `None` when there is no suggestion.
    opener: Option<String>,
    /// The interactions that the sentence is based on.
    evidence: Vec<CitationView>,
    actions: Actions,
}

/// A link to one interaction that a sentence is based on.
struct CitationView {
    /// The page of the interaction, `/interactions/{id}`.
    href: String,
    subject: String,
    /// When it took place, as RFC 3339.
    at: String,
    /// When it took place, such as `29 May`.
    when: String,
}

/// Somebody who is not suggested on purpose.
struct LeftAlone {
    /// The page of the person, `/people/{id}`.
    href: String,
    name: String,
    /// The reason, such as `snoozed until 18 June`.
    why: String,
}

/// Shows the page of the day: `GET /`.
pub(crate) async fn show(signed_in: SignedIn) -> Result<Response> {
    let today = signed_in.acting().today(None, TODAY_LIMIT).await?;
    let calendar = signed_in.calendar().await?;
    let more = today.left_alone_total.saturating_sub(today.left_alone.len());
    page(&TodayPage {
        shell: Shell::of(&signed_in, "today").await?,
        date: calendar.format(today.as_of, "%A, %-d %B"),
        sentence: sentence(&today),
        pace: (!today.cards.is_empty()).then(|| pace(today.cards.len())),
        empty: empty(&today),
        lanes: [
            (Lane::Owe, "owe", "You owe", "replies and promises"),
            (Lane::StayClose, "stay", "Stay close", "quieter than is usual for you two"),
            (Lane::LeanBack, "lean", "Lean back", "you always begin; would they?"),
        ]
        .into_iter()
        .map(|(lane, key, title, hint)| LaneView {
            key,
            title,
            hint,
            cards: cards(&today, signed_in.acting(), lane, &calendar),
        })
        .filter(|lane| !lane.cards.is_empty())
        .collect(),
        left_alone: today.left_alone.iter().map(left_alone).collect(),
        left_alone_more: (more > 0).then(|| {
            let label = format!("{} more, most of them quiet for longer than usual", grouped(more as u64));
            Link { href: "/people?show=quiet".to_owned(), label }
        }),
    })
}

/// The day in one sentence, such as `Maya and three others wait for you, and two ties are cooling.`
fn sentence(today: &Today) -> String {
    let names = |lane: Lane| -> Vec<&str> {
        today.cards.iter().filter(|card| card.lane == lane).map(|card| first_name(&card.name)).collect()
    };
    let owed = match names(Lane::Owe)[..] {
        [] => None,
        [one] => Some(format!("{one} waits for you")),
        [one, other] => Some(format!("{one} and {other} wait for you")),
        [first, ref others @ ..] => {
            Some(format!("{first} and {} others wait for you", words::number(others.len())))
        }
    };
    let cooling = match names(Lane::StayClose)[..] {
        [] => None,
        [one] => Some(format!("it is quiet with {one} for longer than usual")),
        [one, other] => Some(format!("it is quiet with {one} and {other} for longer than usual")),
        [first, ref others @ ..] => Some(format!(
            "it is quiet with {first} and {} others for longer than usual",
            words::number(others.len())
        )),
    };
    let open = names(Lane::LeanBack).first().map(|one| format!("with {one} it may be time to lean back"));
    match (owed, cooling) {
        (Some(owed), Some(cooling)) => format!("{owed}, and {cooling}."),
        (Some(one), None) | (None, Some(one)) => format!("{}.", words::capital(&one)),
        (None, None) if open.is_some() => format!("{}.", words::capital(&open.unwrap_or_default())),
        (None, None) if today.done > 0 => "That was today’s list.".to_owned(),
        (None, None) if today.relationships == 0 => "A quiet start.".to_owned(),
        (None, None) => "Nobody needs you today.".to_owned(),
    }
}

fn pace(cards: usize) -> String {
    let minutes = words::number(cards * MINUTES_EACH);
    let people = if cards == 1 { "person" } else { "people" };
    format!("{} {people}, about {minutes} minutes.", words::capital(&words::number(cards)))
}

fn empty(today: &Today) -> Option<Empty> {
    if !today.cards.is_empty() {
        return None;
    }
    Some(if today.relationships == 0 {
        Empty {
            icon: "import",
            title: "Bring your mail".to_owned(),
            text: "From the mail you already have, Rapport learns with whom you speak, how often, and who waits. It \
                   takes about a minute for ten years."
                .to_owned(),
            next: Some(Link::new("/imports", "Import mail")),
        }
    } else if today.done > 0 {
        Empty {
            icon: "check",
            title: "All done".to_owned(),
            text: "The day’s budget of attention is spent. Whoever else is worth it comes up tomorrow."
                .to_owned(),
            next: Some(Link::new("/people", "Look around")),
        }
    } else {
        Empty {
            icon: "check",
            title: "All done".to_owned(),
            text: "No reply is owed, and no tie is quieter than it usually is. This page fills by itself."
                .to_owned(),
            next: Some(Link::new("/people", "Look around")),
        }
    })
}

fn cards(today: &Today, acting: &Acting, lane: Lane, calendar: &Calendar) -> Vec<Card> {
    today
        .cards
        .iter()
        .filter(|card| card.lane == lane)
        .map(|card| view(card, acting, today.as_of, calendar))
        .collect()
}

fn view(card: &rapport_app::Card, acting: &Acting, now: Moment, calendar: &Calendar) -> Card {
    let late = card.since.filter(|since| now.since(*since) >= LATE);
    Card {
        href: format!("/people/{}", card.person),
        name: card.name.clone(),
        place: words::place(&card.address),
        initials: words::initials(&card.name),
        warmth: card.warmth.step(),
        warmth_word: card.warmth.word(),
        why: card.why.clone(),
        late_since: late.map(|since| late_since(since, &card.why, now, calendar)),
        opener: Some(card.begin.clone()).filter(|begin| !begin.is_empty()),
        evidence: card.evidence.iter().map(|citation| evidence(citation, now, calendar)).collect(),
        actions: Actions {
            lean_back: (card.lane == Lane::LeanBack).then(|| card.begin.clone()),
            ..actions(card.person, &card.name, true, "/", acting, calendar)
        },
    }
}

/// Since when they wait, in words that the sentence does not already have.
fn late_since(since: Moment, why: &str, now: Moment, calendar: &Calendar) -> String {
    let (day, waited) = (words::day(since, now, calendar), span(now.since(since)));
    if why.contains(&day) && !why.contains(&waited) {
        format!("for {waited}")
    } else {
        format!("since {day}")
    }
}

fn evidence(citation: &rapport_app::Citation, now: Moment, calendar: &Calendar) -> CitationView {
    let is_this_year = calendar.format(citation.at, "%Y") == calendar.format(now, "%Y");
    CitationView {
        href: format!("/interactions/{}", citation.interaction),
        subject: words::subject(&citation.subject),
        at: citation.at.to_string(),
        when: calendar.format(citation.at, if is_this_year { "%-d %b" } else { "%-d %b %Y" }),
    }
}

fn left_alone(rest: &rapport_app::LeftAlone) -> LeftAlone {
    LeftAlone { href: format!("/people/{}", rest.person), name: rest.name.clone(), why: rest.why.clone() }
}
