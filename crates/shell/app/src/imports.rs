pub(crate) mod decisions;

use std::path::PathBuf;

use rapport_model::{ImportId, ImportJob, ImportRun, MemberId};
use rapport_store::QueuedJob;

use crate::app::App;
use crate::error::{AppError, Result};

/// What a member wants read.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// What it is called in lists.
    pub label: String,
    /// Where it is on the server's disk.
    pub path: PathBuf,
    /// It was uploaded for this and is removed afterwards.
    pub is_upload: bool,
}

impl App {
    /// Asks for an import, which begins as soon as those before it are done.
    pub async fn request_import(&self, member: MemberId, request: ImportRequest) -> Result<ImportId> {
        if !request.path.exists() {
            let path = request.path.display();
            return Err(AppError::Invalid(format!(
                "There is nothing at {path} on the machine that Rapport runs on."
            )));
        }
        let settings = self.settings(member).await?;
        if settings.addresses.is_empty() {
            return Err(AppError::Invalid(
                "Say first which addresses are yours, in Settings, so that it is clear who wrote to whom."
                    .to_owned(),
            ));
        }
        let now = self.now();
        let import = ImportId::from_parts(now, Self::draw());
        let job = ImportJob {
            import,
            label: request.label.clone(),
            paths: vec![request.path],
            owner: member,
            is_upload: request.is_upload,
        };
        // The job of a run has its id, so that it is known which runs are still to come.
        let queued = QueuedJob::new(import.0, &job);
        self.store
            .write(self.workspace, move |tx| {
                tx.begin_import(import, &request.label, now)?;
                tx.add_job(&queued, now)
            })
            .await?;
        self.wake.notify_one();
        Ok(import)
    }

    /// Asks a running import to stop after the batch it is at, whichever process runs it. What has landed stays.
    pub async fn stop_import(&self, import: ImportId) -> Result<()> {
        let now = self.now();
        self.store.signal(self.workspace, move |tx| tx.stop_job(import.0, now)).await?;
        Ok(())
    }

    /// The latest imports, newest first.
    pub async fn imports(&self) -> Result<Vec<ImportRun>> {
        const SHOWN: u32 = 50;
        Ok(self.store.read(self.workspace, |tx| tx.imports(SHOWN)).await?)
    }

    /// One import.
    pub async fn import(&self, id: ImportId) -> Result<ImportRun> {
        let found = self.store.read(self.workspace, move |tx| tx.import(id)).await?;
        found.ok_or_else(|| AppError::NotFound("This import".to_owned()))
    }
}
