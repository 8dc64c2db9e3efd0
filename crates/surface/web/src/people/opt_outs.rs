use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_model::PersonId;

use crate::request::error::Result;
use crate::request::flash::Flash;
use crate::request::signed_in_form::{BackForm, SignedInForm};
use crate::request::undo::{ReversalForm, ReversalQuery, redirect_after_undo, undo};

/// Saves an opt-out: `POST /people/{id}/opt-outs`.
pub(crate) async fn create(
    Path(person): Path<PersonId>,
    SignedInForm { signed_in, form }: SignedInForm<BackForm>,
) -> Result<Response> {
    let undo = signed_in.acting().opt_out(person, None, String::new()).await?;
    Ok(Flash::OptedOut { undo, person }.redirect_back(&signed_in, &form.back))
}

/// Withdraws an opt-out: `POST /opt-outs/{id}/withdrawals`.
pub(crate) async fn withdraw(
    Path(id): Path<String>,
    Query(query): Query<ReversalQuery>,
    SignedInForm { signed_in, .. }: SignedInForm<ReversalForm>,
) -> Result<Response> {
    let done = signed_in.acting().withdraw_opt_out(undo(&id)?).await;
    redirect_after_undo(&signed_in, &query.back, done, Flash::TakenBack)
}
