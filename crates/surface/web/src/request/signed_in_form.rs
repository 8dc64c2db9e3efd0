use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::request::error::{Result, WebError};
use crate::request::signed_in::Visit;
use crate::request::state::Web;

/// The longest form, in bytes.
const LONGEST: usize = 64 * 1024;

/// A form sent by a member who is signed in, with a valid CSRF token.
pub(crate) struct Posted<T> {
    pub(crate) visit: Visit,
    pub(crate) form: T,
}

/// A form with nothing but the path to return to.
#[derive(Deserialize)]
pub(crate) struct BackForm {
    #[serde(default)]
    pub(crate) back: String,
}

impl<T: DeserializeOwned> FromRequest<Arc<Web>> for Posted<T> {
    type Rejection = Response;

    async fn from_request(request: Request, web: &Arc<Web>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, web).await.map_err(IntoResponse::into_response)?;
        let form = fields(body, &visit).await.map_err(IntoResponse::into_response)?;
        Ok(Self { visit, form })
    }
}

/// Parses a form and checks its CSRF token against the session.
pub(crate) async fn fields<T: DeserializeOwned>(body: Body, visit: &Visit) -> Result<T> {
    let (token, form) = read(body).await?;
    check(&token, visit)?;
    Ok(form)
}

/// An error when the CSRF token is not that of the session.
pub(crate) fn check(token: &str, visit: &Visit) -> Result<()> {
    if token == visit.session.csrf() { Ok(()) } else { Err(WebError::Foreign) }
}

/// Parses a form; returns its CSRF token with it.
pub(crate) async fn read<T: DeserializeOwned>(body: Body) -> Result<(String, T)> {
    #[derive(Deserialize)]
    struct Token {
        #[serde(default)]
        csrf: String,
    }
    let bytes = to_bytes(body, LONGEST).await.map_err(|_| WebError::TooLarge)?;
    let token = serde_urlencoded::from_bytes::<Token>(&bytes).map_err(|_| WebError::Foreign)?;
    let form = serde_urlencoded::from_bytes(&bytes).map_err(|_| WebError::incomplete())?;
    Ok((token.csrf, form))
}
