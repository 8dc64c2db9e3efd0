use std::sync::Arc;

use rapport_model::{MemberId, Moment, PersonId};
use rapport_store::{ChangedPair, StoreError, Tx};

use crate::acting::Acting;
use crate::error::Result;
use crate::log_cache::{FromLog, LogCache};
use crate::network::lists::{self, Concentration, ListedPerson};
use crate::network::member_ties::MemberTies;
use crate::network::snapshot::NetworkSnapshot;
use crate::permission::rights::{Action, Resource};
use crate::selection::first;
use crate::sphere::warmth::Warmth;
use crate::team::visible_totals::VisibleTotals;

/// The maximum number of ties in a picture.
const MAX_DOTS: usize = 5_000;
/// The maximum number of lines in a picture.
const MAX_LINES: usize = 5_000;

/// The ratio of the effective size to the number of ties from which the effective size is not shown.
const MAX_WAYS_RATIO: f64 = 0.95;

/// A member's position in the network: the data of the picture, and the lists below it.
#[derive(Default)]
pub struct SphereView {
    /// The moment of the sphere that it shows.
    pub as_of: Moment,
    /// The number of people the member has a tie with.
    pub known: usize,
    /// The number of people in the workspace.
    pub people: usize,
    /// The number of members of the team.
    pub team: usize,
    /// The strongest ties, the strongest first.
    pub dots: Vec<Dot>,
    /// The indexes of two dots who took part in the same interactions, the latest first.
    pub lines: Vec<(u32, u32)>,
    /// The number of ties of the member that are local bridges.
    pub bridge_count: usize,
    /// The effective size of the member's ego network; `None` when it is about the number of its people.
    pub ways_out: Option<f64>,
    /// The warmest ties.
    pub core: Vec<ListedPerson>,
    /// Ties that are the only link to other people, or the only live tie of the team with a company.
    pub bridges: Vec<ListedPerson>,
    /// Weak ties with people who know others whom the member does not know.
    pub openings: Vec<ListedPerson>,
    /// Companies with which few members of the team have most of the ties.
    pub concentrations: Vec<Concentration>,
}

/// A view, and the ties from which it can be updated.
struct CachedView {
    view: Arc<SphereView>,
    ties: MemberTies,
    built_at: Moment,
}

/// A person in the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The domain of their company; `None` when their address is not of one.
    pub company: Option<String>,
    /// The probability of contact within 30 days, 0 to 1.
    pub probability: f64,
    /// The step of that probability.
    pub warmth: Warmth,
    /// Whether the tie is a local bridge.
    pub is_bridge: bool,
}

impl Acting {
    /// The member's position in the network now.
    pub async fn sphere_view(&self) -> Result<Arc<SphereView>> {
        self.require(Resource::Network, Action::See)?;
        self.require(Resource::Tie, Action::See)?;
        let cached = LogCache::<CachedView>::get(&self.app, &self.id(), self.app.as_of_now().await?).await?;
        Ok(Arc::clone(&cached.value.view))
    }
}

impl FromLog for CachedView {
    type Key = MemberId;
    type Inputs = NetworkSnapshot;

    fn built_at(&self) -> Moment {
        self.built_at
    }

    fn bytes(&self) -> usize {
        self.view.dots.len() * (size_of::<Dot>() + 50) + self.view.lines.len() * 8 + self.ties.bytes()
    }

    fn build(_: &Tx<'_>, _: &MemberId, snapshot: &NetworkSnapshot, now: Moment) -> Result<Self, StoreError> {
        Ok(Self::of(snapshot, MemberTies::of(snapshot), now))
    }

    fn updated(
        &self,
        _: &Tx<'_>,
        _: &MemberId,
        snapshot: &NetworkSnapshot,
        changed: Vec<ChangedPair>,
        _: Moment,
    ) -> Result<Option<Self>, StoreError> {
        let ties = self.ties.updated(snapshot, &changed);
        Ok(ties.map(|ties| Self::of(snapshot, ties, self.built_at)))
    }
}

impl CachedView {
    fn of(snapshot: &NetworkSnapshot, ties: MemberTies, built_at: Moment) -> Self {
        Self { view: Arc::new(SphereView::of(snapshot, &ties)), ties, built_at }
    }
}

impl SphereView {
    fn of(snapshot: &NetworkSnapshot, ties: &MemberTies) -> Self {
        let (sphere, directory) = (&snapshot.sphere, snapshot.directory());
        let known = sphere.len();
        let mut slots: Vec<u32> = ties.iter().map(|(slot, _)| slot).collect();
        let strength = |slot: u32| ties.tie(slot).strength;
        // Slots depend on when somebody came; addresses do not, so that the picture is the same after a restart.
        let strongest = first(&mut slots, MAX_DOTS, |one, other| {
            let by_strength = strength(*other).total_cmp(&strength(*one));
            by_strength.then_with(|| directory.at(*one).address.cmp(&directory.at(*other).address))
        });
        let dots = strongest.iter().map(|slot| {
            let (entry, tie) = (directory.at(*slot), ties.tie(*slot));
            Dot {
                person: entry.person,
                name: entry.name.to_string(),
                company: entry.company.map(|company| directory.domain(company).to_owned()),
                probability: f64::from(tie.strength),
                warmth: tie.warmth(),
                is_bridge: tie.overlap(known).is_local_bridge(),
            }
        });
        let contactable = |mut found: Vec<ListedPerson>| {
            found.retain(|one| sphere.opted_out(one.person).is_none());
            found
        };
        let totals = VisibleTotals::of(&snapshot.team, snapshot.viewer);
        Self {
            as_of: sphere.now,
            known,
            people: directory.len(),
            team: snapshot.team.members.len(),
            dots: dots.collect(),
            lines: lines(snapshot, strongest),
            bridge_count: ties.iter().filter(|(_, tie)| tie.overlap(known).is_local_bridge()).count(),
            ways_out: snapshot
                .network
                .effective_size(snapshot.viewer, known)
                .filter(|ways| *ways < MAX_WAYS_RATIO * known as f64),
            core: contactable(lists::core(snapshot, ties, strongest)),
            bridges: lists::bridges(snapshot, &totals, ties),
            openings: contactable(lists::openings(snapshot, ties)),
            concentrations: lists::concentrations(snapshot, &totals),
        }
    }
}

/// The pairs of dots that are neighbors in the graph, the latest first.
fn lines(snapshot: &NetworkSnapshot, dots: &[u32]) -> Vec<(u32, u32)> {
    let mut places = vec![u32::MAX; snapshot.directory().len()];
    for (place, slot) in dots.iter().enumerate() {
        places[*slot as usize] = place as u32;
    }
    let mut found: Vec<(Moment, u32, u32)> = Vec::new();
    for (place, slot) in (0..).zip(dots) {
        for (other, times) in snapshot.network.graph.upper_neighbors(*slot) {
            let there = places[*other as usize];
            if there != u32::MAX {
                found.push((times.last(), place.min(there), place.max(there)));
            }
        }
    }
    let latest_first = |one: &(Moment, u32, u32), other: &(Moment, u32, u32)| {
        other.0.cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2)))
    };
    let found = first(&mut found, MAX_LINES, latest_first);
    found.iter().map(|(_, one, other)| (*one, *other)).collect()
}
