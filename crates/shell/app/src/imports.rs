pub(crate) mod decisions;
pub(crate) mod jobs;

use std::path::PathBuf;

use rapport_model::{Account, ImportId, ImportJob, ImportRun};
use rapport_store::QueuedJob;

use crate::acting::Acting;
use crate::app::App;
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result, What};
use crate::permission::rights::{Action, Resource};

/// A request to import mail.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// How the run is named in lists.
    pub label: String,
    /// The path on the server's disk.
    pub path: PathBuf,
    /// Whether the file was uploaded for this import and is removed after it.
    pub is_upload: bool,
}

impl Acting {
    /// Requests an import, which begins once those before it are done.
    pub async fn request_import(&self, request: ImportRequest) -> Result<ImportId> {
        let member = self.id();
        if !request.path.exists() {
            return Err(AppError::Refused(Refusal::NothingAt(request.path)));
        }
        let settings = self.settings().await?;
        if settings.addresses.is_empty() {
            return Err(AppError::Refused(Refusal::OwnerUnknown));
        }
        let now = self.now();
        let account = Account::of_files(member).id;
        let import = ImportId::from_parts(now, App::random_bytes());
        let job = ImportJob {
            import,
            label: request.label.clone(),
            paths: vec![request.path],
            owner: member,
            is_upload: request.is_upload,
        };
        // The job of a run has its id, so that it is known which runs are still to come.
        let queued = QueuedJob::new(import.0, &job);
        let asked = self.write(Resource::Import, Action::Add, move |tx| {
            tx.begin_import(import, account, &request.label, now)?;
            tx.add_job(&queued, now)
        });
        asked.await?;
        self.app.wake.notify_one();
        Ok(import)
    }

    /// Asks a running import to stop after its present batch, in whichever process it runs. What has landed stays.
    pub async fn stop_import(&self, import: ImportId) -> Result<()> {
        self.require(Resource::Import, Action::Change)?;
        self.import(import).await?;
        self.end_job(import.0).await.map(drop)
    }

    /// The latest imports of the member's mail, newest first.
    pub async fn imports(&self) -> Result<Vec<ImportRun>> {
        const SHOWN: u32 = 50;
        let member = self.id();
        self.read(Resource::Import, move |tx| tx.imports(member, SHOWN)).await
    }

    /// One import of the member's mail.
    pub async fn import(&self, id: ImportId) -> Result<ImportRun> {
        let visibility = self.visibility();
        let found = self.read(Resource::Import, move |tx| match tx.import(id)? {
            Some(import) if visibility.owns(tx, import.account)? => Ok(Some(import)),
            _ => Ok(None),
        });
        found.await?.ok_or(AppError::NotFound(What::Import))
    }
}
