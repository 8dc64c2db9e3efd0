use rapport_model::{Moment, PersonId, Via};
use rapport_science::{Candidate, DORMANT_DAYS, Dormancy, ReconnectionWeights, reconnection};

use crate::network::snapshot::NetworkSnapshot;
use crate::sphere::Tie;
use crate::sphere::span::Span;

/// A dormant tie of a member, as [`Dormancy`] defines it, without the sentences about it.
#[derive(Clone, Debug)]
pub(crate) struct DormantTie {
    pub(crate) person: PersonId,
    /// Their slot in the directory.
    pub(crate) slot: u32,
    pub(crate) dormancy: Dormancy,
    /// The probability of contact within 60 days.
    pub(crate) probability: f64,
    /// Colleagues with whom they had contact in the last [`DORMANT_DAYS`], then people with whom both had.
    pub(crate) common: Vec<Via>,
    /// The number of those in `common` who have been in contact with both only since the last contact of the two.
    pub(crate) new_in_common: u32,
}

impl DormantTie {
    /// Every dormant tie of the viewer, in the order of the slots. The weights of reconnection are the defaults,
    /// because a fit needs every history of the workspace at once.
    pub(crate) fn all(snapshot: &NetworkSnapshot) -> Vec<Self> {
        let mut all: Vec<Self> = snapshot.sphere.ties().filter_map(|tie| Self::of(snapshot, tie)).collect();
        all.sort_unstable_by_key(|one| one.slot);
        all
    }

    /// `None` when the tie is not dormant.
    pub(crate) fn of(snapshot: &NetworkSnapshot, tie: &Tie) -> Option<Self> {
        let NetworkSnapshot { network, team, sphere, viewer, me, .. } = snapshot;
        let without_common = Dormancy::of(&tie.state, &sphere.priors, sphere.now, 0)?;
        let last = tie.state.last_contact()?;
        let active_since = |span: Span| span.live_since(sphere.now, DORMANT_DAYS);
        let mut common: Vec<(Via, Moment)> = Vec::new();
        // A tie that a colleague hides must not be told in the reasons.
        for of_colleague in team.shown_of(*viewer, tie.entry).filter(|tie| tie.member != *me) {
            if let Some(since) = active_since(of_colleague.span) {
                common.push((Via::Member(team.members[usize::from(of_colleague.member)].id), since));
            }
        }
        for between in network.graph.neighbors(tie.entry) {
            let person = snapshot.directory().at(between).person;
            let mine = sphere.tie(person).and_then(|tie| active_since(Span::of(&tie.state, sphere.now)));
            let times = network.graph.times(between, tie.entry);
            let theirs = times.filter(|times| sphere.now.days_since(times.last()) < DORMANT_DAYS);
            if let (Some(mine), Some(theirs)) = (mine, theirs) {
                common.push((Via::Person(person), mine.max(theirs.first())));
            }
        }
        let dormancy = Dormancy { common_active: common.len() as u32, ..without_common };
        Some(Self {
            person: tie.person,
            slot: tie.entry,
            probability: reconnection(&dormancy, &ReconnectionWeights::default()),
            dormancy,
            new_in_common: common.iter().filter(|(_, since)| *since > last).count() as u32,
            common: common.into_iter().map(|(via, _)| via).collect(),
        })
    }

    pub(crate) fn candidate(&self) -> Candidate {
        Candidate {
            probability: self.probability,
            value: 1.0,
            contact_days: self.dormancy.contact_days,
            new_in_common: self.new_in_common,
        }
    }
}
