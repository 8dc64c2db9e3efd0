use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_app::{DISMISSED_DAYS, DONE_DAYS};
use rapport_model::{FollowUpAct, PersonId};
use serde::Deserialize;

use crate::request::error::Result;
use crate::request::flash::{Flash, Form, redirect_after};
use crate::request::signed_in_form::{BackForm, SignedInForm};
use crate::request::undo::{ReversalForm, ReversalQuery, redirect_after_undo, undo};

/// Marks a suggestion as done: `POST /people/{id}/completions`.
pub(crate) async fn complete(
    Path(person): Path<PersonId>,
    SignedInForm { signed_in, form }: SignedInForm<BackForm>,
) -> Result<Response> {
    let undo = signed_in.acting().complete(person).await?;
    Ok(Flash::Acted { act: FollowUpAct::Done, undo, person, days: DONE_DAYS }
        .redirect_back(&signed_in, &form.back))
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
    SignedInForm { signed_in, form }: SignedInForm<SnoozeForm>,
) -> Result<Response> {
    let days = form.days.trim().parse().unwrap_or(0);
    let said = |undo| Flash::Acted { act: FollowUpAct::Snoozed, undo, person, days };
    redirect_after(&signed_in, &form.back, signed_in.acting().snooze(person, days).await, Form::Snooze, said)
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
    SignedInForm { signed_in, form }: SignedInForm<DismissalForm>,
) -> Result<Response> {
    let said = |undo| Flash::Acted { act: FollowUpAct::Dismissed, undo, person, days: DISMISSED_DAYS };
    redirect_after(
        &signed_in,
        &form.back,
        signed_in.acting().dismiss(person, form.reason).await,
        Form::Dismissal,
        said,
    )
}

/// Undoes one of these: `POST /follow-ups/{id}/reversals`.
pub(crate) async fn reverse(
    Path(id): Path<String>,
    Query(query): Query<ReversalQuery>,
    SignedInForm { signed_in, .. }: SignedInForm<ReversalForm>,
) -> Result<Response> {
    let done = signed_in.acting().undo(undo(&id)?).await;
    redirect_after_undo(&signed_in, &query.back, done, Flash::TakenBack)
}
