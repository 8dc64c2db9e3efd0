use std::sync::Arc;

use rapport_model::{Address, PersonId, Via};
use rapport_science::{WarmPath, response, team_paths, warm_paths};

use crate::acting::Acting;
use crate::error::{AppError, Result, What};
use crate::network::introductions;
use crate::network::{Band, Network};
use crate::permission::rights::Noun;
use crate::phrases::company::is_company;
use crate::phrases::names::first_name;
use crate::phrases::numbers::{count, days, since};
use crate::sphere::Sphere;

/// How many ways are shown when nobody says otherwise.
pub const PATHS_LIMIT: usize = 5;
/// Fewer letters than this find nobody.
const FEWEST_LETTERS: usize = 3;

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

/// Somebody the team has met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// Their name.
    pub name: String,
    /// Their address.
    pub address: String,
}

impl Acting {
    /// The best ways from a member to a person: through colleagues, through the member's own contacts, and through
    /// contacts of colleagues. Ties that colleagues hide lead nowhere, and whom they alone know is not found.
    pub async fn paths_to(&self, person: PersonId, most: usize) -> Result<Ways> {
        let member = self.id();
        let (network, sphere) = (self.network().await?, self.sphere().await?);
        let me = network.node_of_member(member).ok_or(AppError::NotFound(What::Member))?;
        let to = network.node_of_person(person).ok_or(AppError::NotFound(What::Person))?;
        if !network.is_shown(me, to) {
            return Err(AppError::NotFound(What::Person));
        }
        let (known, now) = (Arc::clone(&network), self.now());
        let load = self.read(Noun::Network, move |tx| introductions::load(tx, &known, now)).await?;
        let load = |node: u32| load.get(&node).copied().unwrap_or(0);
        let paths = best(&network, &sphere, me, to, most, load);
        Ok(Ways {
            name: network.name(to).to_owned(),
            address: network.addresses[to as usize].to_string(),
            known: network.graph().strength(me, to).map(|_| person),
            opted_out: sphere.opted_out(person).is_some(),
            ways: paths.iter().map(|path| introduction(&network, &sphere, me, path)).collect(),
        })
    }

    /// The person of an address whom the team has met and does not hide. Whom colleagues hide is answered like whom
    /// nobody has met.
    pub async fn met_at(&self, address: &Address) -> Result<PersonId> {
        let (network, wanted) = (self.network().await?, address.without_tag());
        let found =
            self.read(Noun::Network, move |tx| Ok(tx.owners_of(&[wanted])?.into_iter().next().flatten()));
        let shown = found.await?.filter(|person| network.shows(self.id(), *person));
        shown.ok_or_else(|| AppError::NotFound(What::PersonAt(address.clone())))
    }

    /// People of the whole team's network by words of their name or address, first those with a name that begins so;
    /// those whose address could be anybody's only when the member knows them.
    pub async fn met(&self, words: &str, most: usize) -> Result<Vec<Met>> {
        let member = self.id();
        let network: Arc<Network> = self.network().await?;
        let wanted: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let letters: usize = wanted.iter().map(|word| word.chars().count()).sum();
        let Some(me) = network.node_of_member(member).filter(|_| letters >= FEWEST_LETTERS) else {
            return Ok(Vec::new());
        };
        let people = network.members.len()..network.names.len();
        let matching = people.filter(|node| {
            let said = format!("{} {}", network.names[*node], network.addresses[*node]).to_lowercase();
            wanted.iter().all(|word| said.contains(word))
                && (network.companies[*node].is_some()
                    || network.graph().strength(me, *node as u32).is_some())
                && network.is_shown(me, *node as u32)
        });
        let mut found: Vec<Met> = matching
            .map(|node| Met {
                name: network.names[node].to_string(),
                address: network.addresses[node].to_string(),
            })
            .collect();
        let begins = |met: &Met| {
            let name = met.name.to_lowercase();
            wanted.iter().all(|word| name.split_whitespace().any(|part| part.starts_with(word.as_str())))
        };
        found.sort_by_cached_key(|met| (!begins(met), met.name.clone(), met.address.clone()));
        found.truncate(most);
        Ok(found)
    }
}

