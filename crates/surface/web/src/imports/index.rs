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
use crate::request::signed_in::Visit;
use crate::request::signed_in_form::{check, fields};
use crate::request::state::Web;
use crate::request::uploads::{self, Trouble, Upload};

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
pub(crate) async fn index(visit: Visit, Query(query): Query<WhyQuery>) -> Result<Response> {
    render(&visit, &query, None, String::new()).await
}

async fn render(visit: &Visit, query: &WhyQuery, problem: Option<String>, path: String) -> Result<Response> {
    let runs = visit.acting().imports().await?;
    let calendar = visit.calendar().await?;
    let now = visit.acting().now();
    page(&ImportsPage {
        shell: Shell::of(visit, "imports").await?,
        problem,
        upload_limit: format!(
            "Up to {}. Larger ones: read them from this machine.",
            words::size(uploads::LIMIT)
        ),
        path,
        runs: runs.iter().map(|run| row(run, now, &calendar)).collect(),
        decisions: decisions(visit, "/imports", query, &calendar).await?,
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
pub(crate) async fn create(State(web): State<Arc<Web>>, request: Request) -> Result<Response, Response> {
    let (mut parts, body) = request.into_parts();
    let visit = Visit::from_request_parts(&mut parts, &web).await.map_err(IntoResponse::into_response)?;
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let begun = if kind.starts_with("multipart/form-data") {
        let request = Request::from_parts(parts, body);
        let multipart = Multipart::from_request(request, &web).await;
        upload(&visit, multipart.map_err(IntoResponse::into_response)?).await
    } else {
        match fields::<PathForm>(body, &visit).await {
            Ok(form) => from_path(&visit, form.path).await,
            Err(error) => Err(error),
        }
    };
    begun.map_err(IntoResponse::into_response)
}

async fn from_path(visit: &Visit, path: String) -> Result<Response> {
    let trimmed = path.trim();
    if trimmed.is_empty() {
        let problem = "Say where the mail is on the machine that Rapport runs on.".to_owned();
        return render(visit, &WhyQuery::default(), Some(problem), path).await;
    }
    let request = ImportRequest { label: trimmed.to_owned(), path: PathBuf::from(trimmed), is_upload: false };
    begin(visit, request, path.clone()).await
}

async fn upload(visit: &Visit, mut multipart: Multipart) -> Result<Response> {
    let mut is_ours = false;
    while let Some(mut field) = multipart.next_field().await.map_err(|_| WebError::incomplete())? {
        match field.name() {
            Some("csrf") => {
                check(&uploads::short_text(&mut field).await?, visit)?;
                is_ours = true;
            }
            // Not a byte of a file is taken before the form is known to be ours.
            Some("file") if is_ours => {
                return match uploads::receive(&visit.web.config.uploads, field).await {
                    Ok(Upload { label, path }) => {
                        let request = ImportRequest { label, path: path.clone(), is_upload: true };
                        let begun = begin(visit, request, String::new()).await;
                        let is_asked_for =
                            begun.as_ref().is_ok_and(|response| response.status().is_redirection());
                        if !is_asked_for {
                            uploads::remove(&path).await;
                        }
                        begun
                    }
                    Err(Trouble::Told(problem)) => {
                        render(visit, &WhyQuery::default(), Some(problem), String::new()).await
                    }
                    Err(Trouble::Broken(error)) => Err(WebError::broken(&error)),
                };
            }
            _ => return Err(WebError::Foreign),
        }
    }
    Err(WebError::incomplete())
}

async fn begin(visit: &Visit, request: ImportRequest, path: String) -> Result<Response> {
    match visit.acting().request_import(request).await {
        Ok(import) => Ok(Redirect::to(&format!("/imports/{import}")).into_response()),
        Err(AppError::Refused(why)) if !why.is_of_access() => {
            render(visit, &WhyQuery::default(), Some(phrases::refused(&why)), path).await
        }
        Err(error) => Err(error.into()),
    }
}
