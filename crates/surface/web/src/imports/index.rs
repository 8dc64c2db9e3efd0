use std::path::PathBuf;
use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Query, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect, Response};
use rapport_app::{AppError, ImportRequest, grouped};
use rapport_model::{Calendar, ImportRun, Moment};
use serde::Deserialize;

use super::decisions::{Decisions, WhyQuery, decisions};
use crate::page::render::page;
use crate::page::shell::Shell;
use crate::page::words;
use crate::request::error::{Result, WebError};
use crate::request::phrases;
use crate::request::signed_in::SignedIn;
use crate::request::signed_in_form::{check, fields};
use crate::request::state::WebState;
use crate::request::uploads::{self, Upload, UploadError};

/// The page of all imports: `GET /imports?why=&reason=&after=`.
#[derive(Template)]
#[template(path = "imports/index.html")]
struct ImportsPage {
    shell: Shell,
    /// Why the last attempt could not begin, and what to try; `None` at first.
    problem: Option<String>,
    /// The limit of uploads, such as `Up to 2 GB. Larger ones: read them from this machine.`
    upload_limit: String,
    /// The path that was typed, when it was refused.
    path: String,
    /// The imports, newest first.
    runs: Vec<RunRow>,
    /// The search over all imports.
    decisions: Decisions,
}

/// One import in the list.
struct RunRow {
    /// The page of the import, `/imports/{id}`.
    href: String,
    /// The file name or path that was read.
    name: String,
    /// When it was asked for, as RFC 3339.
    at: String,
    /// When it was asked for, such as `4 June 2026, 09:12`.
    when: String,
    /// The number of messages that were read.
    read: String,
    /// The number of messages that were kept.
    kept: String,
    /// `waiting`, `reading`, `done`, `stopped`, `interrupted` or `failed`.
    state: &'static str,
}

/// Shows the page of all imports: `GET /imports`.
pub(crate) async fn index(signed_in: SignedIn, Query(query): Query<WhyQuery>) -> Result<Response> {
    render(&signed_in, &query, None, String::new()).await
}

async fn render(
    signed_in: &SignedIn,
    query: &WhyQuery,
    problem: Option<String>,
    path: String,
) -> Result<Response> {
    let runs = signed_in.acting().imports().await?;
    let calendar = signed_in.calendar().await?;
    let now = signed_in.acting().now();
    page(&ImportsPage {
        shell: Shell::of(signed_in, "imports").await?,
        problem,
        upload_limit: format!(
            "Up to {}. Larger ones: read them from this machine.",
            words::size(uploads::LIMIT)
        ),
        path,
        runs: runs.iter().map(|run| row(run, now, &calendar)).collect(),
        decisions: decisions(signed_in, "/imports", query, &calendar).await?,
    })
}

fn row(run: &ImportRun, now: Moment, calendar: &Calendar) -> RunRow {
    RunRow {
        href: format!("/imports/{}", run.id),
        name: run.label.clone(),
        at: run.started_at.to_string(),
        when: format!(
            "{}, {}",
            words::day(run.started_at, now, calendar),
            calendar.format(run.started_at, "%H:%M")
        ),
        read: grouped(run.counts.read),
        kept: grouped(run.counts.added),
        state: state(run),
    }
}

/// The state of an import, as one word.
pub(super) fn state(run: &ImportRun) -> &'static str {
    match (run.finished_at, &run.failure) {
        (None, _) if run.counts.read == 0 && run.total_bytes == 0 => "waiting",
        (None, _) => "reading",
        (Some(_), Some(_)) if run.is_interrupted() => "interrupted",
        (Some(_), Some(_)) => "failed",
        (Some(_), None) if run.bytes < run.total_bytes => "stopped",
        (Some(_), None) => "done",
    }
}

#[derive(Deserialize)]
struct PathForm {
    #[serde(default)]
    path: String,
}

/// Begins an import: `POST /imports`, with an uploaded file or the path of one on this machine.
pub(crate) async fn create(
    State(state): State<Arc<WebState>>,
    request: Request,
) -> Result<Response, Response> {
    let (mut parts, body) = request.into_parts();
    let signed_in =
        SignedIn::from_request_parts(&mut parts, &state).await.map_err(IntoResponse::into_response)?;
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let begun = if kind.starts_with("multipart/form-data") {
        let request = Request::from_parts(parts, body);
        let multipart = Multipart::from_request(request, &state).await;
        upload(&signed_in, multipart.map_err(IntoResponse::into_response)?).await
    } else {
        match fields::<PathForm>(body, &signed_in).await {
            Ok(form) => from_path(&signed_in, form.path).await,
            Err(error) => Err(error),
        }
    };
    begun.map_err(IntoResponse::into_response)
}

async fn from_path(signed_in: &SignedIn, path: String) -> Result<Response> {
    let trimmed = path.trim();
    if trimmed.is_empty() {
        let problem = "Say where the mail is on the machine that Rapport runs on.".to_owned();
        return render(signed_in, &WhyQuery::default(), Some(problem), path).await;
    }
    let request = ImportRequest { label: trimmed.to_owned(), path: PathBuf::from(trimmed), is_upload: false };
    begin(signed_in, request, path.clone()).await
}

async fn upload(signed_in: &SignedIn, mut multipart: Multipart) -> Result<Response> {
    let mut is_ours = false;
    while let Some(mut field) = multipart.next_field().await.map_err(|_| WebError::incomplete())? {
        match field.name() {
            Some("csrf") => {
                check(&uploads::short_text(&mut field).await?, signed_in)?;
                is_ours = true;
            }
            // No byte of a file is read before the CSRF token was checked.
            Some("file") if is_ours => {
                return match uploads::receive(&signed_in.state.config.uploads, field).await {
                    Ok(Upload { label, path }) => {
                        let request = ImportRequest { label, path: path.clone(), is_upload: true };
                        let begun = begin(signed_in, request, String::new()).await;
                        let is_asked_for =
                            begun.as_ref().is_ok_and(|response| response.status().is_redirection());
                        if !is_asked_for {
                            uploads::remove(&path).await;
                        }
                        begun
                    }
                    Err(UploadError::Refused(problem)) => {
                        render(signed_in, &WhyQuery::default(), Some(problem), String::new()).await
                    }
                    Err(UploadError::Io(error)) => Err(WebError::internal(&error)),
                };
            }
            _ => return Err(WebError::CrossSite),
        }
    }
    Err(WebError::incomplete())
}

async fn begin(signed_in: &SignedIn, request: ImportRequest, path: String) -> Result<Response> {
    match signed_in.acting().request_import(request).await {
        Ok(import) => Ok(Redirect::to(&format!("/imports/{import}")).into_response()),
        Err(AppError::Refused(why)) if !why.is_of_access() => {
            render(signed_in, &WhyQuery::default(), Some(phrases::refused(&why)), path).await
        }
        Err(error) => Err(error.into()),
    }
}
