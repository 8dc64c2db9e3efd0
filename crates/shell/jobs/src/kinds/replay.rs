use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use rapport_capture::replay;
use rapport_model::{MeasureJob, MemberId, ReplayJob, WorkspaceId};
use rapport_store::{QueuedJob, Result, Store, Tx};

use crate::job::{Ended, Job, JobContext, without_id};

impl Job for ReplayJob {
    const HEARTBEAT_TIMEOUT: Duration = Duration::from_mins(10);

    fn follow_up(&self) -> Option<QueuedJob> {
        Some(without_id(&MeasureJob {}))
    }

    async fn run(self, work: JobContext) -> Result<Ended> {
        let life = || work.send_heartbeat();
        let is_done = replay_if_due(&work.store, work.workspace, self.owner, &work.stop, life).await?;
        Ok(if is_done { Ended::DONE } else { Ended::Stopped })
    }
}

/// Decides again about what came before the rules or the calendar were changed, and marks all of it to be measured
/// again. That it is due is written down with the change, so that whatever runs first makes up for it, also after a run
/// that was cut short. Returns whether nothing is due any more; it may be asked to stop before.
pub(super) async fn replay_if_due(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    owner: MemberId,
    stop: &AtomicBool,
    send_heartbeat: impl Fn() + Send + Sync,
) -> Result<bool> {
    let Some(due) = store.read(workspace, |tx| tx.replay_due()).await? else { return Ok(true) };
    if replay(store, workspace, owner, stop, |_| send_heartbeat()).await?.is_none() {
        return Ok(false);
    }
    let done = move |tx: &Tx<'_>| {
        tx.refold_all()?;
        tx.note_replayed(&due)
    };
    store.write(workspace, done).await?;
    Ok(true)
}
