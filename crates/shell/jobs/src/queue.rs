use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rapport_capture::{Import, ImportOutcome, Progress, import, replay};
use rapport_model::{ImportId, Job, MemberId, Moment, WorkspaceId};
use rapport_store::{Result, Store, StoreError, Tx};
use tokio::sync::Notify;
use tracing::{info, warn};

use crate::measure::{fit_priors, fold};
use crate::reliability::judge;

/// Even if nobody wakes it, the queue is looked at this often.
const PATIENCE: Duration = Duration::from_secs(10);

/// Does what is asked for in the queue, one thing after the other.
pub struct Runner {
    /// Where the queue is.
    pub store: Arc<Store>,
    /// Whose queue.
    pub workspace: WorkspaceId,
    /// What time it is.
    pub clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    /// Rung when something was added.
    pub wake: Arc<Notify>,
    /// The import that is asked to stop.
    pub stop: Arc<Mutex<Option<ImportId>>>,
}

impl Runner {
    /// Works until the task is dropped. A job that was cut short by the end of the process is done again.
    pub async fn run(self) {
        if let Err(error) = note_interrupted(&self.store, self.workspace, (self.clock)()).await {
            warn!(%error, "it could not be seen which imports were interrupted");
        }
        let mut judged = None;
        loop {
            match self.step().await {
                Ok(true) => {}
                Ok(false) => {
                    if let Err(error) = self.judge_if_changed(&mut judged).await {
                        warn!(%error, "looking back at past probabilities failed");
                    }
                    let _ = tokio::time::timeout(PATIENCE, self.wake.notified()).await;
                }
                Err(error) => {
                    warn!(%error, "the queue could not be worked on");
                    tokio::time::sleep(PATIENCE).await;
                }
            }
        }
    }

    /// Counting relationships takes a while, so nothing is looked at until something came in or a day has passed.
    async fn judge_if_changed(&self, judged: &mut Option<(u64, Moment)>) -> Result<()> {
        const PATIENCE_DAYS: f64 = 1.0;
        let now = (self.clock)();
        let revision = self.store.read(self.workspace, |tx| tx.revision()).await?;
        let is_known = |(known, at): (u64, Moment)| known == revision && now.days_since(at) < PATIENCE_DAYS;
        if !judged.is_some_and(is_known) {
            judge(&self.store, self.workspace, now).await?;
            *judged = Some((revision, now));
        }
        Ok(())
    }

    /// Does one job; false when there was none.
    pub async fn step(&self) -> Result<bool> {
        let Some(queued) = self.store.read(self.workspace, |tx| tx.next_job()).await? else {
            return Ok(false);
        };
        let job = serde_json::from_str::<Job>(&queued.content);
        let done = match job {
            Ok(job) => self.work(job).await,
            Err(error) => Err(StoreError::Corrupt(format!("a queued job cannot be read: {error}"))),
        };
        // A full disk or a lost connection ends by itself; the job stays and is tried again.
        if let Err(error @ StoreError::Engine(_)) = done {
            return Err(error);
        }
        let (now, failure) = ((self.clock)(), done.err().map(|error| error.to_string()));
        self.store.write(self.workspace, move |tx| tx.finish_job(queued.id, now, failure.as_deref())).await?;
        info!(job.id = %queued.id, kind = queued.kind, "finished a job");
        Ok(true)
    }

    async fn has_ended(&self, import: ImportId) -> Result<bool> {
        let run = self.store.read(self.workspace, move |tx| tx.import(import)).await?;
        Ok(run.is_some_and(|run| run.finished_at.is_some()))
    }

    async fn work(&self, job: Job) -> Result<()> {
        match job {
            Job::Import { import: id, label, paths, owner, is_upload } => {
                // What was uploaded is removed after everything has landed. Where it is gone and the run has come to
                // its end, only the end of the job is missing.
                if is_upload && !paths.iter().any(|path| path.exists()) && self.has_ended(id).await? {
                    return Ok(());
                }
                let uploaded: Vec<PathBuf> = if is_upload { paths.clone() } else { Vec::new() };
                let import = Import { id, label, paths, owner };
                let stop = Arc::new(AtomicBool::new(false));
                let asked = Arc::clone(&self.stop);
                let switch = Arc::clone(&stop);
                run_now(&self.store, self.workspace, import, Arc::clone(&self.clock), stop, move |_| {
                    if *asked.lock().expect("no holder of this lock can panic") == Some(id) {
                        switch.store(true, Ordering::Relaxed);
                    }
                })
                .await?;
                for path in uploaded {
                    if let Err(error) = fs::remove_file(&path) {
                        warn!(%error, "an uploaded file could not be removed");
                    }
                }
                Ok(())
            }
            Job::Replay { owner } => {
                replay_if_due(&self.store, self.workspace, owner).await?;
                measure(&self.store, self.workspace, (self.clock)()).await
            }
            Job::Measure => measure(&self.store, self.workspace, (self.clock)()).await,
        }
    }
}

/// Imports and measures, here and now. Safe to kill and to repeat.
pub async fn run_now(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    request: Import,
    clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    stop: Arc<AtomicBool>,
    progress: impl FnMut(&Progress) + Send,
) -> Result<ImportOutcome> {
    note_interrupted(store, workspace, clock()).await?;
    replay_if_due(store, workspace, request.owner).await?;
    let tick = Arc::clone(&clock);
    let outcome = import(store, workspace, request, move || tick(), stop, progress).await?;
    measure(store, workspace, clock()).await?;
    Ok(outcome)
}

/// Whoever begins to work finds what was cut short before.
async fn note_interrupted(store: &Arc<Store>, workspace: WorkspaceId, now: Moment) -> Result<()> {
    store.write(workspace, move |tx| tx.note_interrupted_imports(now)).await
}

/// Decides anew about what came before the rules or the calendar were changed, and marks all of it to be measured anew.
/// That it is due is written down with the change, so that whatever runs first makes up for it, also after a run that
/// was cut short.
async fn replay_if_due(store: &Arc<Store>, workspace: WorkspaceId, owner: MemberId) -> Result<()> {
    let Some(due) = store.read(workspace, |tx| tx.replay_due()).await? else { return Ok(()) };
    replay(store, workspace, owner, &AtomicBool::new(false), |_| {}).await?;
    let done = move |tx: &Tx<'_>| {
        tx.refold_all()?;
        tx.note_replayed(&due)
    };
    store.write(workspace, done).await
}

async fn measure(store: &Arc<Store>, workspace: WorkspaceId, now: Moment) -> Result<()> {
    let calendar = store.read(workspace, |tx| tx.calendar()).await?;
    fold(store, workspace, &calendar, |_| {}).await?;
    fit_priors(store, workspace, &calendar, now).await.map(drop)
}
