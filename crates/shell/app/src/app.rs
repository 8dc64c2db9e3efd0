use std::sync::Arc;

use rapport_model::{InteractionId, JobRequest, Member, MemberId, Moment, Role, WorkspaceId};
use rapport_store::{QueuedJob, Store};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::error::Result;
use crate::type_map::TypeMap;

/// The name of the owner until they give one.
pub const UNNAMED: &str = "Owner";

/// The abilities of Rapport, over one store and one workspace. Members use it through [`Acting`](crate::Acting).
pub struct App {
    store: Arc<Store>,
    workspace: WorkspaceId,
    clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    /// Values that modules cache for the whole app.
    pub(crate) caches: TypeMap,
    pub(crate) wake: Arc<Notify>,
}

impl App {
    /// Opens the app over a store, for the workspace of a single company, which is made when there is none.
    pub async fn open(store: Arc<Store>, clock: Arc<dyn Fn() -> Moment + Send + Sync>) -> Result<Self> {
        let workspace = WorkspaceId::FIRST;
        let now = clock();
        let is_there = store.read(workspace, |tx| Ok(!tx.members()?.is_empty())).await?;
        if !is_there {
            store
                .write(workspace, move |tx| {
                    tx.add_workspace("Rapport", now)?;
                    tx.add_member(
                        &Member { id: MemberId::FIRST, name: UNNAMED.to_owned(), role: Role::Owner },
                        now,
                    )
                })
                .await?;
        }
        Ok(Self { store, workspace, clock, caches: TypeMap::default(), wake: Arc::default() })
    }

    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    /// The clock, for background jobs.
    pub fn clock(&self) -> Arc<dyn Fn() -> Moment + Send + Sync> {
        Arc::clone(&self.clock)
    }

    /// The store, for background jobs.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Notified when a job was added to the queue.
    pub fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    /// Random bytes from the operating system.
    pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).expect("the system gives random bytes");
        bytes
    }

    pub(crate) fn new_id(now: Moment) -> Uuid {
        InteractionId::from_parts(now, Self::random_bytes()).0
    }

    pub(crate) fn job(request: &impl JobRequest, now: Moment) -> QueuedJob {
        QueuedJob::new(Self::new_id(now), request)
    }
}
