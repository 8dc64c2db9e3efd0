use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use rapport_app::{
    Citation, DormantTieView, IntroductionOutcome, IntroductionView, ListedPerson, SphereView, count,
    first_name,
};
use rapport_model::{Calendar, Moment};
use serde::Deserialize;

use super::picture::{self, Picture};
use super::ways::{WaysView, ways};
use crate::page::parts::{Empty, Link};
use crate::page::render::page;
use crate::page::shell::Shell;
use crate::page::words;
use crate::request::error::Result;
use crate::request::signed_in::SignedIn;
use crate::request::url::url;

/// The page of the sphere: `GET /sphere?to=`.
#[derive(Template)]
#[template(path = "sphere/show.html")]
struct SpherePage {
    shell: Shell,
    /// The numbers as a sentence, such as `You know 240 of the 1,284 people whom the team has met.`
    summary: String,
    /// What is shown while nobody is known.
    empty: Option<Empty>,
    picture: Picture,
    /// The width of the picture, in units.
    width: f64,
    height: f64,
    /// The text in the search field.
    query: String,
    /// The paths to the person who is searched for; `None` when nobody is.
    ways: Option<WaysView>,
    /// The introductions that the member requested.
    introductions: Vec<AskedView>,
    /// The lists behind the picture, without the empty ones.
    lists: Vec<List>,
    /// Companies to which few members hold the links.
    few_hands: Vec<String>,
}

/// A request for an introduction.
struct AskedView {
    /// The page of the person, or the paths to them while the member does not know them.
    to: String,
    /// The name of the person to meet.
    name: String,
    /// The name of whoever was asked.
    via: String,
    /// The state in a word, such as `waiting`.
    outcome: &'static str,
    /// The state as a sentence.
    sentence: String,
    /// The URL that saves a refusal, `/introductions/{id}/refusals`; `None` once there is an outcome.
    decline: Option<String>,
}

/// A list of people, with the reason for each.
struct List {
    /// The id of the list, unique on the page.
    key: &'static str,
    /// The title, such as `Your only links`.
    title: &'static str,
    /// Further text beside the title.
    hint: &'static str,
    people: Vec<Entry>,
}

/// A person of a list.
struct Entry {
    /// The page of the person, `/people/{id}`.
    href: String,
    name: String,
    /// The domain of their company; `None` for public providers.
    place: Option<String>,
    /// The step of warmth, from 1 (cold) to 5 (warm); a dormant tie is cold.
    warmth: u8,
    /// The step of warmth in a word.
    warmth_word: &'static str,
    /// Why they are listed.
    why: String,
    /// How to begin; `None` when there is no suggestion.
    opener: Option<String>,
    /// The interactions that the sentence is based on.
    evidence: Vec<Evidence>,
}

/// A link to one interaction.
struct Evidence {
    href: String,
    subject: String,
    at: String,
    when: String,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    to: String,
}

/// Shows the page of the sphere: `GET /sphere`.
pub(crate) async fn show(signed_in: SignedIn, Query(asked): Query<Asked>) -> Result<Response> {
    let view = signed_in.acting().sphere_view().await?;
    let dormant = signed_in.acting().dormant().await?;
    let ways = ways(&signed_in, &asked.to).await?;
    let calendar = signed_in.calendar().await?;
    page(&SpherePage {
        shell: Shell::of(&signed_in, "sphere").await?,
        summary: summary(&view),
        empty: (view.known == 0).then(|| Empty {
            icon: "orbit",
            title: "Nobody here yet".to_owned(),
            text: "From your mail Rapport sees who stands close to you, who is your only link to others, and who \
                   could introduce you. It begins with an import."
                .to_owned(),
            next: Some(Link::new("/imports", "Import mail")),
        }),
        picture: picture::picture(&view),
        width: picture::WIDTH,
        height: picture::HEIGHT,
        query: asked.to,
        ways,
        introductions: signed_in.acting().introductions().await?.iter().map(asked_for).collect(),
        lists: lists(&view, &dormant, &calendar),
        few_hands: view.concentrations.iter().map(|one| one.why.clone()).collect(),
    })
}

fn summary(view: &SphereView) -> String {
    let ways_out = view.ways_out.map_or_else(String::new, |ways| {
        format!(" Since many of them know each other, they lead {ways:.0} separate ways.")
    });
    let known = count(view.known as u64, "person", "people");
    let met = if view.team > 1 {
        format!("You know {known} of the {} whom the team has met", rapport_app::grouped(view.people as u64))
    } else {
        format!("You know {known}")
    };
    let bridges = match view.bridge_count {
        0 => String::new(),
        1 => ", and one of these ties is a bridge to another circle".to_owned(),
        bridges => format!(", and {} of these ties are bridges to other circles", words::number(bridges)),
    };
    format!("{met}{bridges}.{ways_out} All of it is as seen in your team’s mail.")
}

fn lists(view: &SphereView, dormant: &[DormantTieView], calendar: &Calendar) -> Vec<List> {
    let entries = |people: &[ListedPerson]| people.iter().map(entry).collect::<Vec<_>>();
    let waking = dormant.iter().map(|one| sleeping(one, view.as_of, calendar)).collect();
    let all = [
        ("bridges", "Your only links", "without them the way there is gone", entries(&view.bridges)),
        ("wake", "Can be woken", "three a week, silent for long and worth a word", waking),
        ("openings", "Open new circles", "weak ties to people you do not know", entries(&view.openings)),
        ("core", "Strong core", "for favors", entries(&view.core)),
    ];
    let list = |(key, title, hint, people)| List { key, title, hint, people };
    all.into_iter().map(list).filter(|list| !list.people.is_empty()).collect()
}

fn asked_for(one: &IntroductionView) -> AskedView {
    let (outcome, is_open) = match one.outcome {
        IntroductionOutcome::Waiting => ("waiting", true),
        IntroductionOutcome::Met => ("met", false),
        IntroductionOutcome::Declined => ("declined", false),
    };
    AskedView {
        to: if outcome == "met" {
            format!("/people/{}", one.person)
        } else {
            url("/sphere", &[("to", &one.address)])
        },
        name: one.name.clone(),
        via: first_name(&one.via).to_owned(),
        outcome,
        sentence: one.sentence.clone(),
        decline: is_open.then(|| format!("/introductions/{}/refusals", one.id)),
    }
}

fn entry(person: &ListedPerson) -> Entry {
    Entry {
        href: format!("/people/{}", person.person),
        name: person.name.clone(),
        place: words::place(&person.address),
        warmth: person.warmth.step(),
        warmth_word: person.warmth.word(),
        why: person.why.clone(),
        opener: None,
        evidence: Vec::new(),
    }
}

fn sleeping(one: &DormantTieView, now: Moment, calendar: &Calendar) -> Entry {
    let evidence = |citation: &Citation| Evidence {
        href: format!("/interactions/{}", citation.interaction),
        subject: words::subject(&citation.subject),
        at: citation.at.to_string(),
        when: words::day(citation.at, now, calendar),
    };
    Entry {
        href: format!("/people/{}", one.person),
        name: one.name.clone(),
        place: words::place(&one.address),
        warmth: 1,
        warmth_word: "dormant",
        why: one.why.clone(),
        opener: Some(one.begin.clone()).filter(|begin| !begin.is_empty()),
        evidence: one.evidence.iter().map(evidence).collect(),
    }
}
