use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_app::{
    Acting, Action, Evidence, LeanBackChoice, LeanBackView, PersonView, Resource, count, since, span,
};
use rapport_model::{Calendar, FollowUp, FollowUpAct, PersonId};
use serde::Deserialize;

use super::display_name::display_name;
use super::reading::{Readings, readings};
use super::strip::{Strip, strip};
use super::style::StyleView;
use super::timeline::{Month, TimelineFilter, months};
use crate::page::actions::{Actions, actions};
use crate::page::parts::Fact;
use crate::page::render::page;
use crate::page::shell::Shell;
use crate::page::words;
use crate::request::error::Result;
use crate::request::phrases;
use crate::request::signed_in::SignedIn;
use crate::request::url::url;

/// The page of one person: `GET /people/{id}?evidence=&before=&style=`.
#[derive(Template)]
#[template(path = "people/show.html")]
struct PersonPage {
    shell: Shell,
    name: String,
    /// The domain of their company; `None` for public providers.
    place: Option<String>,
    initials: String,
    /// The step of warmth, from 1 (cold) to 5 (warm).
    warmth: u8,
    /// The step of warmth in a word.
    warmth_word: &'static str,
    /// What is most worth knowing now.
    sentence: String,
    /// Why they are not suggested, such as `Snoozed until 18 June.`
    resting: Option<String>,
    actions: Actions,
    /// The last contact, the silence, since when they are known, and the exchanges.
    facts: Vec<Fact>,
    /// The rhythm strip; `None` when there is no interaction.
    strip: Option<Strip>,
    /// The readings of the log, and those of the words.
    readings: [Readings; 2],
    /// Whether the two write alike.
    style: StyleView,
    /// The filter of the timeline; `None` while it shows everything.
    timeline_filter: Option<TimelineFilter>,
    /// The timeline by month, newest first.
    months: Vec<Month>,
    /// The URL of the next page, ending in `#timeline`; `None` on the last one.
    older: Option<String>,
    /// The lean-back test that runs, or the last one, or why there can be none.
    lean_back: LeanBackLine,
    /// The colleagues who know them too.
    colleagues: Vec<Line>,
    addresses: Vec<Line>,
    /// Whether they want to be contacted.
    consent: Consent,
    /// Whether colleagues see the tie; `None` when there are no colleagues.
    hiding: Option<Hiding>,
}

/// A line of text with a detail.
struct Line {
    /// The address, or the name of the colleague.
    text: String,
    /// The detail, such as `used last` or `12 exchanges, the last 3 weeks ago`.
    detail: String,
}

/// Whether the person wants to be contacted.
struct Consent {
    sentence: String,
    /// The form with which the member can change it; `None` when a colleague noted the opt-out.
    action: Option<ConsentAction>,
}

struct ConsentAction {
    path: String,
    label: &'static str,
}

/// Whether colleagues see the tie.
struct Hiding {
    /// The URL that the form is posted to, `/people/{id}/hidings`.
    action: String,
    is_hidden: bool,
    back: String,
}

/// The state of the lean-back test with the person.
struct LeanBackLine {
    /// The result of the test, or why there can be none.
    sentence: String,
    /// The URL that ends the test, `/lean-backs/{id}/reversals`; `None` while none runs.
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

/// Shows the page of one person: `GET /people/{id}`.
pub(crate) async fn show(
    signed_in: SignedIn,
    Path(person): Path<PersonId>,
    Query(query): Query<PersonQuery>,
) -> Result<Response> {
    let evidence = Evidence::from_name(&query.evidence);
    let before = query.before.parse().ok();
    let view = signed_in.acting().person(person, evidence, before).await?;
    let calendar = signed_in.calendar().await?;
    let path = format!("/people/{person}");
    let older = view.older.map(|older| {
        let evidence = evidence.map_or("", Evidence::name);
        url(&path, &[("evidence", evidence), ("before", &older.to_string())]) + "#timeline"
    });
    let alike = match query.style.as_str() {
        "shown" => Some(signed_in.acting().mirroring(person).await?),
        _ => None,
    };
    let (lean_back, plan) = lean_back(&signed_in, &view).await?;
    let resting = view.resting.as_ref();
    page(&PersonPage {
        shell: Shell::of(&signed_in, "people").await?,
        name: view.person.name.clone(),
        place: words::place(&view.tie.address),
        initials: words::initials(&view.person.name),
        warmth: view.warmth.step(),
        warmth_word: view.warmth.word(),
        sentence: view.sentence.clone(),
        resting: resting.map(|act| rest(act, &view, &calendar)),
        actions: Actions {
            lean_back: plan,
            ..actions(person, &view.person.name, view.is_due, &path, signed_in.acting(), &calendar)
        },
        lean_back,
        facts: facts(&view, &calendar),
        strip: strip(&view, &calendar),
        readings: readings(&view, evidence, &calendar),
        style: StyleView::of(person, display_name(&view), alike),
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
        consent: consent(&view, signed_in.acting(), &path),
        hiding: view.is_hidden.map(|is_hidden| Hiding {
            action: format!("{path}/hidings"),
            is_hidden,
            back: path,
        }),
    })
}

/// The state of the lean-back test, and the plan of one that can be begun.
async fn lean_back(signed_in: &SignedIn, view: &PersonView) -> Result<(LeanBackLine, Option<String>)> {
    let name = display_name(view);
    let ended = |last: Option<LeanBackView>| last.map(|test| test.sentence + " ").unwrap_or_default();
    Ok(match signed_in.acting().lean_back_with(view.person.id).await? {
        LeanBackChoice::Running(test) => {
            let stop = url(&format!("/lean-backs/{}/reversals", test.id), &[("back", signed_in.path())]);
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
            sentence: format!("{} has not asked to be left alone.", display_name(view)),
            action: Some(ConsentAction { path, label: "They asked for no contact" }),
        };
    };
    let how = opt_out.channel.map(|channel| format!(" by {}", words::channel(channel).to_lowercase()));
    let note = if opt_out.note.is_empty() { String::new() } else { format!(" Noted: {}", opt_out.note) };
    let is_own = opt_out.noted_by == acting.member().id;
    let may_withdraw = is_own || acting.may(Resource::OptOutOfColleague, Action::Remove);
    Consent {
        sentence: format!(
            "Asked for no contact{}, {}. It holds for the whole team.{note}",
            how.unwrap_or_default(),
            since(opt_out.at, view.as_of)
        ),
        action: may_withdraw.then(|| ConsentAction {
            path: url(&format!("/opt-outs/{}/withdrawals", opt_out.id), &[("back", page)]),
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
