use axum::extract::Path;
use axum::response::Response;
use rapport_app::{Noun, Verb, job_standing, job_title};
use rapport_model::{JobState, Moment, OpenJob};
use serde::Deserialize;
use uuid::Uuid;

use crate::request::error::Result;
use crate::request::flash::Flash;
use crate::request::posted::Posted;
use crate::request::visit::Visit;

/// What is done in the background.
pub(super) struct JobsView {
    /// `Nothing waits, and nothing was set aside.`; empty when there is a list.
    pub(super) sentence: &'static str,
    /// Something runs or waits, so the list will change.
    pub(super) is_moving: bool,
    /// What runs, what waits, what was set aside.
    pub(super) rows: Vec<JobRow>,
}

/// One job that is not done.
pub(super) struct JobRow {
    /// `/jobs/{id}`
    pub(super) href: String,
    /// `Reading mail`
    pub(super) title: &'static str,
    /// `Set aside after it failed 3 times.`
    pub(super) standing: String,
    /// What went wrong the last time.
    pub(super) error: Option<String>,
    /// It was set aside and can be tried again.
    pub(super) can_retry: bool,
    /// `Stop here` or `Remove`; nothing when it is stopping already.
    pub(super) stop: Option<&'static str>,
}

/// The jobs for those who may see them.
pub(super) async fn view(visit: &Visit) -> Result<Option<JobsView>> {
    let acting = visit.acting();
    if !acting.may(Noun::Job, Verb::See) {
        return Ok(None);
    }
    let mut jobs = acting.open_jobs().await?;
    jobs.sort_by_key(|job| job.state);
    let now = acting.now();
    Ok(Some(JobsView {
        sentence: if jobs.is_empty() { "Nothing waits, and nothing was set aside." } else { "" },
        is_moving: jobs.iter().any(|job| job.state != JobState::SetAside),
        rows: jobs.into_iter().map(|job| row(job, now)).collect(),
    }))
}

fn row(job: OpenJob, now: Moment) -> JobRow {
    JobRow {
        href: format!("/jobs/{}", job.id),
        title: job_title(&job.kind),
        standing: job_standing(&job, now),
        can_retry: job.state == JobState::SetAside,
        stop: match job.state {
            JobState::Running if job.is_stopping => None,
            JobState::Running => Some("Stop here"),
            JobState::Waiting | JobState::SetAside => Some("Remove"),
        },
        error: job.error,
    }
}

#[derive(Deserialize)]
pub(crate) struct JobForm {}

/// `POST /jobs/{id}/retries`
pub(crate) async fn retry(Path(id): Path<Uuid>, Posted { visit, .. }: Posted<JobForm>) -> Result<Response> {
    visit.acting().retry_job(id).await?;
    Ok(Flash::Retried.and_back(&visit, "/settings"))
}

/// `POST /jobs/{id}/cancellations`
pub(crate) async fn cancel(Path(id): Path<Uuid>, Posted { visit, .. }: Posted<JobForm>) -> Result<Response> {
    visit.acting().stop_job(id).await?;
    Ok(Flash::Ended.and_back(&visit, "/settings"))
}
