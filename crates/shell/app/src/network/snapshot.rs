use std::sync::Arc;

use rapport_model::{MemberId, PersonId, Via};

use crate::acting::Acting;
use crate::app::App;
use crate::error::{AppError, Result, What};
use crate::log_cache::{AsOf, Inputs, LogCache, MAX_ATTEMPTS, too_many_changes};
use crate::network::Network;
use crate::permission::rights::{Action, Resource};
use crate::sphere::Sphere;
use crate::sphere::directory::Directory;
use crate::team::facts::TeamFacts;

/// The network, the facts of the team and the sphere of a member, all at one revision of the log.
#[derive(Clone)]
pub(crate) struct NetworkSnapshot {
    pub(crate) network: Arc<Network>,
    pub(crate) team: Arc<TeamFacts>,
    pub(crate) sphere: Arc<Sphere>,
    revision: u64,
    pub(crate) viewer: MemberId,
    /// The viewer's index in the team.
    pub(crate) me: u16,
}

impl Acting {
    /// The network as the member sees it now.
    pub(crate) async fn network_snapshot(&self) -> Result<NetworkSnapshot> {
        self.require(Resource::Network, Action::See)?;
        NetworkSnapshot::get(&self.app, &self.id(), self.app.as_of_now().await?).await
    }

    /// The facts of the team, for a member who may see the network.
    pub(crate) async fn team_facts(&self) -> Result<Arc<TeamFacts>> {
        self.require(Resource::Network, Action::See)?;
        Ok(LogCache::<TeamFacts>::get(&self.app, &(), self.app.as_of_now().await?).await?.value)
    }
}

impl Inputs<MemberId> for NetworkSnapshot {
    async fn get(app: &Arc<App>, viewer: &MemberId, mut as_of: AsOf) -> Result<Self> {
        let viewer = *viewer;
        for _ in 0..MAX_ATTEMPTS {
            let network = LogCache::<Network>::get(app, &(), as_of).await?;
            let team = LogCache::<TeamFacts>::get(app, &(), as_of).await?;
            let sphere = LogCache::<Sphere>::get(app, &viewer, as_of).await?;
            let revision = sphere.revision;
            if network.revision == revision && team.revision == revision {
                let me = team.value.place_of(viewer).ok_or(AppError::NotFound(What::Member))?;
                let (network, team, sphere) = (network.value, team.value, sphere.value);
                return Ok(Self { network, team, sphere, revision, viewer, me });
            }
            as_of = app.as_of_now().await?;
        }
        Err(too_many_changes())
    }

    fn revision(&self) -> Option<u64> {
        Some(self.revision)
    }
}

impl NetworkSnapshot {
    pub(crate) fn directory(&self) -> &Directory {
        &self.team.directory
    }

    /// The name of a member or a person; empty when there is no such member or person.
    pub(crate) fn name(&self, via: Via) -> &str {
        match via {
            Via::Member(member) => {
                self.team.place_of(member).map_or("", |place| &self.team.members[usize::from(place)].name)
            }
            Via::Person(person) => {
                self.directory().slot_of(person).map_or("", |slot| &self.directory().at(slot).name)
            }
        }
    }

    /// Whether the viewer may know that the team has met the person in a slot.
    pub(crate) fn is_shown(&self, person: u32) -> bool {
        self.team.is_shown(self.viewer, person)
    }
}

impl TeamFacts {
    /// Whether a member may know that the team has met the person in a slot: they have a tie themselves, or a colleague
    /// has one and does not hide it.
    pub(crate) fn is_shown(&self, viewer: MemberId, person: u32) -> bool {
        self.shown_of(viewer, person).next().is_some()
    }

    /// Whether [`is_shown`](Self::is_shown) is true of a person; false for one who is not in the directory.
    pub(crate) fn shows(&self, viewer: MemberId, person: PersonId) -> bool {
        self.directory.slot_of(person).is_some_and(|slot| self.is_shown(viewer, slot))
    }
}
