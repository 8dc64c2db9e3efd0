//! What a member can do, said once for every surface: who may, what it means, and the clock.

mod error;
mod follow_ups;
mod imports;
mod interactions;
mod lean_backs;
mod members;
mod network;
mod people;
mod phrases;
mod sphere;
mod team;
mod today;

use std::path::Path;
use std::sync::{Arc, Mutex};

use rapport_model::{ImportId, Member, MemberId, Moment, WorkspaceId};
use rapport_store::Store;
use tokio::sync::Notify;

pub use error::{AppError, Result};
pub use follow_ups::{DISMISSED_DAYS, DONE_DAYS, HandTouch, Undo};
pub use imports::ImportRequest;
pub use imports::decisions::{DecisionPage, DecisionQuery, Why};
pub use interactions::interaction::{InteractionView, Participant};
pub use lean_backs::{Guards, LeanBackChoice, LeanBackProposal, LeanBackView};
pub use members::sessions::{Session, Setup};
pub use members::settings::{Settings, is_company};
pub use network::dormant::{DORMANT_LIMIT, Waking};
pub use network::introductions::{IntroductionOutcome, IntroductionView};
pub use network::lists::{Concentration, Noted};
pub use network::paths::{Introduction, Met, PATHS_LIMIT, PathStep, Ways};
pub use network::view::{Dot, SphereView};
pub use network::{Band, Network, TieLine};
pub use people::list::{Filter, PeoplePage, PeopleQuery, PersonLine, Sort};
pub use people::person::{Colleague, Evidence, PersonView, TimelineEntry};
pub use people::search::{Hit, SearchResults};
pub use phrases::numbers::{count, day_words, days, gap, grouped, moment_words, percent, since};
pub use sphere::recent::{first_name, title};
pub use sphere::{Sphere, Tie, Warmth};
pub use team::companies::{Companies, Company};
pub use team::{TeamView, Week};
pub use today::{Card, LIMIT as TODAY_LIMIT, LeftAlone, Proof, Today};

pub use rapport_model::Lane;
pub use rapport_science::{
    Balance, Chart, Count, Exchanges, LeanBackOutcome, Limits, Mirroring, Readings, Reliability,
    ReliabilityBin, Response, Rhythm, Role, Signal, Standing, next_touch,
};

/// What the owner is called until they say.
pub const UNNAMED: &str = "Owner";

/// Everything the surfaces can ask for.
pub struct App {
    pub(crate) store: Arc<Store>,
    pub(crate) workspace: WorkspaceId,
    clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    spheres: sphere::Cache,
    networks: Arc<network::cache::Cache>,
    team: team::Cache,
    guard: members::sessions::Guard,
    wake: Arc<Notify>,
    stop: Arc<Mutex<Option<ImportId>>>,
}

impl App {
    /// The app over a store, for the workspace of a single company, which is made when there is none.
    pub async fn open(store: Arc<Store>, clock: Arc<dyn Fn() -> Moment + Send + Sync>) -> Result<Self> {
        let workspace = WorkspaceId::FIRST;
        let now = clock();
        let is_there = store.read(workspace, |tx| Ok(!tx.members()?.is_empty())).await?;
        if !is_there {
            store
                .write(workspace, move |tx| {
                    tx.add_workspace("Rapport", now)?;
                    tx.add_member(&Member { id: MemberId::FIRST, name: UNNAMED.to_owned() }, now)
                })
                .await?;
        }
        Ok(Self {
            store,
            workspace,
            clock,
            spheres: sphere::Cache::default(),
            networks: Arc::default(),
            team: team::Cache::default(),
            guard: members::sessions::Guard::default(),
            wake: Arc::default(),
            stop: Arc::default(),
        })
    }

    /// What time it is for everybody.
    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    /// The clock, for those who work in the background.
    pub fn clock(&self) -> Arc<dyn Fn() -> Moment + Send + Sync> {
        Arc::clone(&self.clock)
    }

    /// The store, for those who work in the background.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// The workspace.
    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// The database file, when the data is in a folder.
    pub fn data_file(&self) -> Option<&Path> {
        self.store.file()
    }

    /// Rung when something was added to the queue of jobs.
    pub fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    /// The import that is asked to stop.
    pub fn stop(&self) -> Arc<Mutex<Option<ImportId>>> {
        Arc::clone(&self.stop)
    }

    /// The members of the team, the owner first.
    pub async fn members(&self) -> Result<Vec<Member>> {
        Ok(self.store.read(self.workspace, |tx| tx.members()).await?)
    }

    /// Adds a member, or gives one who is there another name.
    pub async fn hire(&self, member: Member) -> Result<()> {
        let now = self.now();
        Ok(self
            .store
            .write(self.workspace, move |tx| {
                tx.add_member(&member, now)?;
                tx.rename_member(member.id, &member.name)
            })
            .await?)
    }

    /// Bytes that nobody can guess.
    pub(crate) fn draw<const N: usize>() -> [u8; N] {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).expect("the system gives random bytes");
        bytes
    }
}