/// The warmest first.
fn best(
    network: &Network,
    sphere: &Sphere,
    me: u32,
    to: u32,
    most: usize,
    load: impl Fn(u32) -> u32 + Copy,
) -> Vec<WarmPath> {
    let team: Vec<u32> = (0..network.members.len() as u32).collect();
    let asked = most.saturating_mul(4).saturating_add(team.len());
    let mut paths = warm_paths(&network.asking, me, to, asked, load);
    paths.extend(team_paths(&network.asking, me, &team, to, asked, load));
    // Who never answered anybody leads nowhere.
    paths.retain(|path| path.probability > 0.0 && is_open(network, sphere, me, path));
    paths.sort_by(WarmPath::warmest_first);
    paths.truncate(most);
    paths
}

/// A colleague asks no further colleague, and nobody whom the member knows better. What colleagues have with
/// people whose address could be anybody's is theirs alone, and so is what they hide. Who wants no contact is not asked.
fn is_open(network: &Network, sphere: &Sphere, me: u32, path: &WarmPath) -> bool {
    let mut from = me;
    for (place, step) in path.steps.iter().enumerate() {
        if network.person_at(step.to).is_some_and(|person| sphere.opted_out(person).is_some()) {
            return false;
        }
        if from != me && network.is_member(from) && !network.is_member(step.to) {
            let address = &network.addresses[step.to as usize];
            let is_private = address.rsplit_once('@').is_none_or(|(_, domain)| !is_company(domain));
            let is_better = network
                .graph()
                .strength(me, step.to)
                .is_some_and(|own| place + 1 < path.steps.len() && f64::from(own) >= step.probability);
            if is_private || is_better || network.is_hidden(me, from, step.to) {
                return false;
            }
        }
        if from != me && network.is_member(step.to) {
            return false;
        }
        from = step.to;
    }
    true
}

fn introduction(network: &Network, sphere: &Sphere, me: u32, path: &WarmPath) -> Introduction {
    let mut from = me;
    let mut steps = Vec::new();
    for step in &path.steps {
        steps.push(PathStep {
            address: network.addresses[step.to as usize].to_string(),
            name: network.name(step.to).to_owned(),
            probability: step.probability,
            band: Band::of(step.probability),
            via: network.via(step.to),
            person: network.person_at(step.to).filter(|_| network.graph().strength(me, step.to).is_some()),
            is_own: from == me,
        });
        from = step.to;
    }
    let mut sentence = sentence(network, sphere, path);
    if path.load > 0 {
        let asked = count(u64::from(path.load), "introduction", "introductions");
        sentence = format!("{sentence} In the last 30 days {asked} went this way already.");
    }
    Introduction { probability: path.probability, steps, sentence }
}

/// `Ask Tom, who spoke with Maya 3 weeks ago. Tom has to agree first.`
fn sentence(network: &Network, sphere: &Sphere, path: &WarmPath) -> String {
    let name = |place: usize| first_name(network.name(path.steps[place].to));
    let node = |place: usize| path.steps[place].to;
    if path.steps.len() > 2 {
        return format!(
            "Ask {one} to ask {other}: {one} {}, and {other} {}. Both have to agree first.",
            met(network, node(0), node(1)),
            met(network, node(1), node(2)),
            one = name(0),
            other = name(1),
        );
    }
    let asked = name(0);
    let own = network.person_at(node(0)).and_then(|person| sphere.tie(person));
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
                met(network, node(0), node(1))
            )
        }
        None => format!("Ask {asked}, who {}. {asked} has to agree first.", met(network, node(0), node(1))),
    }
}

/// What the first of two had with the second.
fn met(network: &Network, from: u32, to: u32) -> String {
    let name = first_name(network.name(to));
    let Some(span) = network.span(from, to) else { return format!("knows {name}") };
    let when = since(span.last, network.now);
    match (network.is_member(from), span.days) {
        (true, 0) => format!("wrote to {name} {when}"),
        (true, _) => format!("spoke with {name} {when}"),
        (false, _) => format!("was seen with {name} {when}"),
    }
}
