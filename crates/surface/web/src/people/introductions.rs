//! Requests for introductions, and ties that the member hides.

use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_model::{PersonId, Via};
use serde::Deserialize;

use crate::request::error::{Result, WebError};
use crate::request::flash::{Flash, Form, redirect_after};
use crate::request::signed_in_form::{BackForm, SignedInForm};
use crate::request::undo::{ReversalForm, ReversalQuery, redirect_after_undo, undo};

#[derive(Deserialize)]
pub(crate) struct IntroductionForm {
    /// The member or the person who was asked; one of the two is empty.
    #[serde(default)]
    via_member: String,
    #[serde(default)]
    via_person: String,
    #[serde(default)]
    back: String,
}

/// Saves a request for an introduction: `POST /people/{id}/introductions`.
pub(crate) async fn create(
    Path(person): Path<PersonId>,
    SignedInForm { signed_in, form }: SignedInForm<IntroductionForm>,
) -> Result<Response> {
    let via = match (form.via_member.parse(), form.via_person.parse()) {
        (Ok(member), _) => Via::Member(member),
        (Err(_), Ok(asked)) => Via::Person(asked),
        (Err(_), Err(_)) => return Err(WebError::NotFound),
    };
    let asked = signed_in.acting().ask_introduction(via, person).await;
    redirect_after(&signed_in, &form.back, asked, Form::Introduction, |undo| Flash::Asked { undo })
}

/// Saves that it was declined: `POST /introductions/{id}/refusals`.
pub(crate) async fn decline(
    Path(id): Path<String>,
    SignedInForm { signed_in, form }: SignedInForm<BackForm>,
) -> Result<Response> {
    let done = signed_in.acting().decline_introduction(undo(&id)?).await;
    redirect_after_undo(&signed_in, &form.back, done, Flash::Declined)
}

/// Undoes a request: `POST /introductions/{id}/reversals`.
pub(crate) async fn reverse(
    Path(id): Path<String>,
    Query(query): Query<ReversalQuery>,
    SignedInForm { signed_in, .. }: SignedInForm<ReversalForm>,
) -> Result<Response> {
    let done = signed_in.acting().undo_introduction(undo(&id)?).await;
    redirect_after_undo(&signed_in, &query.back, done, Flash::TakenBack)
}

#[derive(Deserialize)]
pub(crate) struct HidingForm {
    #[serde(default)]
    is_hidden: bool,
    #[serde(default)]
    back: String,
}

/// Hides or shows a tie: `POST /people/{id}/hidings`.
pub(crate) async fn hide(
    Path(person): Path<PersonId>,
    SignedInForm { signed_in, form }: SignedInForm<HidingForm>,
) -> Result<Response> {
    if form.is_hidden {
        signed_in.acting().hide_tie(person).await?;
    } else {
        signed_in.acting().show_tie(person).await?;
    }
    Ok(Flash::Hidden(form.is_hidden).redirect_back(&signed_in, &form.back))
}
