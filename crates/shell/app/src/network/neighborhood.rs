use std::collections::HashMap;
use std::sync::Arc;

use rapport_model::{MemberId, Moment, PersonId, Via};
use rapport_science::{Graph, Priors, Tie};
use rapport_store::{StoreError, Tx};

use crate::network::co_occurrences::{co_occurrences_of, strength, times};
use crate::network::introductions;
use crate::network::ties::addresses_of_members;
use crate::sphere::span::Span;
use crate::team::facts::TeamFacts;
use crate::team::tie::of_person;

/// The graph in which ways to one person, the target, are searched: the members, the target, and the people who took
/// part in the same interactions as the target.
///
/// Nodes are the members in the order of the team, then the people in the order of their slots. Any two members have a
/// tie of strength 1, because colleagues can always ask each other.
pub(crate) struct Neighborhood {
    team: Arc<TeamFacts>,
    viewer: MemberId,
    /// The addresses of the members.
    addresses: Vec<String>,
    /// The slots of the people, ascending.
    people: Vec<u32>,
    /// The node of the target.
    pub(crate) target: u32,
    pub(crate) graph: Graph,
    /// The spans of the edges between two people, the lower node first.
    spans: HashMap<(u32, u32), Span>,
    /// The number of introductions that the team asked of a node in the last 30 days; without an entry it is 0.
    pub(crate) load: HashMap<u32, u32>,
}

impl Neighborhood {
    pub(crate) fn read(
        tx: &Tx<'_>,
        team: &Arc<TeamFacts>,
        priors: &Priors,
        viewer: MemberId,
        person: PersonId,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let calendar = tx.calendar()?;
        let co_occurrences =
            co_occurrences_of(tx, &team.directory, person, now, usize::MAX)?.unwrap_or_default();
        let slot = team.directory.slot_of(person);
        let mut people: Vec<u32> = co_occurrences.keys().copied().chain(slot).collect();
        people.sort_unstable();
        people.dedup();
        let first = team.members.len() as u32;
        let node = |slot: u32| people.binary_search(&slot).map_or(u32::MAX, |place| first + place as u32);
        let target = slot.map_or(u32::MAX, node);
        let (mut ties, mut spans) = (Vec::new(), HashMap::new());
        for a in 0..first {
            ties.extend((a + 1..first).map(|b| Tie { a, b, strength: 1.0 }));
        }
        for slot in &people {
            for tie in of_person(&team.ties, *slot) {
                ties.push(Tie { a: u32::from(tie.member), b: node(*slot), strength: tie.strength });
            }
        }
        for (slot, moments) in &co_occurrences {
            let (a, b) = (node(*slot).min(target), node(*slot).max(target));
            ties.push(Tie { a, b, strength: strength(moments.iter().copied(), &calendar, priors, now) });
            let edge = times(moments);
            spans.insert((a, b), Span { first: edge.first(), last: edge.last(), days: 1 });
        }
        let mut found = Self {
            graph: Graph::of(first + people.len() as u32, ties),
            addresses: addresses_of_members(tx, &team.members)?,
            load: HashMap::new(),
            team: Arc::clone(team),
            people,
            viewer,
            spans,
            target,
        };
        for via in introductions::asked_lately(tx, now)? {
            if let Some(node) = found.node_of(via) {
                *found.load.entry(node).or_default() += 1;
            }
        }
        Ok(found)
    }

    /// The number of members, and the first node of a person.
    pub(crate) fn members(&self) -> u32 {
        self.team.members.len() as u32
    }

    pub(crate) fn is_member(&self, node: u32) -> bool {
        node < self.members()
    }

    /// The slot of a node in the directory; `None` for a member.
    fn slot(&self, node: u32) -> Option<u32> {
        self.people.get(node.checked_sub(self.members())? as usize).copied()
    }

    fn node_of(&self, via: Via) -> Option<u32> {
        match via {
            Via::Member(member) => self.team.place_of(member).map(u32::from),
            Via::Person(person) => {
                let slot = self.team.directory.slot_of(person)?;
                Some(self.members() + self.people.binary_search(&slot).ok()? as u32)
            }
        }
    }

    /// The member or the person of a node.
    pub(crate) fn via(&self, node: u32) -> Via {
        let member = || Via::Member(self.team.members[node as usize].id);
        self.person_at(node).map_or_else(member, Via::Person)
    }

    /// The person of a node; `None` for a member.
    pub(crate) fn person_at(&self, node: u32) -> Option<PersonId> {
        Some(self.team.directory.at(self.slot(node)?).person)
    }

    pub(crate) fn name(&self, node: u32) -> &str {
        let member = || self.team.members[node as usize].name.as_str();
        self.slot(node).map_or_else(member, |slot| &self.team.directory.at(slot).name)
    }

    pub(crate) fn address(&self, node: u32) -> &str {
        let member = || self.addresses[node as usize].as_str();
        self.slot(node).map_or_else(member, |slot| &self.team.directory.at(slot).address)
    }

    /// Whether a member hides their tie with a person from the viewer.
    pub(crate) fn is_hidden(&self, member: u32, person: u32) -> bool {
        let tie = self.slot(person).and_then(|slot| self.team.tie_of(member as u16, slot));
        tie.is_some_and(|tie| self.team.is_hidden(self.viewer, tie))
    }

    /// The span of the tie of a member with a person, or of a person with the target; `None` when they have none.
    pub(crate) fn span(&self, a: u32, b: u32) -> Option<Span> {
        if self.is_member(a) {
            return self.team.tie_of(a as u16, self.slot(b)?).map(|tie| tie.span);
        }
        self.spans.get(&(a.min(b), a.max(b))).copied()
    }
}
