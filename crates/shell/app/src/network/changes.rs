//! What came in since a network was made, and the network with it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use rapport_model::{InteractionId, Moment, PersonId};
use rapport_science::{PairState, Tie, persistence};
use rapport_store::{StoreError, Tx};

use crate::network::Network;
use crate::network::facts::{MOST_TOGETHER, Span, addresses_of_members, span, together};
use crate::permission::hidden_ties::Hidden;
use crate::sphere::load::priors;

/// After more changed relationships, or more that two people did together, a network is made anew.
const MOST_PAIRS: u32 = 500;
const MOST_MOMENTS: usize = 200_000;

/// The relationships that changed, and the ties that follow from them.
pub(crate) struct Changes {
    now: Moment,
    hidden: Hidden,
    /// Known and new; new ones in the order of their nodes.
    people: BTreeMap<PersonId, Named>,
    ties: Vec<(Tie, Span)>,
}

struct Named {
    node: u32,
    name: String,
    /// The one used last.
    address: String,
}

impl Changes {
    /// What changed after a revision; nothing when it takes a new network to tell.
    pub(crate) fn read(
        tx: &Tx<'_>,
        network: &Network,
        since: u64,
        now: Moment,
    ) -> Result<Option<Self>, StoreError> {
        let is_same = tx.members()? == network.members
            && addresses_of_members(tx, &network.members)? == network.addresses[..network.members.len()]
            && priors(tx)? == network.priors
            && tx.calendar()? == network.calendar;
        let Some(pairs) = tx.changed_pairs(since, MOST_PAIRS + 1)?.filter(|_| is_same) else {
            return Ok(None);
        };
        let people: BTreeSet<PersonId> = pairs.iter().map(|(pair, _)| pair.person).collect();
        let mut changes = Self { now, hidden: Hidden::of(tx)?, people: BTreeMap::new(), ties: Vec::new() };
        if pairs.len() > MOST_PAIRS as usize || !changes.name(tx, network, &people)? {
            return Ok(None);
        }
        for (pair, bytes) in pairs {
            let (Some(state), Some(a)) = (PairState::from_bytes(&bytes), network.node_of_member(pair.member))
            else {
                return Ok(None);
            };
            let Some(b) = changes.node(network, pair.person) else { return Ok(None) };
            let strength = persistence(&state, &network.priors, now) as f32;
            changes.ties.push((Tie { a, b, strength }, span(&state, now)));
        }
        let is_whole = changes.read_together(tx, network)?;
        Ok(is_whole.then_some(changes))
    }

    /// Names everybody who changed, and gives those who are new a node. False when somebody is gone.
    fn name(&mut self, tx: &Tx<'_>, network: &Network, ids: &BTreeSet<PersonId>) -> Result<bool, StoreError> {
        let mut next = (network.members.len() + network.people.len()) as u32;
        for id in ids {
            let Some(person) = tx.person(*id)? else { return Ok(false) };
            let node = network.node_of_person(*id).unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            let address = person.addresses.first().map(ToString::to_string).unwrap_or_default();
            self.people.insert(*id, Named { node, name: person.name, address });
        }
        Ok(true)
    }

    fn node(&self, network: &Network, person: PersonId) -> Option<u32> {
        network.node_of_person(person).or_else(|| Some(self.people.get(&person)?.node))
    }

    /// Every tie between one of these people and anybody they were seen with. False when there is too much of it, or
    /// a tie is no longer there.
    fn read_together(&mut self, tx: &Tx<'_>, network: &Network) -> Result<bool, StoreError> {
        let mut moments: Vec<(u32, u32, Moment)> = Vec::new();
        let changed: HashSet<u32> = self.people.values().map(|named| named.node).collect();
        for (id, Named { node: own, .. }) in &self.people {
            let own = *own;
            let mut all: Vec<(InteractionId, u32, Moment)> = Vec::new();
            tx.each_taking_part_with(*id, |interaction, person, _, at| {
                if let Some(node) = self.node(network, person).filter(|_| at <= self.now) {
                    all.push((interaction, node, at));
                }
            })?;
            all.dedup();
            for present in all.chunk_by(|one, other| one.0 == other.0) {
                if present.len() <= MOST_TOGETHER {
                    // Two who both changed are met from both sides.
                    let is_told = |node: &u32| *node < own && changed.contains(node);
                    let others = present.iter().filter(|(_, node, _)| *node != own && !is_told(node));
                    moments.extend(others.map(|(_, node, at)| (own.min(*node), own.max(*node), *at)));
                }
            }
            if moments.len() > MOST_MOMENTS {
                return Ok(false);
            }
        }
        moments.sort_unstable();
        let first = self.ties.len();
        for pair in moments.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let at = pair.iter().map(|(_, _, at)| *at);
            let tie = together((pair[0].0, pair[0].1), at, &network.calendar, &network.priors, self.now);
            self.ties.push(tie);
        }
        let found = &self.ties[first..];
        let is_there = |own: u32, other: u32| {
            let pair = (own.min(other), own.max(other));
            found.binary_search_by_key(&pair, |(tie, _)| (tie.a, tie.b)).is_ok()
        };
        Ok(changed.iter().all(|own| network.people_around(*own).iter().all(|other| is_there(*own, *other))))
    }
}

impl Network {
    /// The network with what came in. Strengths of ties that nothing happened to, and the constraint of members, stay
    /// as they were until it is made anew.
    pub(crate) fn grown(mut self, changes: Changes) -> Self {
        for (person, Named { node, name, address }) in changes.people {
            let place = node as usize;
            if place == self.names.len() {
                self.people.push(person);
                self.nodes.insert(person, node);
                self.names.push(name.into());
                self.addresses.push(address.into());
            } else {
                self.names[place] = name.into();
                self.addresses[place] = address.into();
            }
        }
        let nodes = (self.members.len() + self.people.len()) as u32;
        let ties: Vec<Tie> = changes.ties.iter().map(|(tie, _)| *tie).collect();
        self.seen.grow(nodes, &ties);
        self.asking = self.asking.with(nodes, &ties);
        let known = self.spans.len();
        for (tie, span) in changes.ties {
            let pair = (tie.a, tie.b);
            match self.spans[..known].binary_search_by_key(&pair, |(pair, _)| *pair) {
                Ok(place) => self.spans[place].1 = span,
                Err(_) => self.spans.push((pair, span)),
            }
        }
        self.spans.sort_by_key(|(pair, _)| *pair);
        self.find_companies();
        self.kept = Arc::default();
        self.hidden = changes.hidden;
        self.now = changes.now;
        self
    }
}
