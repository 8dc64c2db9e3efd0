use rapport_app::{AppError, Introduction, Met, PATHS_LIMIT, Ways, first_name, percent};
use rapport_model::{Address, Via};

use crate::page::parts::Link;
use crate::request::error::Result;
use crate::request::signed_in::SignedIn;
use crate::request::url::url;

const CHOICES: usize = 8;

/// The paths to the person who is searched for.
#[derive(Default)]
pub(super) struct WaysView {
    /// The title, such as `Ways to Maya Lindqvist`.
    pub(super) title: String,
    /// A further remark; `None` when there is none.
    pub(super) remark: Option<String>,
    /// The page of the person; `None` when the member does not know them.
    pub(super) known: Option<Link>,
    /// The URL that a request is posted to, `/people/{id}/introductions`.
    pub(super) ask: String,
    /// The path to return to after a request.
    pub(super) back: String,
    /// The paths, the warmest first.
    pub(super) ways: Vec<WayView>,
    /// The people who match, when there are several.
    pub(super) choices: Vec<Link>,
}

/// One path to the person.
pub(super) struct WayView {
    /// Whom to ask, and why them.
    pub(super) sentence: String,
    /// The name of whoever is asked.
    pub(super) asked: String,
    /// The name of the form field, and its value, that say who is asked.
    pub(super) field: &'static str,
    pub(super) id: String,
    pub(super) steps: Vec<StepView>,
}

/// One step of a path.
pub(super) struct StepView {
    pub(super) name: String,
    /// The page of the person; `None` when the member does not know them.
    pub(super) href: Option<String>,
    /// The strength of the tie: `62 %` for the member's own, `some` for a colleague's.
    pub(super) tie: String,
}

/// Finds the person that the words name, and the paths to them; `None` when there are no words.
pub(super) async fn ways(signed_in: &SignedIn, query: &str) -> Result<Option<WaysView>> {
    let query = query.trim();
    if query.is_empty() {
        return Ok(None);
    }
    let asked = WaysView { title: format!("Ways to {query}"), ..WaysView::default() };
    let acting = signed_in.acting();
    let mut found = match Address::parse(query) {
        Some(address) => vec![Met { name: String::new(), address: address.to_string() }],
        None => acting.met(query, CHOICES + 1).await?,
    };
    if found.len() > 1 {
        let remark =
            (found.len() > CHOICES).then(|| "Only the first are shown; more letters help.".to_owned());
        found.truncate(CHOICES);
        let choice = |met: &Met| Link {
            href: url("/sphere", &[("to", &met.address)]),
            label: format!("{}, {}", met.name, met.address),
        };
        return Ok(Some(WaysView { choices: found.iter().map(choice).collect(), remark, ..asked }));
    }
    let Some(address) = found.first().and_then(|met| Address::parse(&met.address)) else {
        let remark = Some(
            "Nobody whom the team has met is called that. Three letters at least are needed.".to_owned(),
        );
        return Ok(Some(WaysView { remark, ..asked }));
    };
    let person = match acting.met_at(&address).await {
        Ok(person) => person,
        Err(AppError::NotFound(_)) => {
            let remark = Some("Nobody of the team has met anybody with this address.".to_owned());
            return Ok(Some(WaysView { remark, ..asked }));
        }
        Err(error) => return Err(error.into()),
    };
    let asked = WaysView {
        ask: format!("/people/{person}/introductions"),
        back: signed_in.path().to_owned(),
        ..asked
    };
    Ok(Some(view(asked, &acting.paths_to(person, PATHS_LIMIT).await?)))
}

fn view(asked: WaysView, found: &Ways) -> WaysView {
    let remark = match (found.known, found.ways.is_empty()) {
        _ if found.opted_out => Some("They asked not to be contacted; no way leads there."),
        (Some(_), true) => Some("You know them, and nobody else leads there."),
        (None, true) => Some("Neither a colleague nor anybody you know leads there."),
        (Some(_), false) => Some("You know them yourself; this is who else could put in a word."),
        (None, false) => None,
    };
    WaysView {
        title: format!("Ways to {}", found.name),
        remark: remark.map(str::to_owned),
        known: found
            .known
            .map(|person| Link { href: format!("/people/{person}"), label: found.name.clone() }),
        ways: found.ways.iter().map(way).collect(),
        ..asked
    }
}

fn way(found: &Introduction) -> WayView {
    let steps = found.steps.iter().map(|step| StepView {
        name: step.name.clone(),
        href: step.person.map(|person| format!("/people/{person}?evidence=persistence")),
        tie: match (step.is_own, step.person) {
            (true, Some(_)) => percent(step.probability),
            (true, None) => "colleague".to_owned(),
            (false, _) => step.band.word().to_owned(),
        },
    });
    let first = &found.steps[0];
    let (field, id) = match first.via {
        Via::Member(member) => ("via_member", member.to_string()),
        Via::Person(person) => ("via_person", person.to_string()),
    };
    WayView {
        sentence: found.sentence.clone(),
        asked: first_name(&first.name).to_owned(),
        field,
        id,
        steps: steps.collect(),
    }
}
