use std::sync::Arc;

use rapport_model::{InteractionId, JobRequest, Member, MemberId, Moment, Role, WorkspaceId};
use rapport_store::{QueuedJob, Store};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::error::Result;
use crate::kept::Kept;

/// What the owner is called until they say.
pub const UNNAMED: &str = "Owner";

/// Everything the surfaces can ask for.
pub struct App {
    store: Arc<Store>,
    workspace: WorkspaceId,
    clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    /// What rooms keep between questions.
    pub(crate) kept: Kept,
    pub(crate) wake: Arc<Notify>,
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
                    tx.add_member(
                        &Member { id: MemberId::FIRST, name: UNNAMED.to_owned(), role: Role::Owner },
                        now,
                    )
                })
                .await?;
        }
        Ok(Self { store, workspace, clock, kept: Kept::default(), wake: Arc::default() })
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

    /// Rung when something was added to the queue of jobs.
    pub fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    /// Bytes that nobody can guess.
    pub(crate) fn draw<const N: usize>() -> [u8; N] {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).expect("the system gives random bytes");
        bytes
    }

    pub(crate) fn fresh_id(now: Moment) -> Uuid {
        InteractionId::from_parts(now, Self::draw()).0
    }

    pub(crate) fn job(request: &impl JobRequest, now: Moment) -> QueuedJob {
        QueuedJob::new(Self::fresh_id(now), request)
    }
}
