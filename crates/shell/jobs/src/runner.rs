use std::sync::Arc;
use std::time::Duration;

use rapport_model::{Moment, Priority, WorkspaceId};
use rapport_store::{QueuedJob, Result, Store, TakenJob, Tx};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tracing::{info, warn};

use crate::job::{Clock, JobContext, id_after};
use crate::registry::{Kind, Prepared, Registry};
use crate::schedule;
use crate::supervise::{Outcome, end_of_lease, supervise};

/// How often the queue is checked even if nobody wakes the runner: other processes may have added to it, and failed
/// jobs come due again.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// How often it is checked which jobs the schedule has to request.
const SCHEDULE_INTERVAL: Duration = Duration::from_mins(5);
/// The longest wait for a database that does not answer.
const MAX_BACKOFF: Duration = Duration::from_secs(10);
/// The priority below which there is none, so that any job is taken.
const ANY: i64 = i64::MIN;

/// Runs the jobs of the queue, beside other processes that do: at most one long and one interactive job at a time.
#[derive(Clone)]
pub struct Runner {
    store: Arc<Store>,
    workspace: WorkspaceId,
    clock: Clock,
    wake: Arc<Notify>,
    registry: Registry,
}

impl Runner {
    /// A runner of every kind of job. Whoever adds a job in this process notifies `wake`.
    pub fn new(store: Arc<Store>, workspace: WorkspaceId, clock: Clock, wake: Arc<Notify>) -> Self {
        Self { store, workspace, clock, wake, registry: Registry::standard() }
    }

    /// Runs other kinds of jobs instead.
    #[must_use]
    pub fn with(self, registry: Registry) -> Self {
        Self { registry, ..self }
    }

    /// Runs jobs until the task is dropped.
    pub async fn run(self) {
        self.run_until(std::future::pending()).await;
    }

    /// Runs jobs until `ending`, and then releases what is not done within a second. While the database fails, it waits
    /// and tries again.
    pub async fn run_until(self, ending: impl Future<Output = ()> + Send) {
        let (close, closing) = watch::channel(false);
        let mut slots = Slots::default();
        let mut ending = std::pin::pin!(ending);
        let mut begun = false;
        let mut scheduled: Option<Instant> = None;
        let mut failures = 0;
        loop {
            let looked = async {
                if !begun {
                    self.recover().await?;
                    begun = true;
                }
                if scheduled.is_none_or(|at| at.elapsed() >= SCHEDULE_INTERVAL) {
                    schedule::ask(&self.store, self.workspace, &self.registry, (self.clock)()).await?;
                    scheduled = Some(Instant::now());
                }
                self.fill(&mut slots, &closing).await
            };
            let wait = match looked.await {
                Ok(()) => {
                    failures = 0;
                    POLL_INTERVAL
                }
                Err(error) => {
                    warn!(%error, "the queue could not be looked at");
                    failures += 1;
                    backoff(failures)
                }
            };
            tokio::select! {
                () = &mut ending => break,
                Some(_) = slots.short.join_next() => {}
                Some(_) = slots.long.join_next() => {}
                () = self.wake.notified() => {}
                () = sleep(wait) => {}
            }
        }
        // There is no receiver when no job is running.
        let _ = close.send(true);
        while slots.short.join_next().await.is_some() {}
        while slots.long.join_next().await.is_some() {}
    }

    /// Runs one job; false when there is none to run now.
    pub async fn step(&self) -> Result<bool> {
        let Some(taken) = self.take(ANY).await? else { return Ok(false) };
        let (_close, closing) = watch::channel(false);
        self.run_job(taken, closing).await;
        Ok(true)
    }

