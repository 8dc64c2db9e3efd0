use rapport_model::{PersonId, Via};
use rapport_science::{WarmPath, response, team_paths, warm_paths};
use rapport_store::Tx;

use crate::acting::Acting;
use crate::error::{AppError, Result, What};
use crate::network::band::Band;
use crate::network::neighborhood::Neighborhood;
use crate::permission::rights::Resource;
use crate::phrases::company::company_of;
use crate::phrases::names::first_name;
use crate::phrases::numbers::{count, days, since};
use crate::sphere::Sphere;

/// The default number of ways that are shown.
pub const PATHS_LIMIT: usize = 5;

/// A way to be introduced to somebody: a path of ties.
#[derive(Clone, Debug)]
pub struct Introduction {
    /// The product of the probabilities of its steps, 0 to 1.
    pub probability: f64,
    /// The people on it in their order, without the member who asks and with the target last.
    pub steps: Vec<PathStep>,
    /// A sentence that says whom to ask, and why them.
    pub sentence: String,
}

/// A person on a way.
#[derive(Clone, Debug)]
pub struct PathStep {
    /// Their address.
    pub address: String,
    /// Their name.
    pub name: String,
    /// The strength of the tie with them of the person before on the way, 0 to 1.
    pub probability: f64,
    /// The band of that strength, which colleagues may know.
    pub band: Band,
    /// The member or the person that it is.
    pub via: Via,
    /// The person, when the member who asks has a tie with them; `None` otherwise, and for a member.
    pub person: Option<PersonId>,
    /// Whether the step begins at the member who asks, who may then see the number of its strength.
    pub is_own: bool,
}

/// The ways to somebody.
#[derive(Clone, Debug)]
pub struct Ways {
    /// Their name.
    pub name: String,
    /// Their address.
    pub address: String,
    /// The person, when the member has a tie with them already.
    pub known: Option<PersonId>,
    /// Whether they asked not to be contacted. Then there is no way.
    pub opted_out: bool,
    /// The ways, the most probable first.
    pub ways: Vec<Introduction>,
}

impl Acting {
    /// The `limit` best ways from a member to a person: through colleagues, through the member's own contacts, and
    /// through contacts of colleagues. Ties that colleagues hide are not used. A person whom only colleagues know who
    /// hide them is `NotFound`.
    pub async fn paths_to(&self, person: PersonId, limit: usize) -> Result<Ways> {
        let (team, sphere) = (self.team_facts().await?, self.sphere().await?);
        let me = team.place_of(self.id()).ok_or(AppError::NotFound(What::Member))?;
        if !team.shows(self.id(), person) {
            return Err(AppError::NotFound(What::Person));
        }
        let (now, viewer) = (self.now(), self.id());
        let read = move |tx: &Tx<'_>| {
            Neighborhood::read(tx, &team, &sphere.priors, viewer, person, now)
                .map(|neighborhood| (neighborhood, sphere))
        };
        let (neighborhood, sphere) = self.read(Resource::Network, read).await?;
        let (me, to) = (u32::from(me), neighborhood.target);
        let paths = best(&neighborhood, &sphere, me, limit);
        Ok(Ways {
            name: neighborhood.name(to).to_owned(),
            address: neighborhood.address(to).to_owned(),
            known: neighborhood.graph.strength(me, to).map(|_| person),
            opted_out: sphere.opted_out(person).is_some(),
            ways: paths.iter().map(|path| introduction(&neighborhood, &sphere, me, path)).collect(),
        })
    }
}

/// The best ways, in the order of [`WarmPath::warmest_first`].
fn best(neighborhood: &Neighborhood, sphere: &Sphere, me: u32, limit: usize) -> Vec<WarmPath> {
    let team: Vec<u32> = (0..neighborhood.members()).collect();
    let asked = limit.saturating_mul(4).saturating_add(team.len());
    let load = |node: u32| neighborhood.load.get(&node).copied().unwrap_or(0);
    let mut paths = warm_paths(&neighborhood.graph, me, neighborhood.target, asked, load);
    paths.extend(team_paths(&neighborhood.graph, me, &team, neighborhood.target, asked, load));
    // A tie of strength 0 is with somebody who never answered.
    paths.retain(|path| path.probability > 0.0 && is_open(neighborhood, sphere, me, path));
    paths.sort_by(WarmPath::warmest_first);
    paths.truncate(limit);
    paths
}

