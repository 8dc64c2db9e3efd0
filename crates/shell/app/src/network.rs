use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rapport_model::{Member, MemberId, Moment, PersonId, WorkspaceId};
use rapport_science::{Constraint, Graph, Overlap, Tie, constraint, overlaps};
use rapport_store::Store;
use tokio::sync::Mutex;

use crate::network_facts::{Facts, Span};
use crate::settings::is_company;
use crate::sphere_view::SphereView;
use crate::{App, Result};

/// Who knows whom, over the whole team: its members, everybody they met, and who was seen with whom.
///
/// Nodes are members first, in the order of the team, then people in the order of their ids. What was seen makes
/// two kinds of ties: a member and a person (the strength is that of persistence), and two people who took part in
/// the same interactions (the same measure, over the moments at which we saw them together). Overlap, bridges and
/// constraint rest on these alone.
pub struct Network {
    /// The moment.
    pub now: Moment,
    pub(crate) members: Vec<Member>,
    pub(crate) people: Vec<PersonId>,
    /// Of each node.
    pub(crate) names: Vec<Box<str>>,
    /// Of each node; of members the first of their own, or their name.
    pub(crate) addresses: Vec<Box<str>>,
    /// The company of each node, by its place among the domains; none where everybody can have an address.
    pub(crate) companies: Vec<Option<u32>>,
    pub(crate) domains: Vec<Box<str>>,
    /// What was seen.
    pub(crate) graph: Graph,
    /// The same, and colleagues, who can always ask each other: a tie of strength 1 between any two members.
    pub(crate) asking: Graph,
    /// In the order of their two nodes.
    pub(crate) ties: Vec<KnownTie>,
    /// Of the members.
    pub(crate) constraints: Vec<Option<Constraint>>,
    /// What each member is shown, made when first asked for.
    pub(crate) views: Vec<OnceLock<Arc<SphereView>>>,
}

/// A tie of the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct KnownTie {
    pub(crate) overlap: Overlap,
    pub(crate) span: Span,
}

/// How strong a tie is, as colleagues may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Contact within 30 days is unlikely.
    Faint,
    /// It may come to contact.
    Some,
    /// It most likely comes to contact.
    Strong,
}

impl Band {
    /// The band of a strength.
    pub fn of(strength: f64) -> Self {
        match strength {
            strength if strength < 0.10 => Self::Faint,
            strength if strength < 0.45 => Self::Some,
            _ => Self::Strong,
        }
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Faint => "faint",
            Self::Some => "some",
            Self::Strong => "strong",
        }
    }
}

/// A tie as programs of the owner read it.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct TieLine<'a> {
    /// The address of one, or the name of a member without an address.
    pub a: &'a str,
    /// The address of the other.
    pub b: &'a str,
    /// `ours` when a member is one of the two, `seen` when we saw two people together.
    pub kind: &'static str,
    /// 0 to 1.
    pub strength: f32,
    /// The share of either's other contacts whom both know.
    pub overlap: f64,
    /// How many people both know.
    pub common: u32,
    /// A local bridge: both know others, and nobody knows both.
    pub bridge: bool,
}

/// The network as last looked at.
#[derive(Default)]
pub(crate) struct Cache {
    known: std::sync::Mutex<Option<Known>>,
    /// Held while one is made, so that many who ask at once wait for one.
    making: Arc<Mutex<()>>,
}

#[derive(Clone)]
struct Known {
    revision: u64,
    network: Arc<Network>,
    took: Duration,
}

/// A network is made anew after this time even if nothing came in, because silence grows by itself.
const FRESH_DAYS: f64 = 1.0 / 24.0;
/// One that took longer than this to make is shown a little longer, while the next is made.
const SLOW: Duration = Duration::from_millis(500);

impl App {
    /// The network of the team now. That of a large team may be behind what came in since it was last asked for,
    /// by an hour at most.
    pub async fn network(&self) -> Result<Arc<Network>> {
        let now = self.now();
        let revision = self.store.read(self.workspace, |tx| tx.revision()).await?;
        let fresh = |known: &Known| (0.0..FRESH_DAYS).contains(&now.days_since(known.network.now));
        if let Some(known) = self.networks.known().filter(fresh) {
            if known.revision == revision {
                return Ok(known.network);
            }
            if known.took >= SLOW {
                if let Ok(one) = Arc::clone(&self.networks.making).try_lock_owned() {
                    let (cache, store) = (Arc::clone(&self.networks), Arc::clone(&self.store));
                    let workspace = self.workspace;
                    tokio::spawn(async move {
                        // Whoever asks next without one meets the error.
                        let _ = cache.make(&store, workspace, revision, now).await;
                        drop(one);
                    });
                }
                return Ok(known.network);
            }
        }
        let _one = self.networks.making.lock().await;
        if let Some(known) = self.networks.known().filter(fresh).filter(|known| known.revision == revision) {
            return Ok(known.network);
        }
        self.networks.make(&self.store, self.workspace, revision, now).await
    }
}

