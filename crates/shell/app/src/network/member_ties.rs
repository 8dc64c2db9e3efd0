use std::collections::BTreeSet;
use std::sync::Arc;

use rapport_model::Moment;
use rapport_science::{DORMANT_DAYS, Overlap};
use rapport_store::ChangedPair;

use crate::network::snapshot::NetworkSnapshot;
use crate::sphere::directory::Directory;
use crate::sphere::span::Span;
use crate::sphere::warmth::Warmth;

/// The ties of a member, with what the lists of their `SphereView` need of each.
pub(crate) struct MemberTies {
    /// The directory that the slots are of.
    directory: Arc<Directory>,
    /// When the sphere that the strengths are from was built.
    sphere_built_at: Moment,
    /// A tie for each slot of the directory, [`MemberTie::NONE`] where the member has none.
    ties: Vec<MemberTie>,
}

/// A tie of the member with a person.
#[derive(Clone, Copy)]
pub(crate) struct MemberTie {
    /// The probability of contact within 30 days; NaN when there is no tie.
    pub(crate) strength: f32,
    /// The number of people both know.
    pub(crate) common: u32,
    /// The degree of the person in the co-occurrence graph.
    pub(crate) seen_with: u32,
    /// The number of members who know them.
    known_by: u16,
    /// Whether there was contact in the last [`DORMANT_DAYS`].
    pub(crate) is_active: bool,
}

impl MemberTie {
    const NONE: Self = Self { strength: f32::NAN, common: 0, seen_with: 0, known_by: 0, is_active: false };

    fn of(snapshot: &NetworkSnapshot, slot: u32, knows: impl Fn(u32) -> bool) -> Self {
        let (sphere, graph) = (&snapshot.sphere, &snapshot.network.graph);
        let Some(tie) = sphere.tie(snapshot.directory().at(slot).person) else { return Self::NONE };
        let span = Span::of(&tie.state, sphere.now);
        Self {
            strength: tie.probability,
            common: graph.neighbors(slot).filter(|other| knows(*other)).count() as u32,
            seen_with: graph.degree(slot),
            known_by: snapshot.team.totals.known_by(slot),
            is_active: span.live_since(sphere.now, DORMANT_DAYS).is_some(),
        }
    }

    pub(crate) fn warmth(&self) -> Warmth {
        Warmth::of(f64::from(self.strength))
    }

    /// The overlap of the neighborhoods of the member, who knows `known` people, and of this person.
    pub(crate) fn overlap(&self, known: usize) -> Overlap {
        let degree_b = self.seen_with + u32::from(self.known_by);
        Overlap { a: 0, b: 1, common: self.common, degree_a: known as u32, degree_b }
    }
}

impl MemberTies {
    pub(crate) fn of(snapshot: &NetworkSnapshot) -> Self {
        let slots = snapshot.directory().len();
        let mut knows = vec![false; slots];
        snapshot.sphere.ties().for_each(|tie| knows[tie.entry as usize] = true);
        let tie = |slot: u32| MemberTie::of(snapshot, slot, |other| knows[other as usize]);
        Self {
            directory: Arc::clone(&snapshot.team.directory),
            sphere_built_at: snapshot.sphere.built_at,
            ties: (0..slots as u32).map(tie).collect(),
        }
    }

    /// The ties after some relationships changed; `None` when they have to be rebuilt.
    pub(crate) fn updated(&self, snapshot: &NetworkSnapshot, changed: &[ChangedPair]) -> Option<Self> {
        let directory = &snapshot.team.directory;
        if !directory.has_slots_of(&self.directory) || snapshot.sphere.built_at != self.sphere_built_at {
            return None;
        }
        let mut recounted = BTreeSet::new();
        let mut known = BTreeSet::new();
        for (pair, _) in changed {
            let person = directory.slot_of(pair.person)?;
            recounted.insert(person);
            if pair.member == snapshot.viewer && known.insert(person) && !self.knows(person) {
                // Each neighbor of somebody whom the member has come to know has one more person in common with them.
                recounted.extend(snapshot.network.graph.neighbors(person));
            }
        }
        let mut ties = Vec::with_capacity(directory.len());
        ties.extend_from_slice(&self.ties);
        ties.resize(directory.len(), MemberTie::NONE);
        for slot in recounted {
            let is_known = |other: u32| self.knows(other) || known.contains(&other);
            ties[slot as usize] = MemberTie::of(snapshot, slot, is_known);
        }
        Some(Self { directory: Arc::clone(directory), sphere_built_at: self.sphere_built_at, ties })
    }

    /// The slots of those whom the member knows, ascending, with the ties.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &MemberTie)> {
        (0..).zip(&self.ties).filter(|(_, tie)| !tie.strength.is_nan())
    }

    /// The tie with the person in a slot, [`MemberTie::NONE`] when there is none.
    pub(crate) fn tie(&self, slot: u32) -> &MemberTie {
        &self.ties[slot as usize]
    }

    /// Whether the member has a tie with the person in a slot.
    pub(crate) fn knows(&self, slot: u32) -> bool {
        self.ties.get(slot as usize).is_some_and(|tie| !tie.strength.is_nan())
    }

    pub(crate) fn bytes(&self) -> usize {
        self.ties.len() * size_of::<MemberTie>()
    }
}
