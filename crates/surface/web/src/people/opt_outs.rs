use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_model::PersonId;

use crate::request::error::Result;
use crate::request::flash::Flash;
use crate::request::signed_in_form::{BackForm, Posted};
use crate::request::undo::{ReversalForm, ReversalQuery, reversed, undo};

/// Saves an opt-out: `POST /people/{id}/opt-outs`.
pub(crate) async fn create(
    Path(person): Path<PersonId>,
    Posted { visit, form }: Posted<BackForm>,
) -> Result<Response> {
    let undo = visit.acting().opt_out(person, None, String::new()).await?;
    Ok(Flash::OptedOut { undo, person }.and_back(&visit, &form.back))
}

/// Withdraws an opt-out: `POST /opt-outs/{id}/withdrawals`.
pub(crate) async fn withdraw(
    Path(id): Path<String>,
    Query(query): Query<ReversalQuery>,
    Posted { visit, .. }: Posted<ReversalForm>,
) -> Result<Response> {
    let done = visit.acting().withdraw_opt_out(undo(&id)?).await;
    reversed(&visit, &query.back, done, Flash::TakenBack)
}
