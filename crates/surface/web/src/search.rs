use askama::Template;
use axum::Json;
use axum::extract::Query;
use axum::response::Response;
use rapport_app::{Hit, PersonLine, SearchResults, count};
use rapport_model::{Calendar, Side};
use serde::{Deserialize, Serialize};

use crate::page::parts::Empty;
use crate::page::render::page;
use crate::page::shell::Shell;
use crate::page::words;
use crate::request::error::Result;
use crate::request::signed_in::SignedIn;
use crate::request::url::url;

const SUGGESTED: usize = 8;

/// The search page: `GET /search?q=&after=`. The words are in `shell.query`.
#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    shell: Shell,
    /// The number of matches, such as `2 people and 31 messages.`
    summary: String,
    /// What is shown when nothing was found or searched for.
    empty: Option<Empty>,
    /// The people who match; only on the first page.
    people: Vec<FoundPerson>,
    /// The mails whose subject or own text matches.
    mails: Vec<FoundMail>,
    /// The URL of the next page; `None` on the last one.
    next: Option<String>,
}

/// A person who matches.
struct FoundPerson {
    /// The page of the person, `/people/{id}`.
    href: String,
    name: String,
    initials: String,
    /// The step of warmth, from 1 (cold) to 5 (warm).
    warmth: u8,
    /// The address of the person.
    detail: String,
}

/// A mail that matches.
struct FoundMail {
    /// The page of the mail, `/interactions/{id}`.
    href: String,
    subject: String,
    /// Who wrote to whom, such as `Maya Lindqvist to you`.
    who: String,
    /// When it was written, as RFC 3339.
    at: String,
    /// When it was written, such as `29 May 2026`.
    when: String,
    /// The text around the matches.
    snippet: Vec<Piece>,
}

/// A piece of a snippet.
struct Piece {
    text: String,
    /// Whether the piece is part of a match.
    is_hit: bool,
}

#[derive(Deserialize)]
pub(crate) struct SearchQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

/// Shows the search page: `GET /search`.
pub(crate) async fn index(signed_in: SignedIn, Query(query): Query<SearchQuery>) -> Result<Response> {
    signed_in.count_search()?;
    let after = query.after.parse().ok();
    let found = signed_in.acting().search(&query.q, after).await?;
    let calendar = signed_in.calendar().await?;
    let is_first = after.is_none();
    let next = found.next.map(|next| url("/search", &[("q", &query.q), ("after", &next.to_string())]));
    page(&SearchPage {
        summary: summary(&found, &query.q),
        empty: empty(&found, &query.q),
        people: if is_first { found.people.iter().map(person).collect() } else { Vec::new() },
        mails: found.hits.iter().map(|hit| mail(hit, &calendar)).collect(),
        next,
        shell: Shell { query: query.q, ..Shell::of(&signed_in, "").await? },
    })
}

fn summary(found: &SearchResults, query: &str) -> String {
    if query.trim().is_empty() {
        return String::new();
    }
    let people = count(found.people.len() as u64, "person", "people");
    let messages = count(found.hits.len() as u64, "message", "messages");
    match (found.people.len(), found.next) {
        (0, None) => format!("{messages}."),
        (0, Some(_)) => format!("{messages}, newest first, and more below."),
        (_, None) => format!("{people} and {messages}."),
        (_, Some(_)) => format!("{people} and {messages}, newest first, and more below."),
    }
}

fn empty(found: &SearchResults, query: &str) -> Option<Empty> {
    if !found.people.is_empty() || !found.hits.is_empty() {
        return None;
    }
    let (title, text) = if query.trim().is_empty() {
        (
            "What are you looking for?",
            "A name, an address, a word in a subject, or words that you or somebody else wrote. All words must occur.",
        )
    } else if found.next.is_some() {
        (
            "Nothing of yours on this page",
            "What matches here is private to others; older messages may be yours.",
        )
    } else {
        (
            "Nothing found",
            "Try fewer words, or the beginning of one. Mail that was set aside is found under Import.",
        )
    };
    Some(Empty { icon: "search", title: title.to_owned(), text: text.to_owned(), next: None })
}

fn person(line: &PersonLine) -> FoundPerson {
    FoundPerson {
        href: format!("/people/{}", line.person),
        name: line.name.clone(),
        initials: words::initials(&line.name),
        warmth: line.warmth.step(),
        detail: line.address.clone(),
    }
}

fn mail(hit: &Hit, calendar: &Calendar) -> FoundMail {
    let kept = &hit.interaction;
    FoundMail {
        href: format!("/interactions/{}", kept.id),
        subject: words::subject(&kept.subject),
        who: match kept.side {
            Side::Theirs => format!("{} to you", hit.name),
            Side::Ours => format!("You to {}", hit.name),
        },
        at: kept.at.to_string(),
        when: calendar.format(kept.at, "%-d %b %Y"),
        snippet: hit.snippet.iter().flat_map(|(text, is_hit)| pieces(text, *is_hit)).collect(),
    }
}

/// The space after a hit is not marked.
fn pieces(text: &str, is_hit: bool) -> [Piece; 2] {
    let (words, space) = text.split_at(text.trim_end().len());
    [Piece { text: words.to_owned(), is_hit }, Piece { text: space.to_owned(), is_hit: false }]
}

/// The suggestions of the palette, as JSON: `{"people":[{"name":"","detail":"","href":""}]}`.
#[derive(Serialize)]
pub(crate) struct Suggestions {
    /// At most eight people.
    people: Vec<Suggestion>,
}

/// A person whose page can be opened.
#[derive(Serialize)]
struct Suggestion {
    name: String,
    detail: String,
    href: String,
}

/// Suggests people: `GET /search.json?q=`.
pub(crate) async fn suggest(
    signed_in: SignedIn,
    Query(query): Query<SearchQuery>,
) -> Result<Json<Suggestions>> {
    signed_in.count_search()?;
    let found = signed_in.acting().search_people(&query.q, SUGGESTED).await?;
    let people = found.into_iter().map(|line| Suggestion {
        href: format!("/people/{}", line.person),
        detail: words::place(&line.address).unwrap_or_else(|| line.address.clone()),
        name: line.name,
    });
    Ok(Json(Suggestions { people: people.collect() }))
}
