use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_app::Guards;
use rapport_model::{PersonId, span_of_days};
use serde::Deserialize;

use crate::request::error::Result;
use crate::request::flash::{Flash, Form, acted};
use crate::request::signed_in_form::Posted;
use crate::request::undo::{ReversalForm, ReversalQuery, reversed, undo};

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
    Posted { visit, form }: Posted<LeanBackForm>,
) -> Result<Response> {
    let guards = Guards {
        is_deciding: form.is_deciding,
        is_too_valuable: form.is_too_valuable,
        renewal_in: form.renewal_in_days.trim().parse().ok().map(span_of_days),
    };
    let begun = visit.acting().begin_lean_back(person, guards).await;
    acted(&visit, &form.back, begun, Form::LeanBack, |undo| Flash::LeaningBack { undo, person })
}

/// Ends a test early: `POST /lean-backs/{id}/reversals`.
pub(crate) async fn reverse(
    Path(id): Path<String>,
    Query(query): Query<ReversalQuery>,
    Posted { visit, .. }: Posted<ReversalForm>,
) -> Result<Response> {
    let test = undo(&id)?;
    let done = visit.acting().stop_lean_back(test).await;
    reversed(&visit, &query.back, done, Flash::CalledOff { undo: test })
}

/// Continues a test that was ended early: `POST /lean-backs/{id}/resumptions`.
pub(crate) async fn resume(
    Path(id): Path<String>,
    Query(query): Query<ReversalQuery>,
    Posted { visit, .. }: Posted<ReversalForm>,
) -> Result<Response> {
    let done = visit.acting().resume_lean_back(undo(&id)?).await;
    reversed(&visit, &query.back, done, Flash::TakenBack)
}
