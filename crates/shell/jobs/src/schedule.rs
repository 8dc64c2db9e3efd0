use std::sync::Arc;
use std::time::Duration;

use rapport_model::{Moment, WorkspaceId};
use rapport_store::{QueuedJob, Result, Store, Tx};

use crate::job::id_after;
use crate::registry::{Kind, Registry};

/// Finished jobs are kept for so long, for whoever looks into what went wrong.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// The number of open jobs that are looked through.
const OPEN_JOBS: u32 = 1_000;

/// Requests the regular jobs, each when its period has passed since it was last requested by anybody, and the jobs that
/// the log calls for.
pub(crate) async fn ask(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    registry: &Registry,
    now: Moment,
) -> Result<()> {
    let kinds = registry.kinds().to_vec();
    let is_due = {
        let kinds = kinds.clone();
        move |tx: &Tx<'_>| Ok(!due(tx, &kinds, now)?.is_empty())
    };
    if !store.read(workspace, is_due).await? {
        return Ok(());
    }
    // It is checked again under the writer's lock, since another process may have added the job meanwhile.
    let add = move |tx: &Tx<'_>| {
        for job in due(tx, &kinds, now)? {
            let id = id_after(tx.workspace().0, &job.kind, now);
            tx.add_job(&QueuedJob { id, ..job }, now)?;
        }
        tx.forget_finished_jobs(now.minus(KEPT)).map(drop)
    };
    store.write(workspace, add).await
}

/// The jobs to request now.
fn due(tx: &Tx<'_>, kinds: &[Kind], now: Moment) -> Result<Vec<QueuedJob>> {
    let mut found = Vec::new();
    for kind in kinds {
        if let Some((job, period)) = (kind.regularly)() {
            let last = tx.last_request(job.key.as_deref().unwrap_or_default())?;
            found.extend(Some(job).filter(|_| last.is_none_or(|at| now.since(at) >= period)));
        }
        if let Some(job) = (kind.needed)(tx)? {
            let is_open = tx.open_jobs(OPEN_JOBS)?.iter().any(|open| open.kind == job.kind);
            found.extend(Some(job).filter(|_| !is_open));
        }
    }
    Ok(found)
}
