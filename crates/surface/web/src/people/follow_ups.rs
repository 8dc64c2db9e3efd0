use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_app::{DISMISSED_DAYS, DONE_DAYS};
use rapport_model::{FollowUpAct, PersonId};
use serde::Deserialize;

use crate::request::error::Result;
use crate::request::flash::{Flash, Form, acted};
use crate::request::signed_in_form::{BackForm, Posted};
use crate::request::undo::{ReversalForm, ReversalQuery, reversed, undo};

/// Marks a suggestion as done: `POST /people/{id}/completions`.
pub(crate) async fn complete(
    Path(person): Path<PersonId>,
    Posted { visit, form }: Posted<BackForm>,
) -> Result<Response> {
    let undo = visit.acting().complete(person).await?;
    Ok(Flash::Acted { act: FollowUpAct::Done, undo, person, days: DONE_DAYS }.and_back(&visit, &form.back))
}

#[derive(Deserialize)]
pub(crate) struct SnoozeForm {
    days: String,
    #[serde(default)]
    back: String,
}

/// Keeps a person off the list for some days: `POST /people/{id}/snoozes`.
pub(crate) async fn snooze(
    Path(person): Path<PersonId>,
    Posted { visit, form }: Posted<SnoozeForm>,
) -> Result<Response> {
    let days = form.days.trim().parse().unwrap_or(0);
    let said = |undo| Flash::Acted { act: FollowUpAct::Snoozed, undo, person, days };
    acted(&visit, &form.back, visit.acting().snooze(person, days).await, Form::Snooze, said)
}

#[derive(Deserialize)]
pub(crate) struct DismissalForm {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    back: String,
}

/// Dismisses a suggestion: `POST /people/{id}/dismissals`.
pub(crate) async fn dismiss(
    Path(person): Path<PersonId>,
    Posted { visit, form }: Posted<DismissalForm>,
) -> Result<Response> {
    let said = |undo| Flash::Acted { act: FollowUpAct::Dismissed, undo, person, days: DISMISSED_DAYS };
    acted(&visit, &form.back, visit.acting().dismiss(person, form.reason).await, Form::Dismissal, said)
}

/// Undoes one of these: `POST /follow-ups/{id}/reversals`.
pub(crate) async fn reverse(
    Path(id): Path<String>,
    Query(query): Query<ReversalQuery>,
    Posted { visit, .. }: Posted<ReversalForm>,
) -> Result<Response> {
    let done = visit.acting().undo(undo(&id)?).await;
    reversed(&visit, &query.back, done, Flash::TakenBack)
}
