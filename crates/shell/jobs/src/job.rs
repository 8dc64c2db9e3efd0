use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rapport_model::{ImportId, JobRequest, Moment, WorkspaceId};
use rapport_store::{QueuedJob, Result, Store, Tx};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Returns the present moment; tests replace it.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// How a kind of job is done. How it is requested is up to its [`JobRequest`].
pub trait Job: JobRequest + Send + 'static {
    /// How long a job may run without a heartbeat before it is abandoned.
    const HEARTBEAT_TIMEOUT: Duration;

    /// The request that the schedule makes regularly, and its period; `None` when it makes none.
    fn regularly() -> Option<(Self, Duration)> {
        None
    }

    /// The request that the log calls for, whatever was requested before; `None` when it calls for none. The schedule
    /// makes it while no job of the kind is open.
    fn needed(_: &Tx<'_>) -> Result<Option<Self>> {
        Ok(None)
    }

    /// The job to request when this one has ended, also when it failed or was interrupted: something follows from what
    /// it has done so far. `None` when nothing does.
    fn follow_up(&self) -> Option<QueuedJob> {
        None
    }

    /// Runs the job. It may be interrupted at any point and run again, so each of its transactions is complete in
    /// itself, and running it twice has the result of running it once. Long work is done in steps, with a check of
    /// `work` between them.
    fn run(self, work: JobContext) -> impl Future<Output = Result<Ended>> + Send;
}

/// How a job ended that did not fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It finished; the job that follows from what was found, if any.
    Done(Option<QueuedJob>),
    /// It ended early because it was asked to stop.
    Stopped,
}

impl Ended {
    /// It finished, and nothing follows.
    pub const DONE: Self = Self::Done(None);

    /// It finished, and another job follows.
    pub fn then(request: &impl JobRequest) -> Self {
        Self::Done(Some(without_id(request)))
    }
}

/// A job that follows from another. It gets its id when the other has ended.
pub fn without_id(request: &impl JobRequest) -> QueuedJob {
    QueuedJob::new(Uuid::nil(), request)
}

/// The context in which a job runs.
#[derive(Clone)]
pub struct JobContext {
    /// The store with the log.
    pub store: Arc<Store>,
    /// The workspace in which it works.
    pub workspace: WorkspaceId,
    /// The clock, see [`JobContext::now`].
    pub clock: Clock,
    /// Set when the job should end at the next safe point.
    pub stop: Arc<AtomicBool>,
    is_shutting_down: Arc<AtomicBool>,
    heartbeats: Arc<AtomicU64>,
}

impl JobContext {
    pub(crate) fn new(store: Arc<Store>, workspace: WorkspaceId, clock: Clock) -> Self {
        Self {
            store,
            workspace,
            clock,
            stop: Arc::default(),
            is_shutting_down: Arc::default(),
            heartbeats: Arc::default(),
        }
    }

    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Whether the job should end at the next safe point.
    pub fn should_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Whether it is only asked to stop because the process ends; it is run again later.
    pub fn is_shutting_down(&self) -> bool {
        self.is_shutting_down.load(Ordering::Relaxed)
    }

    /// Sends a heartbeat, see [`Job::HEARTBEAT_TIMEOUT`].
    pub fn send_heartbeat(&self) {
        self.heartbeats.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn heartbeats(&self) -> u64 {
        self.heartbeats.load(Ordering::Relaxed)
    }

    pub(crate) fn request_stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    pub(crate) fn shut_down(&self) {
        self.is_shutting_down.store(true, Ordering::Relaxed);
        self.request_stop();
    }
}

/// The id of a job that follows from something: the same for everybody who asks because of it at that moment.
pub(crate) fn id_after(cause: Uuid, kind: &str, now: Moment) -> Uuid {
    let hash = Sha256::new().chain_update(cause).chain_update(kind).chain_update(now.micros().to_be_bytes());
    let bits = hash.finalize()[..10].try_into().expect("a hash has more than ten bytes");
    ImportId::from_parts(now, bits).0
}
