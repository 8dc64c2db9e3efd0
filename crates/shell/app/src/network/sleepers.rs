use rapport_model::{Moment, PersonId};
use rapport_science::{Candidate, DORMANT_DAYS, Dormancy, ReconnectionWeights, reconnection};

use crate::network::Network;
use crate::sphere::{Sphere, Tie};

/// A tie that sleeps, before anything is said about it.
#[derive(Clone, Debug)]
pub(crate) struct Sleeper {
    pub(crate) person: PersonId,
    /// Their place in the network.
    pub(crate) node: u32,
    pub(crate) dormancy: Dormancy,
    pub(crate) probability: f64,
    /// Active people whom both know, and active colleagues who know them.
    pub(crate) common: Vec<u32>,
    pub(crate) new_in_common: u32,
}

impl Sleeper {
    /// Every tie of a member that sleeps, in the order of the nodes. The weights of reconnection are the defaults:
    /// a fit needs every history of the workspace at once.
    pub(crate) fn all(network: &Network, me: u32, sphere: &Sphere) -> Vec<Self> {
        let weights = ReconnectionWeights::default();
        let sleeping = sphere.ties().filter_map(|tie| Self::of(network, me, sphere, tie, &weights));
        let mut all: Vec<Self> = sleeping.collect();
        all.sort_unstable_by_key(|sleeper| sleeper.node);
        all
    }

    fn of(
        network: &Network,
        me: u32,
        sphere: &Sphere,
        tie: &Tie,
        weights: &ReconnectionWeights,
    ) -> Option<Self> {
        Dormancy::of(&tie.state, &sphere.priors, sphere.now, 0)?;
        let node = network.node_of_person(tie.person)?;
        let last = tie.state.last_contact()?;
        let mut common = Vec::new();
        let mut new_in_common = 0;
        for (between, _, _) in network.asking.in_common(me, node) {
            // What colleagues keep to themselves is no reason that can be said.
            let is_hidden = network.is_hidden(me, between, node);
            let (Some(mine), Some(theirs), false) =
                (live(network, me, between), live(network, between, node), is_hidden)
            else {
                continue;
            };
            new_in_common += u32::from(mine.max(theirs) > last);
            common.push(between);
        }
        let dormancy = Dormancy::of(&tie.state, &sphere.priors, sphere.now, common.len() as u32)?;
        Some(Self {
            person: tie.person,
            node,
            probability: reconnection(&dormancy, weights),
            dormancy,
            common,
            new_in_common,
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

/// Since when two have a tie, when they have had contact lately. Colleagues always have.
fn live(network: &Network, a: u32, b: u32) -> Option<Moment> {
    if network.is_member(a) && network.is_member(b) {
        return Some(Moment::from_micros(i64::MIN));
    }
    let span = network.span(a, b)?;
    let is_live = span.days > 0 && network.now.days_since(span.last) < DORMANT_DAYS;
    is_live.then_some(span.first)
}
