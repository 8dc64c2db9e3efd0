pub(crate) mod band;
pub(crate) mod co_occurrence_graph;
pub(crate) mod co_occurrences;
pub(crate) mod dormant;
pub(crate) mod dormant_tie;
pub(crate) mod introductions;
pub(crate) mod lists;
pub(crate) mod member_ties;
pub(crate) mod met;
pub(crate) mod neighborhood;
pub(crate) mod paths;
pub(crate) mod snapshot;
pub(crate) mod ties;
pub(crate) mod view;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use rapport_model::{MemberId, Moment, PersonId};
use rapport_science::{EgoNetwork, Priors, Tie};
use rapport_store::{ChangedPair, StoreError, Tx};

use crate::error::Result;
use crate::log_cache::{FromLog, Versioned};
use crate::network::co_occurrence_graph::{CoOccurrenceGraph, TimeRange};
use crate::network::co_occurrences::{CoOccurrences, co_occurrences_of, row, strength};
use crate::sphere::directory::Directory;
use crate::sphere::load::{priors, strengths};

/// The maximum number of co-occurrences of a changed person for an update; with more, the network is rebuilt.
const MAX_CO_OCCURRENCES: usize = 200_000;
/// The maximum number of changed rows of the graph; with more, the network is rebuilt.
const MAX_ROWS: usize = 20_000;

/// The network of everybody the team has met: which of them took part in the same interactions. Members are not in it;
/// whom they know is in their spheres and in the facts of the team.
pub(crate) struct Network {
    built_at: Moment,
    directory: Arc<Directory>,
    pub(crate) graph: CoOccurrenceGraph,
    /// The effective size of each member's ego network, when it was last built.
    effective_sizes: Arc<HashMap<MemberId, EffectiveSize>>,
}

/// The effective size of an ego network.
#[derive(Clone, Copy)]
struct EffectiveSize {
    value: f64,
    /// The number of people in the ego network then.
    people: usize,
}

impl Network {
    /// The effective size of the ego network of a member who knows so many people now; `None` when they know nobody, or
    /// when these are no longer about as many as when it was computed. See docs/science/constraint.md.
    pub(crate) fn effective_size(&self, member: MemberId, known: usize) -> Option<f64> {
        let size = self.effective_sizes.get(&member)?;
        (10 * size.people.abs_diff(known) <= size.people).then_some(size.value)
    }
}

impl FromLog for Network {
    type Key = ();
    type Inputs = Versioned<Directory>;

    /// Only the effective sizes depend on the present moment.
    const REFRESH_AGE: Duration = Duration::from_hours(24);
    const MAX_AGE: Duration = Duration::from_hours(7 * 24);

    fn built_at(&self) -> Moment {
        self.built_at
    }

    fn bytes(&self) -> usize {
        self.graph.built_edges() * 16 + self.directory.len() * 8
    }

    fn build(
        tx: &Tx<'_>,
        (): &(),
        directory: &Versioned<Directory>,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let directory = &directory.value;
        let (priors, calendar) = (priors(tx)?, tx.calendar()?);
        let co_occurrences = CoOccurrences::read(tx, directory, now)?;
        let capacity = co_occurrences.len();
        let (mut rows, mut weights) = (Vec::with_capacity(capacity), Vec::with_capacity(capacity));
        let mut starts = vec![0_u32; directory.len() + 1];
        co_occurrences.each_pair(|lower, upper, of_pair| {
            starts[lower as usize + 1] += 1;
            rows.push((upper, TimeRange::of(of_pair[0].2, of_pair[of_pair.len() - 1].2)));
            weights.push(strength(of_pair.iter().map(|(.., at)| *at), &calendar, &priors, now));
        });
        for person in 1..starts.len() {
            starts[person] += starts[person - 1];
        }
        let ends = (0..).zip(starts.windows(2)).flat_map(|(lower, ends)| {
            rows[ends[0] as usize..ends[1] as usize].iter().map(move |(upper, _)| (lower, *upper))
        });
        let weighted = ends.zip(&weights).map(|((a, b), strength)| Tie { a, b, strength: *strength });
        let effective_sizes = Arc::new(effective_sizes(tx, directory, &priors, weighted, now)?);
        drop(weights);
        let graph = CoOccurrenceGraph::of(starts, rows);
        Ok(Self { built_at: now, directory: Arc::clone(directory), graph, effective_sizes })
    }

    fn updated(
        &self,
        tx: &Tx<'_>,
        (): &(),
        Versioned { value: directory, .. }: &Versioned<Directory>,
        pairs: Vec<ChangedPair>,
        now: Moment,
    ) -> Result<Option<Self>, StoreError> {
        if !directory.has_slots_of(&self.directory) || self.graph.changed_rows() > MAX_ROWS {
            return Ok(None);
        }
        let mut graph = self.graph.clone();
        let people: BTreeSet<PersonId> = pairs.into_iter().map(|(pair, _)| pair.person).collect();
        for person in people {
            let found = co_occurrences_of(tx, directory, person, now, MAX_CO_OCCURRENCES)?;
            let (Some(slot), Some(co_occurrences)) = (directory.slot_of(person), found) else {
                return Ok(None);
            };
            graph.set_row(slot, row(co_occurrences));
        }
        Ok(Some(Self {
            built_at: self.built_at,
            directory: Arc::clone(directory),
            graph,
            effective_sizes: Arc::clone(&self.effective_sizes),
        }))
    }
}

/// The effective size of each member's ego network, among the ties of members and the edges between people.
fn effective_sizes(
    tx: &Tx<'_>,
    directory: &Directory,
    priors: &Priors,
    edges: impl Iterator<Item = Tie> + Clone,
    now: Moment,
) -> Result<HashMap<MemberId, EffectiveSize>, StoreError> {
    let mut strongest = vec![0.0_f32; directory.len()];
    let mut ego_networks = Vec::new();
    for member in tx.members()? {
        let own = strengths(tx, directory, member.id, priors, now)?;
        for (slot, strength) in &own {
            let known = &mut strongest[*slot as usize];
            *known = known.max(*strength);
        }
        let people = own.len();
        ego_networks.push((member.id, people, EgoNetwork::of(directory.len() as u32, own)));
    }
    for edge in edges.clone() {
        for end in [edge.a, edge.b] {
            let known = &mut strongest[end as usize];
            *known = known.max(edge.strength);
        }
    }
    for edge in edges {
        for (_, _, ego) in &mut ego_networks {
            ego.add(edge, strongest[edge.a as usize], strongest[edge.b as usize]);
        }
    }
    let sizes = ego_networks.into_iter().filter_map(|(member, people, ego)| {
        Some((member, EffectiveSize { value: ego.effective_size()?, people }))
    });
    Ok(sizes.collect())
}