impl Cache {
    fn known(&self) -> Option<Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn make(
        &self,
        store: &Store,
        workspace: WorkspaceId,
        revision: u64,
        now: Moment,
    ) -> Result<Arc<Network>> {
        let began = Instant::now();
        let facts = store.read(workspace, move |tx| Facts::read(tx, now)).await?;
        let made = tokio::task::spawn_blocking(move || Network::of(facts)).await;
        let network = Arc::new(made.expect("a network is values from values and does not panic"));
        let known = Known { revision, network: Arc::clone(&network), took: began.elapsed() };
        tracing::debug!(
            people = network.people(),
            ties = network.ties.len(),
            milliseconds = known.took.as_millis() as u64,
            "made the network"
        );
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
        Ok(network)
    }
}

impl Network {
    pub(crate) fn of(facts: Facts) -> Self {
        let count = facts.members.len();
        let nodes = (count + facts.people.len()) as u32;
        let (ties, mut spans) = facts.ties();
        let graph = Graph::of(nodes, ties.iter().copied());
        let team = 0..count as u32;
        let colleagues =
            team.clone().flat_map(|a| (a + 1..team.end).map(move |b| Tie { a, b, strength: 1.0 }));
        let asking = Graph::of(nodes, ties.into_iter().chain(colleagues));
        spans.sort_unstable_by_key(|(pair, _)| *pair);
        let known = |(overlap, (_, span))| KnownTie { overlap, span };
        let ties: Vec<KnownTie> = overlaps(&graph).into_iter().zip(spans).map(known).collect();
        let mut constraints = constraint(&graph);
        constraints.truncate(count);
        let (companies, domains) = companies(&facts.addresses, count);
        Self {
            now: facts.now,
            views: (0..count).map(|_| OnceLock::new()).collect(),
            members: facts.members,
            people: facts.people,
            names: facts.names,
            addresses: facts.addresses,
            companies,
            domains,
            graph,
            asking,
            ties,
            constraints,
        }
    }

    /// How many people there are besides the team.
    pub fn people(&self) -> usize {
        self.people.len()
    }

    /// Every tie, in the order of the nodes.
    pub fn ties(&self) -> impl ExactSizeIterator<Item = TieLine<'_>> {
        self.ties.iter().map(|tie| {
            let Overlap { a, b, common, .. } = tie.overlap;
            TieLine {
                a: &self.addresses[a as usize],
                b: &self.addresses[b as usize],
                kind: if self.is_member(a) { "ours" } else { "seen" },
                strength: self.strength(a, b),
                overlap: tie.overlap.value(),
                common,
                bridge: tie.overlap.is_local_bridge(),
            }
        })
    }

    pub(crate) fn node_of_member(&self, member: MemberId) -> Option<u32> {
        self.members.iter().position(|one| one.id == member).map(|place| place as u32)
    }

    pub(crate) fn node_of_person(&self, person: PersonId) -> Option<u32> {
        let place = self.people.binary_search(&person).ok()?;
        Some((self.members.len() + place) as u32)
    }

    pub(crate) fn person_at(&self, node: u32) -> Option<PersonId> {
        self.people.get((node as usize).checked_sub(self.members.len())?).copied()
    }

    pub(crate) fn is_member(&self, node: u32) -> bool {
        (node as usize) < self.members.len()
    }

    pub(crate) fn name(&self, node: u32) -> &str {
        &self.names[node as usize]
    }

    /// The domain of a node's company.
    pub(crate) fn company(&self, node: u32) -> Option<&str> {
        self.companies[node as usize].map(|place| &*self.domains[place as usize])
    }

    pub(crate) fn strength(&self, a: u32, b: u32) -> f32 {
        self.graph.strength(a, b).unwrap_or_default()
    }

    /// The tie of two nodes.
    pub(crate) fn tie(&self, a: u32, b: u32) -> Option<&KnownTie> {
        let pair = (a.min(b), a.max(b));
        let place = self.ties.binary_search_by_key(&pair, |tie| (tie.overlap.a, tie.overlap.b)).ok()?;
        Some(&self.ties[place])
    }

    /// The ties of a member with people, in the order of the people.
    pub(crate) fn ties_of(&self, member: u32) -> &[KnownTie] {
        let count = self.members.len() as u32;
        let from = self.ties.partition_point(|tie| (tie.overlap.a, tie.overlap.b) < (member, count));
        let to = self.ties.partition_point(|tie| tie.overlap.a <= member);
        &self.ties[from.min(to)..to]
    }

    /// The people whom somebody was seen with or knows; members are left out.
    pub(crate) fn people_around(&self, node: u32) -> &[u32] {
        let row = self.graph.neighbors(node);
        &row[row.partition_point(|node| self.is_member(*node))..]
    }
}

/// The place of each node's company among the domains. Members have none.
fn companies(addresses: &[Box<str>], members: usize) -> (Vec<Option<u32>>, Vec<Box<str>>) {
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut domains: Vec<Box<str>> = Vec::new();
    let mut companies = vec![None; members.min(addresses.len())];
    for address in &addresses[companies.len()..] {
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
        let place = (!domain.is_empty() && is_company(domain)).then(|| {
            *known.entry(domain).or_insert_with(|| {
                domains.push(domain.into());
                domains.len() as u32 - 1
            })
        });
        companies.push(place);
    }
    (companies, domains)
}
