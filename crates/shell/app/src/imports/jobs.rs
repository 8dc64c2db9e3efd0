use std::path::PathBuf;

use rapport_model::{ImportJob, OpenJob};
use uuid::Uuid;

use crate::acting::Acting;
use crate::error::{Result, What, found};
use crate::permission::rights::{Action, Resource};

impl Acting {
    /// The jobs that run, that wait, in the order in which they begin, and that were set aside.
    pub async fn open_jobs(&self) -> Result<Vec<OpenJob>> {
        const SHOWN: u32 = 100;
        self.read(Resource::Job, |tx| tx.open_jobs(SHOWN)).await
    }

    /// Makes a job that was set aside wait again.
    pub async fn retry_job(&self, id: Uuid) -> Result<()> {
        let now = self.now();
        let is_retried = self.write(Resource::Job, Action::Change, move |tx| tx.retry_job(id, now)).await?;
        found(is_retried, What::JobSetAside)?;
        self.app.wake.notify_one();
        Ok(())
    }

    /// Asks a running job to stop, in whichever process it runs, and removes one that waits or was set aside.
    pub async fn stop_job(&self, id: Uuid) -> Result<()> {
        self.require(Resource::Job, Action::Remove)?;
        found(self.end_job(id).await?, What::Job)
    }

    /// Ends a job. False when there was none.
    pub(crate) async fn end_job(&self, id: Uuid) -> Result<bool> {
        let (store, workspace, now) = (self.app.store(), self.app.workspace(), self.now());
        let idle = store.read(workspace, move |tx| tx.idle_job(id)).await?;
        let was_open = store.write_unlocked(workspace, move |tx| tx.stop_job(id, now)).await?;
        // The uploads of a job that never begins have to be removed here.
        for path in idle.iter().flat_map(|content| uploads(content)) {
            if let Err(error) = std::fs::remove_file(path) {
                tracing::warn!(job.id = %id, %error, "an uploaded file could not be removed");
            }
        }
        Ok(was_open)
    }
}

/// The files that were uploaded for a job.
fn uploads(content: &str) -> Vec<PathBuf> {
    let import = serde_json::from_str::<ImportJob>(content).ok().filter(|import| import.is_upload);
    import.map(|import| import.paths).unwrap_or_default()
}
