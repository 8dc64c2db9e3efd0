use std::sync::Arc;

use rapport_model::{MemberId, Moment, PersonId};
use rapport_store::{ChangedPair, StoreError, Tx};

use crate::acting::Acting;
use crate::app::App;
use crate::error::Result;
use crate::log_cache::{AsOf, FromLog, LogCache};
use crate::network::lists::{self, Concentration, Noted};
use crate::network::member_ties::MemberTies;
use crate::network::snapshot::NetworkSnapshot;
use crate::permission::rights::{Action, Resource};
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
    /// Two dots, by their places, who were seen together; the latest first.
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
}

/// A view, with what it takes to take in news.
struct KeptView {
    view: Arc<SphereView>,
    ties: MemberTies,
    /// When it was last made from nothing.
    built_at: Moment,
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
    pub probability: f64,
    /// The step of it.
    pub warmth: Warmth,
    /// The tie is a local bridge.
    pub is_bridge: bool,
}

impl Acting {
    /// The member's place in the network.
    pub async fn sphere_view(&self) -> Result<Arc<SphereView>> {
        self.require(Resource::Network, Action::See)?;
        self.require(Resource::Tie, Action::See)?;
        let kept = LogCache::<KeptView>::get(&self.app, &self.id(), self.app.as_of_now().await?).await?;
        Ok(Arc::clone(&kept.value.view))
    }
}

impl FromLog for KeptView {
    type Key = MemberId;
    type Inputs = NetworkSnapshot;

    async fn inputs(app: &Arc<App>, member: &MemberId, as_of: AsOf) -> Result<NetworkSnapshot> {
        NetworkSnapshot::of(app, *member, as_of).await
    }

    fn revision_of(snapshot: &NetworkSnapshot) -> Option<u64> {
        Some(snapshot.revision)
    }

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

impl KeptView {
    fn of(snapshot: &NetworkSnapshot, ties: MemberTies, built_at: Moment) -> Self {
        Self { view: Arc::new(SphereView::of(snapshot, &ties)), ties, built_at }
    }
}

impl SphereView {
    fn of(snapshot: &NetworkSnapshot, ties: &MemberTies) -> Self {
        let (sphere, directory) = (&snapshot.sphere, snapshot.directory());
        let known = sphere.len();
        let mut strongest: Vec<u32> = ties.iter().map(|(slot, _)| slot).collect();
        let strength = |slot: u32| f64::from(ties.tie(slot).strength);
        lists::first(&mut strongest, MOST_DOTS, |one, other| {
            lists::best_first(&(strength(*one), *one), &(strength(*other), *other))
        });
        let dots = strongest.iter().map(|slot| {
            let (entry, tie) = (directory.at(*slot), ties.tie(*slot));
            Dot {
                person: entry.person,
                name: entry.name.to_string(),
                company: entry.company.map(|company| directory.domain(company).to_owned()),
                probability: f64::from(tie.strength),
                warmth: Warmth::of(f64::from(tie.strength)),
                is_bridge: tie.overlap(known).is_local_bridge(),
            }
        });
        let contactable = |mut found: Vec<Noted>| {
            found.retain(|one| sphere.opted_out(one.person).is_none());
            found
        };
        Self {
            as_of: sphere.now,
            known,
            people: directory.len(),
            team: snapshot.team.members.len(),
            dots: dots.collect(),
            lines: lines(snapshot, &strongest),
            bridge_count: ties.iter().filter(|(_, tie)| tie.overlap(known).is_local_bridge()).count(),
            ways_out: snapshot
                .network
                .effective_size(snapshot.viewer)
                .filter(|ways| *ways < FEWER_WAYS * known as f64),
            core: contactable(lists::core(snapshot, ties, &strongest)),
            bridges: lists::bridges(snapshot, ties),
            openings: contactable(lists::openings(snapshot, ties)),
            concentrations: lists::concentrations(snapshot),
        }
    }
}

/// Those of the dots who were seen together, the latest first.
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
    let found = lists::first(&mut found, MOST_LINES, latest_first);
    found.iter().map(|(_, one, other)| (*one, *other)).collect()
}
