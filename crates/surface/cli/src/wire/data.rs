use std::collections::BTreeMap;

use rapport_model::{JobState, Moment, OpenJob};
use rapport_store as store;
use serde::Serialize;
use uuid::Uuid;

/// The answer of `rapport backup` and `rapport restore`.
#[derive(Serialize)]
pub(crate) struct Manifest<'a> {
    rapport_backup: u32,
    schema: u32,
    made_at: Moment,
    size: u64,
    sha256: &'a str,
}

impl<'a> From<&'a store::BackupManifest> for Manifest<'a> {
    fn from(manifest: &'a store::BackupManifest) -> Self {
        Self {
            rapport_backup: manifest.rapport_backup,
            schema: manifest.schema,
            made_at: manifest.made_at,
            size: manifest.size,
            sha256: &manifest.sha256,
        }
    }
}

/// The answer of `rapport verify`.
#[derive(Serialize)]
pub(crate) struct Verification<'a> {
    originals: u64,
    damaged: &'a [String],
    database: &'a [String],
}

impl<'a> From<&'a store::Verification> for Verification<'a> {
    fn from(found: &'a store::Verification) -> Self {
        Self { originals: found.originals, damaged: &found.damaged, database: &found.database }
    }
}

/// The answer of `rapport dump`.
#[derive(Serialize)]
pub(crate) struct Dump {
    pub(crate) logical_hash: String,
    /// The number of rows of each table.
    pub(crate) rows: BTreeMap<&'static str, u64>,
}

/// One check of `rapport doctor`.
#[derive(Serialize)]
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) is_fine: bool,
    pub(crate) found: String,
}

/// A job of `rapport jobs`.
#[derive(Serialize)]
pub(crate) struct Job<'a> {
    id: Uuid,
    kind: &'a str,
    state: &'static str,
    requested_at: Moment,
    begun_at: Option<Moment>,
    not_before: Option<Moment>,
    failures: u32,
    cuts: u32,
    is_stopping: bool,
    error: Option<&'a str>,
}

impl<'a> From<&'a OpenJob> for Job<'a> {
    fn from(job: &'a OpenJob) -> Self {
        Self {
            id: job.id,
            kind: &job.kind,
            state: match job.state {
                JobState::Running => "running",
                JobState::Waiting => "waiting",
                JobState::SetAside => "set_aside",
            },
            requested_at: job.requested_at,
            begun_at: job.begun_at,
            not_before: (job.state == JobState::Waiting).then_some(job.not_before),
            failures: job.failures,
            cuts: job.interruptions,
            is_stopping: job.is_stopping,
            error: job.error.as_deref(),
        }
    }
}
