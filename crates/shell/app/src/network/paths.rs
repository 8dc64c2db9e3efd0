use rapport_model::{PersonId, Via};
use rapport_science::{WarmPath, response, team_paths, warm_paths};
use rapport_store::Tx;

use crate::acting::Acting;
use crate::error::{AppError, Result, What};
use crate::network::around::Around;
use crate::network::band::Band;
use crate::permission::rights::Resource;
use crate::phrases::company::is_company;
use crate::phrases::names::first_name;
use crate::phrases::numbers::{count, days, since};
use crate::sphere::Sphere;

/// How many ways are shown when nobody says otherwise.
pub const PATHS_LIMIT: usize = 5;

/// A way to be introduced to somebody.
#[derive(Clone, Debug)]
pub struct Introduction {
    /// The product of the probabilities of its steps.
    pub probability: f64,
    /// The people on it, the target last; the one who asks is left out.
    pub steps: Vec<PathStep>,
    /// Whom to ask, and why them.
    pub sentence: String,
}

/// The next person on a way.
#[derive(Clone, Debug)]
pub struct PathStep {
    /// Their address.
    pub address: String,
    /// Their name.
    pub name: String,
    /// The strength of the tie that leads there.
    pub probability: f64,
    /// The same as colleagues may know it.
    pub band: Band,
    /// Who it is.
    pub via: Via,
    /// The person, when the member who asks has a tie with them.
    pub person: Option<PersonId>,
    /// The step begins with the member who asks, or between two of the team: its number may be shown.
    pub is_own: bool,
}

/// The ways to somebody.
#[derive(Clone, Debug)]
pub struct Ways {
    /// Their name.
    pub name: String,
    /// Their address.
    pub address: String,
    /// The person, when the member knows them already.
    pub known: Option<PersonId>,
    /// They asked not to be contacted: no way leads there.
    pub opted_out: bool,
    /// The warmest first.
    pub ways: Vec<Introduction>,
}

impl Acting {
    /// The best ways from a member to a person: through colleagues, through the member's own contacts, and through
    /// contacts of colleagues. Ties that colleagues hide lead nowhere, and whom they alone know is not found.
    pub async fn paths_to(&self, person: PersonId, most: usize) -> Result<Ways> {
        let (team, sphere) = (self.team_facts().await?, self.sphere().await?);
        let me = team.place_of(self.id()).ok_or(AppError::NotFound(What::Member))?;
        if !team.shows(self.id(), person) {
            return Err(AppError::NotFound(What::Person));
        }
        let (now, viewer) = (self.now(), self.id());
        let read = move |tx: &Tx<'_>| {
            Around::read(tx, &team, &sphere.priors, viewer, person, now).map(|around| (around, sphere))
        };
        let (around, sphere) = self.read(Resource::Network, read).await?;
        let (me, to) = (u32::from(me), around.to);
        let paths = best(&around, &sphere, me, most);
        Ok(Ways {
            name: around.name(to).to_owned(),
            address: around.address(to).to_owned(),
            known: around.graph.strength(me, to).map(|_| person),
            opted_out: sphere.opted_out(person).is_some(),
            ways: paths.iter().map(|path| introduction(&around, &sphere, me, path)).collect(),
        })
    }
}

/// The warmest first.
fn best(around: &Around, sphere: &Sphere, me: u32, most: usize) -> Vec<WarmPath> {
    let team: Vec<u32> = (0..around.members()).collect();
    let asked = most.saturating_mul(4).saturating_add(team.len());
    let load = |node: u32| around.load.get(&node).copied().unwrap_or(0);
    let mut paths = warm_paths(&around.graph, me, around.to, asked, load);
    paths.extend(team_paths(&around.graph, me, &team, around.to, asked, load));
    // Who never answered anybody leads nowhere.
    paths.retain(|path| path.probability > 0.0 && is_open(around, sphere, me, path));
    paths.sort_by(WarmPath::warmest_first);
    paths.truncate(most);
    paths
}

