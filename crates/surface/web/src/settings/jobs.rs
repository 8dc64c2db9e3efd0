use axum::extract::Path;
use axum::response::Response;
use rapport_app::{Action, Resource, job_standing, job_title};
use rapport_model::{JobState, Moment, OpenJob};
use serde::Deserialize;
use uuid::Uuid;

use crate::request::error::Result;
use crate::request::flash::Flash;
use crate::request::signed_in::SignedIn;
use crate::request::signed_in_form::SignedInForm;

/// The list of background jobs on the page of settings.
pub(super) struct JobsView {
    /// The sentence for an empty list, such as `Nothing waits, and nothing was set aside.`; empty when there is a list.
    pub(super) sentence: &'static str,
    /// Whether a job runs or waits, so that the list is polled.
    pub(super) is_moving: bool,
    /// The jobs that run, wait, or were set aside.
    pub(super) rows: Vec<JobRow>,
}

/// One job that is not done.
pub(super) struct JobRow {
    /// The URL of the job's actions, `/jobs/{id}`.
    pub(super) href: String,
    /// The title, such as `Reading mail`.
    pub(super) title: &'static str,
    /// The state, such as `Set aside after it failed 3 times.`
    pub(super) standing: String,
    /// The error of the last attempt; `None` when none failed.
    pub(super) error: Option<String>,
    /// Whether it was set aside and can be retried.
    pub(super) can_retry: bool,
    /// The label of the button: `Stop here` or `Remove`; `None` when it is stopping already.
    pub(super) stop: Option<&'static str>,
}

/// The jobs; `None` for members who may not see them.
pub(super) async fn view(signed_in: &SignedIn) -> Result<Option<JobsView>> {
    let acting = signed_in.acting();
    if !acting.may(Resource::Job, Action::See) {
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

/// Makes a job that was set aside wait again: `POST /jobs/{id}/retries`.
pub(crate) async fn retry(
    Path(id): Path<Uuid>,
    SignedInForm { signed_in, .. }: SignedInForm<JobForm>,
) -> Result<Response> {
    signed_in.acting().retry_job(id).await?;
    Ok(Flash::Retried.redirect_back(&signed_in, "/settings"))
}

/// Stops or removes a job: `POST /jobs/{id}/cancellations`.
pub(crate) async fn cancel(
    Path(id): Path<Uuid>,
    SignedInForm { signed_in, .. }: SignedInForm<JobForm>,
) -> Result<Response> {
    signed_in.acting().stop_job(id).await?;
    Ok(Flash::Ended.redirect_back(&signed_in, "/settings"))
}