    /// Ends the leases and runs that an earlier process left.
    async fn recover(&self) -> Result<()> {
        let now = (self.clock)();
        // Only one process works on the queue of a data folder, so no process runs any of its jobs.
        let is_alone = self.store.file().is_some();
        let change = move |tx: &Tx<'_>| {
            if is_alone {
                tx.expire_jobs(now)?;
            }
            tx.note_interrupted_imports(now)
        };
        self.store.write(self.workspace, change).await
    }

    /// Begins the jobs for which there are free slots. One slot is kept for interactive jobs.
    async fn fill(&self, slots: &mut Slots, closing: &watch::Receiver<bool>) -> Result<()> {
        let both = [(&mut slots.short, Priority::Interactive as i64), (&mut slots.long, ANY)];
        for (slot, least) in both {
            while slot.try_join_next().is_some() {}
            if slot.is_empty()
                && let Some(taken) = self.take(least).await?
            {
                let (me, closing) = (self.clone(), closing.clone());
                slot.spawn(async move { me.run_job(taken, closing).await });
            }
        }
        Ok(())
    }

    async fn take(&self, least: i64) -> Result<Option<TakenJob>> {
        let now = (self.clock)();
        // A read is cheap; taking a job is a write, which waits for other writers.
        if !self.store.read(self.workspace, move |tx| tx.is_job_due(least, now)).await? {
            return Ok(None);
        }
        self.store.write(self.workspace, move |tx| tx.take_job(least, now, end_of_lease(now))).await
    }

    async fn run_job(&self, taken: TakenJob, closing: watch::Receiver<bool>) {
        let work = JobContext::new(Arc::clone(&self.store), self.workspace, Arc::clone(&self.clock));
        let (outcome, follow_up) = match self.prepare(&taken, &work) {
            Ok((kind, prepared)) => {
                let outcome = supervise(kind, prepared.running, &taken, work.clone(), closing.clone()).await;
                (outcome, prepared.follow_up)
            }
            Err(why) => (Outcome::Failed(why.to_owned()), None),
        };
        let ended =
            Arc::new(EndedJob { taken, outcome, follow_up, is_shutting_down: work.is_shutting_down() });
        let mut failures = 0;
        while let Err(error) = self.save(Arc::clone(&ended)).await {
            warn!(job.id = %ended.taken.id, %error, "what became of a job could not be written down");
            if *closing.borrow() {
                return;
            }
            failures += 1;
            sleep(backoff(failures)).await;
        }
    }

    fn prepare(&self, taken: &TakenJob, work: &JobContext) -> Result<(Kind, Prepared), &'static str> {
        let kind = self.registry.find(&taken.kind).ok_or("This version knows no such kind of job.")?;
        // The parameters may be private, so the parser's message is dropped.
        let prepared = (kind.prepare)(&taken.content, work.clone())
            .map_err(|_| "What was asked for cannot be read by this version.")?;
        Ok((kind, prepared))
    }

    async fn save(&self, ended: Arc<EndedJob>) -> Result<()> {
        let now = (self.clock)();
        let (id, kind) = (ended.taken.id, ended.taken.kind.clone());
        if self.store.write(self.workspace, move |tx| ended.save(tx, now)).await? {
            info!(job.id = %id, kind, "a job has ended");
            // A job that follows from it may be ready.
            self.wake.notify_one();
        } else {
            warn!(job.id = %id, kind, "a job was taken over by another process");
        }
        Ok(())
    }
}

/// A job, and how it ended.
struct EndedJob {
    taken: TakenJob,
    outcome: Outcome,
    follow_up: Option<QueuedJob>,
    is_shutting_down: bool,
}

impl EndedJob {
    /// Saves the result together with the job that follows from it, unless another process holds the lease now.
    fn save(&self, tx: &Tx<'_>, now: Moment) -> Result<bool> {
        let (id, lease) = (self.taken.id, self.taken.lease);
        let (is_ours, next) = match &self.outcome {
            Outcome::Done(next) => (tx.finish_job(id, lease, now)?, next.as_ref()),
            Outcome::Stopped if self.is_shutting_down => return tx.release_job(id, lease, now),
            Outcome::Stopped => (tx.finish_job(id, lease, now)?, None),
            Outcome::Failed(error) => (tx.fail_job(id, lease, now, error)?, None),
            Outcome::Abandoned(why) => (tx.interrupt_job(id, lease, now, why)?, None),
            Outcome::Lost => (false, None),
        };
        for job in self.follow_up.iter().chain(next).filter(|_| is_ours) {
            tx.add_job(&QueuedJob { id: id_after(id, &job.kind, now), ..job.clone() }, now)?;
        }
        Ok(is_ours)
    }
}

/// The slots for running jobs.
#[derive(Default)]
struct Slots {
    /// The slot for interactive jobs.
    short: JoinSet<()>,
    /// The slot for any job.
    long: JoinSet<()>,
}

/// The wait before the database is tried again after so many failures.
fn backoff(failures: u32) -> Duration {
    Duration::from_millis(500).saturating_mul(2_u32.saturating_pow(failures)).min(MAX_BACKOFF)
}
