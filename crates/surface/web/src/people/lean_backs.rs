use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_app::Guards;
use rapport_model::{PersonId, span_of_days};
use serde::Deserialize;

use crate::request::error::Result;
use crate::request::flash::{Flash, Form, redirect_after};
use crate::request::signed_in_form::SignedInForm;
use crate::request::undo::{ReversalForm, ReversalQuery, redirect_after_undo, undo};

#[derive(Deserialize)]
pub(crate) struct LeanBackForm {
    #[serde(default)]
    is_deciding: bool,
    #[serde(default)]
    is_too_valuable: bool,
    /// The number of days; empty when there is no renewal.
    #[serde(default)]
    renewal_in_days: String,
    #[serde(default)]
    back: String,
}

/// Begins a lean-back test: `POST /people/{id}/lean-backs`.
pub(crate) async fn create(
    Path(person): Path<PersonId>,
    SignedInForm { signed_in, form }: SignedInForm<LeanBackForm>,
) -> Result<Response> {
    let guards = Guards {
        is_deciding: form.is_deciding,
        is_too_valuable: form.is_too_valuable,
        renewal_in: form.renewal_in_days.trim().parse().ok().map(span_of_days),
    };
    let begun = signed_in.acting().begin_lean_back(person, guards).await;
    redirect_after(&signed_in, &form.back, begun, Form::LeanBack, |undo| Flash::LeaningBack { undo, person })
}

/// Ends a test early: `POST /lean-backs/{id}/reversals`.
pub(crate) async fn reverse(
    Path(id): Path<String>,
    Query(query): Query<ReversalQuery>,
    SignedInForm { signed_in, .. }: SignedInForm<ReversalForm>,
) -> Result<Response> {
    let test = undo(&id)?;
    let done = signed_in.acting().stop_lean_back(test).await;
    redirect_after_undo(&signed_in, &query.back, done, Flash::CalledOff { undo: test })
}

/// Continues a test that was ended early: `POST /lean-backs/{id}/resumptions`.
pub(crate) async fn resume(
    Path(id): Path<String>,
    Query(query): Query<ReversalQuery>,
    SignedInForm { signed_in, .. }: SignedInForm<ReversalForm>,
) -> Result<Response> {
    let done = signed_in.acting().resume_lean_back(undo(&id)?).await;
    redirect_after_undo(&signed_in, &query.back, done, Flash::TakenBack)
}
