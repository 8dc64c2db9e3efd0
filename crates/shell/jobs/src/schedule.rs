use std::sync::Arc;
use std::time::Duration;

use rapport_model::{JobRequest, MeasureJob, Moment, OpenJob, WorkspaceId};
use rapport_store::{QueuedJob, Result, Store, Tx};

use crate::job::id_after;
use crate::registry::Registry;

/// Finished jobs are kept for so long, for whoever looks into what went wrong.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// The number of open jobs that are looked through.
const OPEN_JOBS: u32 = 1_000;

/// Requests the regular jobs, each when its period has passed since it was last requested by anybody.
pub(crate) async fn ask(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    registry: &Registry,
    now: Moment,
) -> Result<()> {
    let regular: Vec<(QueuedJob, Duration)> =
        registry.kinds().iter().filter_map(|kind| (kind.regularly)()).collect();
    let look = {
        let regular = regular.clone();
        move |tx: &Tx<'_>| -> Result<bool> {
            for (job, period) in &regular {
                if due(tx, job, *period, now)?.is_some() {
                    return Ok(true);
                }
            }
            is_behind(tx)
        }
    };
    if !store.read(workspace, look).await? {
        return Ok(());
    }
    // It is checked again under the writer's lock, since another process may have added the job meanwhile.
    let add = move |tx: &Tx<'_>| {
        for (job, period) in &regular {
            if let Some(job) = due(tx, job, *period, now)? {
                tx.add_job(&job, now)?;
            }
        }
        // A process that was killed may have landed interactions that nobody has folded.
        if is_behind(tx)? {
            let measure = MeasureJob::default();
            tx.add_job(&QueuedJob::new(id_after(tx.workspace().0, MeasureJob::KIND, now), &measure), now)?;
        }
        tx.forget_finished_jobs(now.minus(KEPT)).map(drop)
    };
    store.write(workspace, add).await
}

/// Whether interactions wait to be folded, and no job is there that folds them.
fn is_behind(tx: &Tx<'_>) -> Result<bool> {
    let is_measure = |job: &OpenJob| job.kind == MeasureJob::KIND;
    Ok(!tx.pending_pairs(1)?.is_empty() && !tx.open_jobs(OPEN_JOBS)?.iter().any(is_measure))
}

fn due(tx: &Tx<'_>, job: &QueuedJob, period: Duration, now: Moment) -> Result<Option<QueuedJob>> {
    let last = tx.last_request(job.key.as_deref().unwrap_or_default())?;
    let is_due = last.is_none_or(|at| now.since(at) >= period);
    let id = id_after(tx.workspace().0, &job.kind, now);
    Ok(is_due.then(|| QueuedJob { id, ..job.clone() }))
}
