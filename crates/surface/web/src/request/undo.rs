//! Undoing actions, and the sentence about it.

use axum::response::Response;
use rapport_app::{AppError, Undo};
use serde::Deserialize;

use crate::request::error::{Result, WebError};
use crate::request::flash::Flash;
use crate::request::signed_in::SignedIn;

#[derive(Deserialize)]
pub(crate) struct ReversalQuery {
    #[serde(default)]
    pub(crate) back: String,
}

#[derive(Deserialize)]
pub(crate) struct ReversalForm {}

/// The id of the action to undo, from a URL.
pub(crate) fn undo(id: &str) -> Result<Undo> {
    Ok(Undo(id.parse().map_err(|_| WebError::NotFound)?))
}

/// Redirects to the page that shows what was undone, or that it was too late.
pub(crate) fn redirect_after_undo(
    signed_in: &SignedIn,
    back: &str,
    done: rapport_app::Result<()>,
    said: Flash,
) -> Result<Response> {
    match done {
        Ok(()) => Ok(said.redirect_back(signed_in, back)),
        Err(AppError::NotFound(_)) => Ok(Flash::TooLate.redirect_back(signed_in, back)),
        Err(error) => Err(error.into()),
    }
}
