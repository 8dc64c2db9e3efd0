use std::sync::Arc;

use rapport_model::{MemberId, PersonId, Via};
use rapport_store::{Conflict, StoreError};

use crate::acting::Acting;
use crate::app::App;
use crate::error::{AppError, Result, What};
use crate::log_cache::{AsOf, LogCache};
use crate::network::Network;
use crate::permission::rights::{Action, Resource};
use crate::sphere::Sphere;
use crate::sphere::directory::Directory;
use crate::team::facts::TeamFacts;

/// What a member's place in the network follows from, all as of one revision of the log.
#[derive(Clone)]
pub(crate) struct Sources {
    pub(crate) network: Arc<Network>,
    pub(crate) team: Arc<TeamFacts>,
    pub(crate) sphere: Arc<Sphere>,
    pub(crate) revision: u64,
    pub(crate) viewer: MemberId,
    /// The viewer's place in the team.
    pub(crate) me: u16,
}

impl Acting {
    pub(crate) async fn sources(&self) -> Result<Sources> {
        self.require(Resource::Network, Action::See)?;
        Sources::of(&self.app, self.id(), self.app.as_of_now().await?).await
    }

    /// The facts of the team, as far as the network needs them.
    pub(crate) async fn team_facts(&self) -> Result<Arc<TeamFacts>> {
        self.require(Resource::Network, Action::See)?;
        Ok(LogCache::<TeamFacts>::get(&self.app, &(), self.app.as_of_now().await?).await?.value)
    }
}

impl Sources {
    pub(crate) async fn of(app: &Arc<App>, viewer: MemberId, mut as_of: AsOf) -> Result<Self> {
        /// So often the three are read again until nothing came in between them.
        const TRIES: u32 = 100;
        for _ in 0..TRIES {
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
        Err(StoreError::from(Conflict::Busy("too much came in meanwhile".into())).into())
    }

    pub(crate) fn directory(&self) -> &Directory {
        &self.team.directory
    }

    /// What a colleague or a person is called.
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

    /// Whether the viewer may know that the team has met somebody: one of it does not hide it.
    pub(crate) fn is_shown(&self, person: u32) -> bool {
        self.team.is_shown(self.viewer, person)
    }
}

impl TeamFacts {
    /// Whether a member may know that the team has met somebody: one of it does not hide it.
    pub(crate) fn is_shown(&self, viewer: MemberId, person: u32) -> bool {
        self.shown_of(viewer, person).next().is_some()
    }

    /// The same, by the person's id.
    pub(crate) fn shows(&self, viewer: MemberId, person: PersonId) -> bool {
        self.directory.slot_of(person).is_some_and(|slot| self.is_shown(viewer, slot))
    }
}
