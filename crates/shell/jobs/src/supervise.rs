use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

use rapport_model::Moment;
use rapport_store::{QueuedJob, Result, TakenJob};
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use crate::job::{Ended, JobContext};
use crate::redact::redacted;
use crate::registry::{Kind, Running};

/// The length of a lease. A process that does not renew it in time has lost the job.
pub(crate) const LEASE: Duration = Duration::from_secs(30);
/// The interval at which a lease is renewed.
const RENEWAL_INTERVAL: Duration = Duration::from_secs(5);
/// The interval at which it is checked whether a job was asked to stop.
const CHECK_INTERVAL: Duration = Duration::from_millis(150);
/// The timeout of these two queries.
const QUERY_TIMEOUT: Duration = Duration::from_millis(500);
/// How long a job may take to end after it was asked to stop, before it is abandoned.
const GRACE_PERIOD: Duration = Duration::from_millis(500);

/// The outcome of an attempt.
pub(crate) enum Outcome {
    /// The job finished; the job that follows from it, if any.
    Done(Option<QueuedJob>),
    /// The job ended early because it was asked to stop.
    Stopped,
    /// The job ended with this error.
    Failed(String),
    /// The job did not end when it should have, for this reason.
    Abandoned(&'static str),
    /// Another process holds the lease now.
    Lost,
}

/// Runs a job to its end on a thread of its own, renews its lease, and asks it to stop when it should. A job that does
/// not react is abandoned: neither the queue nor the end of the process waits for it.
pub(crate) async fn supervise(
    kind: Kind,
    running: Running,
    taken: &TakenJob,
    work: JobContext,
    closing: watch::Receiver<bool>,
) -> Outcome {
    let Ok(mut job) = JobThread::begin(kind.name, running, work.clone()) else {
        return Outcome::Failed(
            "The system gave no thread for it. Try again when less is running.".to_owned(),
        );
    };
    let mut supervision = Supervision::new(kind, taken, work, closing);
    let mut checks = interval(CHECK_INTERVAL);
    checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            outcome = job.end() => return outcome,
            _ = checks.tick() => {}
        }
        match supervision.check().await {
            Verdict::Continue => {}
            Verdict::Lost => return Outcome::Lost,
            Verdict::Abandon(why) => return job.abandon(why).await,
        }
    }
}

/// A job on its own thread. When it is dropped, the job is asked to stop and detached.
struct JobThread {
    work: JobContext,
    cancel: Option<oneshot::Sender<()>>,
    ended: oneshot::Receiver<thread::Result<Option<Result<Ended>>>>,
}

impl JobThread {
    fn begin(name: &str, running: Running, work: JobContext) -> std::io::Result<Self> {
        let (cancel, cancelled) = oneshot::channel::<()>();
        let (report, ended) = oneshot::channel();
        let runtime = Handle::current();
        let until_cancelled = async {
            tokio::select! {
                biased;
                ended = running => Some(ended),
                _ = cancelled => None,
            }
        };
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            let ended = catch_unwind(AssertUnwindSafe(|| runtime.block_on(until_cancelled)));
            // The receiver is gone when the job was abandoned.
            let _ = report.send(ended);
        })?;
        Ok(Self { work, cancel: Some(cancel), ended })
    }

    async fn end(&mut self) -> Outcome {
        match (&mut self.ended).await {
            Ok(Ok(Some(Ok(Ended::Done(next))))) => Outcome::Done(next),
            Ok(Ok(Some(Ok(Ended::Stopped)) | None)) => Outcome::Stopped,
            Ok(Ok(Some(Err(error)))) => Outcome::Failed(redacted(&error)),
            // The message of a panic may quote private text.
            Ok(Err(_)) | Err(_) => Outcome::Failed(
                "A fault in the program ended it. The log of the server says where.".to_owned(),
            ),
        }
    }

    /// Cancels the job where it awaits something. Inside a blocking call its thread stays behind.
    async fn abandon(mut self, why: &'static str) -> Outcome {
        const MOMENT: Duration = Duration::from_millis(50);
        self.work.request_stop();
        self.cancel = None;
        match timeout(MOMENT, self.end()).await {
            Ok(Outcome::Stopped) if self.work.is_shutting_down() => Outcome::Stopped,
            Ok(outcome @ Outcome::Done(_)) => outcome,
            _ => Outcome::Abandoned(why),
        }
    }
}

impl Drop for JobThread {
    fn drop(&mut self) {
        self.work.request_stop();
    }
}

enum Verdict {
    Continue,
    Lost,
    Abandon(&'static str),
}

/// The state of supervising a job, between two checks.
struct Supervision<'a> {
    kind: Kind,
    taken: &'a TakenJob,
    work: JobContext,
    closing: watch::Receiver<bool>,
    /// When the lease was last known to be held.
    lease_seen: Instant,
    renewed: Instant,
    stop_requested: Option<Instant>,
    /// The last heartbeat, and when it was seen.
    heartbeat: (u64, Instant),
}

impl<'a> Supervision<'a> {
    fn new(kind: Kind, taken: &'a TakenJob, work: JobContext, closing: watch::Receiver<bool>) -> Self {
        let now = Instant::now();
        let heartbeat = (work.heartbeats(), now);
        Self { kind, taken, work, closing, lease_seen: now, renewed: now, stop_requested: None, heartbeat }
    }

    async fn check(&mut self) -> Verdict {
        let should_stop = match timeout(QUERY_TIMEOUT, self.ask()).await {
            Ok(Ok(Some(should_stop))) => {
                self.lease_seen = Instant::now();
                should_stop
            }
            // The database does not answer. Until the lease runs out, no other process can take the job.
            Ok(Err(_)) | Err(_) if self.lease_seen.elapsed() < LEASE => false,
            _ => return Verdict::Lost,
        };
        if *self.closing.borrow() {
            self.work.shut_down();
            self.stop_requested.get_or_insert_with(Instant::now);
        } else if should_stop {
            self.work.request_stop();
            self.stop_requested.get_or_insert_with(Instant::now);
        }
        if self.stop_requested.is_some_and(|at| at.elapsed() >= GRACE_PERIOD) {
            return Verdict::Abandon("It was told to stop, did not answer, and was left to itself.");
        }
        if self.heartbeat.0 != self.work.heartbeats() {
            self.heartbeat = (self.work.heartbeats(), Instant::now());
        }
        if self.heartbeat.1.elapsed() >= self.kind.heartbeat_timeout {
            return Verdict::Abandon("It gave no sign of life for too long and was given up.");
        }
        Verdict::Continue
    }

    /// Whether the job should stop; `None` when the lease is lost.
    async fn ask(&mut self) -> Result<Option<bool>> {
        let (id, lease) = (self.taken.id, self.taken.lease);
        let (store, workspace) = (&self.work.store, self.work.workspace);
        if self.renewed.elapsed() < RENEWAL_INTERVAL {
            return store.read(workspace, move |tx| tx.is_job_stopping(id, lease)).await;
        }
        // The renewal is sent once, even if other writers delay it.
        self.renewed = Instant::now();
        let until = end_of_lease(self.work.now());
        store.write_unlocked(workspace, move |tx| tx.renew_job(id, lease, until)).await
    }
}

/// The end of a lease that is taken or renewed at `now`.
pub(crate) fn end_of_lease(now: Moment) -> Moment {
    now.plus(LEASE)
}
