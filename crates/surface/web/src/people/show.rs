use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_app::{Evidence, PersonView, count, days, first_name, since};
use rapport_model::{Calendar, FollowUp, FollowUpAct, PersonId};
use serde::Deserialize;

use super::actions::{Actions, actions};
use super::reading::{ReadingView, readings};
use super::strip::{Strip, strip};
use super::timeline::{Month, TimelineFilter, months};
use crate::error::Result;
use crate::shell::{Fact, Shell};
use crate::visit::{Visit, page};
use crate::words;

/// `GET /people/{id}?evidence=&before=`
#[derive(Template)]
#[template(path = "people/show.html")]
struct PersonPage {
    /// The frame.
    shell: Shell,
    /// Their name.
    name: String,
    /// Their company's domain.
    place: Option<String>,
    /// Two letters.
    initials: String,
    /// 1 cool to 5 warm.
    warmth: u8,
    /// The same in a word.
    warmth_word: &'static str,
    /// The one sentence.
    sentence: String,
    /// `Snoozed until 18 June.`
    resting: Option<String>,
    /// What can be done.
    actions: Actions,
    /// Last contact, quiet, known since, exchanges.
    facts: Vec<Fact>,
    /// The rhythm strip; nothing when there is no interaction.
    strip: Option<Strip>,
    /// One for each measure, in a fixed order.
    readings: Vec<ReadingView>,
    /// Set while the timeline shows only evidence.
    timeline_filter: Option<TimelineFilter>,
    /// Newest first.
    months: Vec<Month>,
    /// The address of the next page, ending in `#timeline`.
    older: Option<String>,
    /// Who else of the team knows them.
    colleagues: Vec<Line>,
    /// All their addresses.
    addresses: Vec<Line>,
}

/// A line with a quieter part.
struct Line {
    /// The address, or the colleague.
    text: String,
    /// `used last`, `12 exchanges, the last 3 weeks ago`
    detail: String,
}

#[derive(Deserialize)]
pub(crate) struct PersonQuery {
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    before: String,
}

/// `GET /people/{id}`
pub(crate) async fn show(
    visit: Visit,
    Path(person): Path<PersonId>,
    Query(query): Query<PersonQuery>,
) -> Result<Response> {
    let evidence = Evidence::from_name(&query.evidence);
    let before = query.before.parse().ok();
    let view = visit.app().person(visit.member(), person, evidence, before).await?;
    let calendar = visit.calendar().await?;
    let path = format!("/people/{person}");
    let older = view.older.map(|older| {
        let evidence = evidence.map_or("", Evidence::name);
        words::address(&path, &[("evidence", evidence), ("before", &older.to_string())]) + "#timeline"
    });
    let resting = view.resting.as_ref();
    page(&PersonPage {
        shell: visit.shell("people").await?,
        name: view.person.name.clone(),
        place: words::place(&view.tie.address),
        initials: words::initials(&view.person.name),
        warmth: view.warmth.step(),
        warmth_word: view.warmth.word(),
        sentence: view.sentence.clone(),
        resting: resting.map(|act| rest(act, &view, &calendar)),
        actions: actions(person, &view.person.name, view.is_due, &path, view.as_of, &calendar),
        facts: facts(&view, &calendar),
        strip: strip(&view, &calendar),
        readings: readings(&view, evidence, &calendar),
        timeline_filter: evidence.map(|evidence| TimelineFilter::of(evidence, &path)),
        months: months(&view, before, &calendar),
        older,
        colleagues: view
            .colleagues
            .iter()
            .map(|colleague| Line {
                text: colleague.name.clone(),
                detail: format!(
                    "{}, the last {}",
                    count(colleague.interactions, "exchange", "exchanges"),
                    since(colleague.last, view.as_of)
                ),
            })
            .collect(),
        addresses: addresses(&view),
    })
}

fn rest(act: &FollowUp, view: &PersonView, calendar: &Calendar) -> String {
    let until = words::day(act.until, view.as_of, calendar);
    match act.act {
        FollowUpAct::Done => format!("Done; back when they write, or on {until}."),
        FollowUpAct::Snoozed => format!("Snoozed until {until}."),
        FollowUpAct::Dismissed if act.reason.is_empty() => format!("Dismissed until {until}."),
        FollowUpAct::Dismissed => {
            format!("Dismissed until {until}: {}.", words::small(act.reason.trim_end_matches('.')))
        }
    }
}

fn facts(view: &PersonView, calendar: &Calendar) -> Vec<Fact> {
    let (state, now) = (&view.tie.state, view.as_of);
    let dated = |label, at: Option<rapport_model::Moment>, said: &dyn Fn(rapport_model::Moment) -> String| {
        at.map(|at| Fact { label, value: said(at), title: words::exact(at, calendar) })
    };
    let exchanges = u64::from(state.sent()) + u64::from(state.received());
    let facts = [
        dated("Last contact", state.last_contact(), &|at| since(at, now)),
        dated("You wrote last", state.last_ours(), &|at| since(at, now)),
        dated("Known for", state.first(), &|at| days(now.days_since(at))),
        Some(Fact {
            label: "Exchanges",
            value: count(exchanges, "in all", "in all"),
            title: format!("{} of yours, {} of theirs", state.sent(), state.received()),
        }),
    ];
    facts.into_iter().flatten().collect()
}

fn addresses(view: &PersonView) -> Vec<Line> {
    let detail = |place: usize| if place == 0 && view.person.addresses.len() > 1 { "used last" } else { "" };
    let addresses = view.person.addresses.iter().enumerate();
    addresses.map(|(place, one)| Line { text: one.to_string(), detail: detail(place).to_owned() }).collect()
}

/// What one calls the person of a page.
pub(super) fn called(view: &PersonView) -> &str {
    first_name(&view.person.name)
}