/// Whether a member may be shown a path. None leads through a second colleague, from a colleague through somebody whom
/// the member knows at least as well, through a tie that a colleague hides or has with an address of no company, or
/// through or to anybody who opted out.
fn is_open(neighborhood: &Neighborhood, sphere: &Sphere, me: u32, path: &WarmPath) -> bool {
    let mut from = me;
    for (place, step) in path.steps.iter().enumerate() {
        if neighborhood.person_at(step.to).is_some_and(|person| sphere.opted_out(person).is_some()) {
            return false;
        }
        if from != me && neighborhood.is_member(from) && !neighborhood.is_member(step.to) {
            let address = neighborhood.address(step.to);
            let is_private = company_of(address).is_none();
            let is_better = neighborhood
                .graph
                .strength(me, step.to)
                .is_some_and(|own| place + 1 < path.steps.len() && f64::from(own) >= step.probability);
            if is_private || is_better || neighborhood.is_hidden(from, step.to) {
                return false;
            }
        }
        if from != me && neighborhood.is_member(step.to) {
            return false;
        }
        from = step.to;
    }
    true
}

fn introduction(neighborhood: &Neighborhood, sphere: &Sphere, me: u32, path: &WarmPath) -> Introduction {
    let mut from = me;
    let mut steps = Vec::new();
    for step in &path.steps {
        steps.push(PathStep {
            address: neighborhood.address(step.to).to_owned(),
            name: neighborhood.name(step.to).to_owned(),
            probability: step.probability,
            band: Band::of(step.probability),
            via: neighborhood.via(step.to),
            person: neighborhood
                .person_at(step.to)
                .filter(|_| neighborhood.graph.strength(me, step.to).is_some()),
            is_own: from == me,
        });
        from = step.to;
    }
    let mut sentence = sentence(neighborhood, sphere, path);
    if path.load > 0 {
        let asked = count(u64::from(path.load), "introduction", "introductions");
        sentence = format!("{sentence} In the last 30 days {asked} went this way already.");
    }
    Introduction { probability: path.probability, steps, sentence }
}

/// `Ask Tom, who spoke with Maya 3 weeks ago. Tom has to agree first.`
fn sentence(neighborhood: &Neighborhood, sphere: &Sphere, path: &WarmPath) -> String {
    let name = |place: usize| first_name(neighborhood.name(path.steps[place].to));
    let node = |place: usize| path.steps[place].to;
    if path.steps.len() > 2 {
        return format!(
            "Ask {one} to ask {other}: {one} {}, and {other} {}. Both have to agree first.",
            met(neighborhood, sphere, node(0), node(1)),
            met(neighborhood, sphere, node(1), node(2)),
            one = name(0),
            other = name(1),
        );
    }
    let asked = name(0);
    let own = neighborhood.person_at(node(0)).and_then(|person| sphere.tie(person));
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
                met(neighborhood, sphere, node(0), node(1))
            )
        }
        None => {
            format!(
                "Ask {asked}, who {}. {asked} has to agree first.",
                met(neighborhood, sphere, node(0), node(1))
            )
        }
    }
}

/// The last contact of the first of two with the second, as the end of a sentence.
fn met(neighborhood: &Neighborhood, sphere: &Sphere, from: u32, to: u32) -> String {
    let name = first_name(neighborhood.name(to));
    let Some(span) = neighborhood.span(from, to) else { return format!("knows {name}") };
    let when = since(span.last, sphere.now);
    match (neighborhood.is_member(from), span.days) {
        (true, 0) => format!("wrote to {name} {when}"),
        (true, _) => format!("spoke with {name} {when}"),
        (false, _) => format!("was seen with {name} {when}"),
    }
}
