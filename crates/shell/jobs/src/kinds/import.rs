use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use rapport_capture::{Import, ImportOutcome, Progress, import};
use rapport_model::{Account, ImportId, ImportJob, MeasureJob, WorkspaceId};
use rapport_store::{QueuedJob, Result, Store};
use tracing::warn;

use crate::job::{Clock, Ended, Job, JobContext, without_id};
use crate::kinds::fit_priors::fit_priors;
use crate::kinds::measure::fold;
use crate::kinds::replay::replay_if_due;

impl Job for ImportJob {
    const HEARTBEAT_TIMEOUT: Duration = Duration::from_mins(30);

    /// What has landed is measured, even when the import was interrupted.
    fn follow_up(&self) -> Option<QueuedJob> {
        Some(without_id(&MeasureJob {}))
    }

    async fn run(self, work: JobContext) -> Result<Ended> {
        // What was uploaded is removed after everything has landed. Where it is gone and the run has come to its end,
        // only the end of the job is missing.
        if self.is_upload
            && !self.paths.iter().any(|path| path.exists())
            && has_ended(&work, self.import).await?
        {
            return Ok(Ended::DONE);
        }
        let (store, workspace, stop) = (&work.store, work.workspace, &work.stop);
        let was_stopped =
            if replay_if_due(store, workspace, self.owner, stop, || work.send_heartbeat()).await? {
                let request = Import {
                    id: self.import,
                    label: self.label.clone(),
                    paths: self.paths.clone(),
                    account: Account::of_files(self.owner),
                };
                let clock = Arc::clone(&work.clock);
                let life = |_: &Progress| work.send_heartbeat();
                import(store, workspace, request, move || clock(), Arc::clone(stop), life).await?.was_stopped
            } else {
                true
            };
        if was_stopped && work.is_shutting_down() {
            return Ok(Ended::Stopped);
        }
        if self.is_upload {
            remove(&self.paths);
        }
        Ok(if was_stopped { Ended::Stopped } else { Ended::DONE })
    }
}

async fn has_ended(work: &JobContext, id: ImportId) -> Result<bool> {
    let run = work.store.read(work.workspace, move |tx| tx.import(id)).await?;
    Ok(run.is_some_and(|run| run.finished_at.is_some()))
}

fn remove(uploaded: &[PathBuf]) {
    for path in uploaded {
        if let Err(error) = fs::remove_file(path) {
            warn!(%error, "an uploaded file could not be removed");
        }
    }
}

/// Imports and measures in this process, without the queue. It may be interrupted and repeated.
pub async fn run_now(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    request: Import,
    clock: Clock,
    stop: Arc<AtomicBool>,
    progress: impl FnMut(&Progress) + Send,
) -> Result<ImportOutcome> {
    let now = clock();
    // An earlier run may have been interrupted; its work is done first.
    store.write(workspace, move |tx| tx.note_interrupted_imports(now)).await?;
    // What has landed is measured, also when it was asked to stop.
    let never = AtomicBool::new(false);
    replay_if_due(store, workspace, request.account.member, &never, || {}).await?;
    let tick = Arc::clone(&clock);
    let outcome = import(store, workspace, request, move || tick(), stop, progress).await?;
    let calendar = store.read(workspace, |tx| tx.calendar()).await?;
    fold(store, workspace, &calendar, &never, |_| {}).await?;
    fit_priors(store, workspace, &calendar, clock()).await?;
    Ok(outcome)
}
