use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rapport_model::{Moment, PersonId};

use crate::acting::Acting;
use crate::error::{AppError, Result, What};
use crate::network::lists::{self, Concentration, Noted};
use crate::network::sleepers::Sleeper;
use crate::network::{KnownTie, Network};
use crate::sphere::Sphere;
use crate::sphere::warmth::Warmth;

/// How many ties a picture shows at most.
const MOST_DOTS: usize = 5_000;
/// How many pairs who were seen together a picture knows of at most.
const MOST_LINES: usize = 5_000;

/// Ways out are told when they are fewer than this share of the people.
const FEWER_WAYS: f64 = 0.95;

/// A member's own place in the network: the picture, and the lists behind it.
#[derive(Default)]
pub struct SphereView {
    /// The moment.
    pub as_of: Moment,
    /// How many people the member has a tie with.
    pub known: usize,
    /// How many people the whole team has met.
    pub people: usize,
    /// How many members the team has.
    pub team: usize,
    /// The strongest ties, the strongest first.
    pub dots: Vec<Dot>,
    /// Two dots, by their places, who were seen together; the strongest first.
    pub lines: Vec<(u32, u32)>,
    /// How many ties of the member are local bridges.
    pub bridge_count: usize,
    /// How many separate ways out of their circle the member has, the effective size of it; nothing while that is
    /// about as many as the people in it.
    pub ways_out: Option<f64>,
    /// The warmest ties.
    pub core: Vec<Noted>,
    /// The only links.
    pub bridges: Vec<Noted>,
    /// Weak ties that open other circles.
    pub openings: Vec<Noted>,
    /// Companies whose links few of the team hold.
    pub concentrations: Vec<Concentration>,
    /// Every tie of the member that sleeps, in the order of their places in the network.
    pub(crate) sleepers: Vec<Sleeper>,
}

/// A person in the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The domain of their company.
    pub company: Option<String>,
    /// The probability of contact within 30 days.
    pub chance: f64,
    /// The step of it.
    pub warmth: Warmth,
    /// The tie is a local bridge.
    pub is_bridge: bool,
}

/// What each member is shown of a network, made when first asked for.
#[derive(Default)]
struct Views(Mutex<HashMap<u32, Arc<OnceLock<Arc<SphereView>>>>>);

impl Views {
    fn of(&self, me: u32) -> Arc<OnceLock<Arc<SphereView>>> {
        Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(me).or_default())
    }
}

impl Acting {
    /// The member's place in the network.
    pub async fn sphere_view(&self) -> Result<Arc<SphereView>> {
        let (network, sphere) = (self.network().await?, self.sphere().await?);
        self.view_of(&network, &sphere).await
    }

    pub(crate) async fn view_of(
        &self,
        network: &Arc<Network>,
        sphere: &Arc<Sphere>,
    ) -> Result<Arc<SphereView>> {
        let me = network.node_of_member(self.id()).ok_or(AppError::NotFound(What::Member))?;
        let kept = network.kept.of::<Views>().of(me);
        if let Some(view) = kept.get() {
            return Ok(Arc::clone(view));
        }
        let (network, sphere) = (Arc::clone(network), Arc::clone(sphere));
        let look = move || Arc::clone(kept.get_or_init(|| Arc::new(SphereView::of(&network, me, &sphere))));
        Ok(tokio::task::spawn_blocking(look).await.expect("a view is values from values and does not panic"))
    }
}

impl SphereView {
    /// The tie with somebody, if it sleeps.
    pub(crate) fn sleeper(&self, node: u32) -> Option<&Sleeper> {
        let place = self.sleepers.binary_search_by_key(&node, |sleeper| sleeper.node).ok()?;
        Some(&self.sleepers[place])
    }

    fn of(network: &Network, me: u32, sphere: &Sphere) -> Self {
        let ties: Vec<KnownTie> = network.ties_of(me).collect();
        let mut strongest: Vec<(f32, u32, bool)> = ties
            .iter()
            .map(|tie| (network.strength(me, tie.overlap.b), tie.overlap.b, tie.overlap.is_local_bridge()))
            .collect();
        strongest.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        strongest.truncate(MOST_DOTS);
        let dots = strongest.iter().filter_map(|(strength, node, is_bridge)| {
            Some(Dot {
                person: network.person_at(*node)?,
                name: network.name(*node).to_owned(),
                company: network.company(*node).map(str::to_owned),
                chance: f64::from(*strength),
                warmth: Warmth::of(f64::from(*strength)),
                is_bridge: *is_bridge,
            })
        });
        let contactable = |mut found: Vec<Noted>| {
            found.retain(|one| sphere.opted_out(one.person).is_none());
            found
        };
        Self {
            as_of: network.now,
            known: ties.len(),
            people: network.people(),
            team: network.members.len(),
            dots: dots.collect(),
            lines: lines(network, &strongest),
            bridge_count: ties.iter().filter(|tie| tie.overlap.is_local_bridge()).count(),
            ways_out: network.constraints[me as usize]
                .map(|place| place.effective_size)
                .filter(|ways| *ways < FEWER_WAYS * ties.len() as f64),
            core: contactable(lists::core(network, me)),
            bridges: lists::bridges(network, me),
            openings: contactable(lists::openings(network, me)),
            concentrations: lists::concentrations(network, me),
            sleepers: Sleeper::all(network, me, sphere),
        }
    }
}

/// Those of the dots who were seen together, the strongest first.
fn lines(network: &Network, dots: &[(f32, u32, bool)]) -> Vec<(u32, u32)> {
    let mut places = vec![u32::MAX; network.graph().nodes() as usize];
    for (place, (_, node, _)) in dots.iter().enumerate() {
        places[*node as usize] = place as u32;
    }
    let mut found = Vec::new();
    for (place, (_, node, _)) in dots.iter().enumerate() {
        for (other, strength) in network.graph().neighbors(*node).iter().zip(network.graph().strengths(*node))
        {
            let there = places[*other as usize];
            if there != u32::MAX && (place as u32) < there {
                found.push((*strength, place as u32, there));
            }
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    found.truncate(MOST_LINES);
    found.into_iter().map(|(_, one, other)| (one, other)).collect()
}
