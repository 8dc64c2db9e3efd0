use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rapport_model::{ImportId, JobRequest, Moment, WorkspaceId};
use rapport_store::{QueuedJob, Result, Store};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What time it is for everybody.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// A kind of work: how it is done. How it is asked for is said by its [`JobRequest`].
pub trait Job: JobRequest + Send + 'static {
    /// How long it may go without a sign of life before it is given up.
    const PATIENCE: Duration;

    /// A job that comes back by itself: what is asked for, and every how many days.
    fn regularly() -> Option<(Self, f64)> {
        None
    }

    /// What is asked for when it has ended, also when it failed or was cut: of what it has done so far, something follows.
    fn follow_up(&self) -> Option<QueuedJob> {
        None
    }

    /// Does it. It may be cut at any point and done again: what it writes in one transaction is whole, and doing it
    /// twice gives what doing it once gives. Long work is done in steps, with a look at `work` between them.
    fn run(self, work: Work) -> impl Future<Output = Result<Ended>> + Send;
}

/// How a job ended that did not fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It came to its end, and another job may follow from what was found.
    Done(Option<QueuedJob>),
    /// It was told to stop before.
    Stopped,
}

impl Ended {
    /// It came to its end, and nothing follows.
    pub const DONE: Self = Self::Done(None);

    /// It came to its end, and another job follows.
    pub fn then(request: &impl JobRequest) -> Self {
        Self::Done(Some(unnamed(request)))
    }
}

/// A job that follows from another; it gets its id when the other has ended.
pub fn unnamed(request: &impl JobRequest) -> QueuedJob {
    QueuedJob::new(Uuid::nil(), request)
}

/// What a job works with.
#[derive(Clone)]
pub struct Work {
    /// Where the log is.
    pub store: Arc<Store>,
    /// Whose.
    pub workspace: WorkspaceId,
    /// What time it is.
    pub clock: Clock,
    /// Set when the job shall end at the next place where nothing is lost.
    pub stop: Arc<AtomicBool>,
    is_put_off: Arc<AtomicBool>,
    signs: Arc<AtomicU64>,
}

impl Work {
    pub(crate) fn new(store: Arc<Store>, workspace: WorkspaceId, clock: Clock) -> Self {
        Self {
            store,
            workspace,
            clock,
            stop: Arc::default(),
            is_put_off: Arc::default(),
            signs: Arc::default(),
        }
    }

    /// What time it is.
    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Whether the job shall end at the next place where nothing is lost.
    pub fn shall_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Whether the stop is only for now, because the process ends: the job will be taken up again.
    pub fn is_put_off(&self) -> bool {
        self.is_put_off.load(Ordering::Relaxed)
    }

    /// Says that it is getting on.
    pub fn show_life(&self) {
        self.signs.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn signs(&self) -> u64 {
        self.signs.load(Ordering::Relaxed)
    }

    pub(crate) fn tell_to_stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    pub(crate) fn put_off(&self) {
        self.is_put_off.store(true, Ordering::Relaxed);
        self.tell_to_stop();
    }
}

/// The id of a job that follows from something: the same for everybody who asks because of it at that moment.
pub(crate) fn id_after(cause: Uuid, kind: &str, now: Moment) -> Uuid {
    let hash = Sha256::new().chain_update(cause).chain_update(kind).chain_update(now.micros().to_be_bytes());
    let bits = hash.finalize()[..10].try_into().expect("a hash has more than ten bytes");
    ImportId::from_parts(now, bits).0
}