/// A colleague asks no further colleague, and nobody whom the member knows better. What colleagues have with
/// people whose address could be anybody's is theirs alone, and so is what they hide. Who wants no contact is not asked.
fn is_open(around: &Around, sphere: &Sphere, me: u32, path: &WarmPath) -> bool {
    let mut from = me;
    for (place, step) in path.steps.iter().enumerate() {
        if around.person_at(step.to).is_some_and(|person| sphere.opted_out(person).is_some()) {
            return false;
        }
        if from != me && around.is_member(from) && !around.is_member(step.to) {
            let address = around.address(step.to);
            let is_private = address.rsplit_once('@').is_none_or(|(_, domain)| !is_company(domain));
            let is_better = around
                .graph
                .strength(me, step.to)
                .is_some_and(|own| place + 1 < path.steps.len() && f64::from(own) >= step.probability);
            if is_private || is_better || around.is_hidden(from, step.to) {
                return false;
            }
        }
        if from != me && around.is_member(step.to) {
            return false;
        }
        from = step.to;
    }
    true
}

fn introduction(around: &Around, sphere: &Sphere, me: u32, path: &WarmPath) -> Introduction {
    let mut from = me;
    let mut steps = Vec::new();
    for step in &path.steps {
        steps.push(PathStep {
            address: around.address(step.to).to_owned(),
            name: around.name(step.to).to_owned(),
            probability: step.probability,
            band: Band::of(step.probability),
            via: around.via(step.to),
            person: around.person_at(step.to).filter(|_| around.graph.strength(me, step.to).is_some()),
            is_own: from == me,
        });
        from = step.to;
    }
    let mut sentence = sentence(around, sphere, path);
    if path.load > 0 {
        let asked = count(u64::from(path.load), "introduction", "introductions");
        sentence = format!("{sentence} In the last 30 days {asked} went this way already.");
    }
    Introduction { probability: path.probability, steps, sentence }
}

/// `Ask Tom, who spoke with Maya 3 weeks ago. Tom has to agree first.`
fn sentence(around: &Around, sphere: &Sphere, path: &WarmPath) -> String {
    let name = |place: usize| first_name(around.name(path.steps[place].to));
    let node = |place: usize| path.steps[place].to;
    if path.steps.len() > 2 {
        return format!(
            "Ask {one} to ask {other}: {one} {}, and {other} {}. Both have to agree first.",
            met(around, sphere, node(0), node(1)),
            met(around, sphere, node(1), node(2)),
            one = name(0),
            other = name(1),
        );
    }
    let asked = name(0);
    let own = around.person_at(node(0)).and_then(|person| sphere.tie(person));
    let last = own.and_then(|tie| tie.state.last_contact());
    let pace = own.and_then(|tie| {
        let hours = response(&tie.state, &sphere.priors, sphere.now).ok()?.latency_hours?;
        Some(format!(" and who usually answers you within {}", days(hours.value / 24.0)))
    });
    let yours = last.map(|last| {
        format!(", with whom you had contact {}{}", since(last, sphere.now), pace.unwrap_or_default())
    });
    match yours {
        Some(yours) => {
            format!(
                "Ask {asked}{yours}; {asked} {}. {asked} has to agree first.",
                met(around, sphere, node(0), node(1))
            )
        }
        None => {
            format!("Ask {asked}, who {}. {asked} has to agree first.", met(around, sphere, node(0), node(1)))
        }
    }
}

/// What the first of two had with the second.
fn met(around: &Around, sphere: &Sphere, from: u32, to: u32) -> String {
    let name = first_name(around.name(to));
    let Some(span) = around.span(from, to) else { return format!("knows {name}") };
    let when = since(span.last, sphere.now);
    match (around.is_member(from), span.days) {
        (true, 0) => format!("wrote to {name} {when}"),
        (true, _) => format!("spoke with {name} {when}"),
        (false, _) => format!("was seen with {name} {when}"),
    }
}
