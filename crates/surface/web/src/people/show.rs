use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_app::{
    Acting, Evidence, LeanBackChoice, LeanBackView, Noun, PersonView, Verb, count, since, span,
};
use rapport_model::{Calendar, FollowUp, FollowUpAct, PersonId};
use serde::Deserialize;

use super::called::called;
use super::reading::{Readings, readings};
use super::strip::{Strip, strip};
use super::style::StyleView;
use super::timeline::{Month, TimelineFilter, months};
use crate::page::actions::{Actions, actions};
use crate::page::parts::Fact;
use crate::page::render::page;
use crate::page::shell::Shell;
use crate::page::words;
use crate::request::address::address;
use crate::request::error::Result;
use crate::request::phrases;
use crate::request::visit::Visit;

/// `GET /people/{id}?evidence=&before=&style=`
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
    /// What the log says, and what the words say.
    readings: [Readings; 2],
    /// Whether they write alike.
    style: StyleView,
    /// Set while the timeline shows only evidence.
    timeline_filter: Option<TimelineFilter>,
    /// Newest first.
    months: Vec<Month>,
    /// The address of the next page, ending in `#timeline`.
    older: Option<String>,
    /// The lean-back test that runs, ended last, or why there can be none.
    lean_back: LeanBackLine,
    /// Who else of the team knows them.
    colleagues: Vec<Line>,
    /// All their addresses.
    addresses: Vec<Line>,
    /// Whether they want to be contacted.
    consent: Consent,
    /// Whether colleagues see the tie; nothing when there are none.
    hiding: Option<Hiding>,
}

/// A line with a quieter part.
struct Line {
    /// The address, or the colleague.
    text: String,
    /// `used last`, `12 exchanges, the last 3 weeks ago`
    detail: String,
}

/// Whether somebody wants to be contacted.
struct Consent {
    sentence: String,
    /// What the member can note; nothing when a colleague noted the opt-out.
    action: Option<ConsentAction>,
}

struct ConsentAction {
    path: String,
    label: &'static str,
}

/// Whether colleagues see the tie.
struct Hiding {
    /// `/people/{id}/hidings`
    action: String,
    is_hidden: bool,
    back: String,
}

/// Where leaning back from somebody stands.
struct LeanBackLine {
    /// What happened, or what stands in the way.
    sentence: String,
    /// `/lean-backs/{id}/reversals`, while a test runs.
    stop: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct PersonQuery {
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    style: String,
}

/// `GET /people/{id}`
pub(crate) async fn show(
    visit: Visit,
    Path(person): Path<PersonId>,
    Query(query): Query<PersonQuery>,
) -> Result<Response> {
    let evidence = Evidence::from_name(&query.evidence);
    let before = query.before.parse().ok();
    let view = visit.acting().person(person, evidence, before).await?;
    let calendar = visit.calendar().await?;
    let path = format!("/people/{person}");
    let older = view.older.map(|older| {
        let evidence = evidence.map_or("", Evidence::name);
        address(&path, &[("evidence", evidence), ("before", &older.to_string())]) + "#timeline"
    });
    let alike = match query.style.as_str() {
        "shown" => Some(visit.acting().mirroring(person).await?),
        _ => None,
    };
    let (lean_back, plan) = lean_back(&visit, &view).await?;
    let resting = view.resting.as_ref();
    page(&PersonPage {
        shell: Shell::of(&visit, "people").await?,
        name: view.person.name.clone(),
        place: words::place(&view.tie.address),
        initials: words::initials(&view.person.name),
        warmth: view.warmth.step(),
        warmth_word: view.warmth.word(),
        sentence: view.sentence.clone(),
        resting: resting.map(|act| rest(act, &view, &calendar)),
        actions: Actions {
            lean_back: plan,
            ..actions(person, &view.person.name, view.is_due, &path, visit.acting(), &calendar)
        },
        lean_back,
        facts: facts(&view, &calendar),
        strip: strip(&view, &calendar),
        readings: readings(&view, evidence, &calendar),
        style: StyleView::of(person, called(&view), alike),
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
        consent: consent(&view, visit.acting(), &path),
        hiding: view.is_hidden.map(|is_hidden| Hiding {
            action: format!("{path}/hidings"),
            is_hidden,
            back: path,
        }),
    })
}

/// What is said of leaning back, and the plan of a test that can be begun.
async fn lean_back(visit: &Visit, view: &PersonView) -> Result<(LeanBackLine, Option<String>)> {
    let name = called(view);
    let ended = |last: Option<LeanBackView>| last.map(|test| test.sentence + " ").unwrap_or_default();
    Ok(match visit.acting().lean_back_with(view.person.id).await? {
        LeanBackChoice::Running(test) => {
            let stop = address(&format!("/lean-backs/{}/reversals", test.id), &[("back", visit.here())]);
            (LeanBackLine { sentence: test.sentence, stop: Some(stop) }, None)
        }
        LeanBackChoice::Open(proposal, last) => {
            let sentence = format!("{}{}", ended(last), proposal.reason);
            (LeanBackLine { sentence, stop: None }, Some(proposal.sentence(name)))
        }
        LeanBackChoice::Refused(refusal, last) => {
            let why = words::small(&phrases::refused(&refusal));
            let sentence = format!("{}No test: {why}", ended(last));
            (LeanBackLine { sentence, stop: None }, None)
        }
    })
}

fn consent(view: &PersonView, acting: &Acting, page: &str) -> Consent {
    let Some(opt_out) = &view.opt_out else {
        let path = format!("{page}/opt-outs");
        return Consent {
            sentence: format!("{} has not asked to be left alone.", called(view)),
            action: Some(ConsentAction { path, label: "They asked for no contact" }),
        };
    };
    let how = opt_out.channel.map(|channel| format!(" by {}", words::channel(channel).to_lowercase()));
    let note = if opt_out.note.is_empty() { String::new() } else { format!(" Noted: {}", opt_out.note) };
    let is_own = opt_out.noted_by == acting.member().id;
    let may_withdraw = is_own || acting.may(Noun::OptOutOfColleague, Verb::Remove);
    Consent {
        sentence: format!(
            "Asked for no contact{}, {}. It holds for the whole team.{note}",
            how.unwrap_or_default(),
            since(opt_out.at, view.as_of)
        ),
        action: may_withdraw.then(|| ConsentAction {
            path: address(&format!("/opt-outs/{}/withdrawals", opt_out.id), &[("back", page)]),
            label: "They allow it again",
        }),
    }
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
        dated("Known for", state.first(), &|at| span(now.since(at))),
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
