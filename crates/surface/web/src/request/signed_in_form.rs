use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use rapport_app::is_same_token;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::request::error::{Result, WebError};
use crate::request::signed_in::SignedIn;
use crate::request::state::WebState;

/// The longest form, in bytes.
pub(crate) const LONGEST_FORM: usize = 64 * 1024;

/// A form sent by a member who is signed in, with a valid CSRF token.
pub(crate) struct SignedInForm<T> {
    pub(crate) signed_in: SignedIn,
    pub(crate) form: T,
}

/// A form with nothing but the path to return to.
#[derive(Deserialize)]
pub(crate) struct BackForm {
    #[serde(default)]
    pub(crate) back: String,
}

impl<T: DeserializeOwned> FromRequest<Arc<WebState>> for SignedInForm<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &Arc<WebState>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let signed_in =
            SignedIn::from_request_parts(&mut parts, state).await.map_err(IntoResponse::into_response)?;
        let form = fields(body, &signed_in).await.map_err(IntoResponse::into_response)?;
        Ok(Self { signed_in, form })
    }
}

/// Parses a form and checks its CSRF token against the session.
pub(crate) async fn fields<T: DeserializeOwned>(body: Body, signed_in: &SignedIn) -> Result<T> {
    let (token, form) = read(body).await?;
    check(&token, signed_in)?;
    Ok(form)
}

/// An error when the CSRF token is not that of the session.
pub(crate) fn check(token: &str, signed_in: &SignedIn) -> Result<()> {
    if is_same_token(token, &signed_in.session.csrf()) { Ok(()) } else { Err(WebError::CrossSite) }
}

/// Parses a form; returns its CSRF token with it.
pub(crate) async fn read<T: DeserializeOwned>(body: Body) -> Result<(String, T)> {
    #[derive(Deserialize)]
    struct Token {
        #[serde(default)]
        csrf: String,
    }
    let bytes = to_bytes(body, LONGEST_FORM).await.map_err(|_| WebError::TooLarge)?;
    let token = serde_urlencoded::from_bytes::<Token>(&bytes).map_err(|_| WebError::CrossSite)?;
    let form = serde_urlencoded::from_bytes(&bytes).map_err(|_| WebError::incomplete())?;
    Ok((token.csrf, form))
}
