use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::request::error::{Result, WebError};
use crate::request::visit::Visit;
use crate::request::web::Web;

/// The longest form, in bytes.
const LONGEST: usize = 64 * 1024;

/// A form sent by somebody who is signed in, from a page that was made for them.
pub(crate) struct Posted<T> {
    pub(crate) visit: Visit,
    pub(crate) form: T,
}

/// A form that says only which page to return to.
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

/// Reads a short form and checks that it is the visit's own.
pub(crate) async fn fields<T: DeserializeOwned>(body: Body, visit: &Visit) -> Result<T> {
    let (token, form) = read(body).await?;
    check(&token, visit)?;
    Ok(form)
}

/// Refuses a form that was not made for this session.
pub(crate) fn check(token: &str, visit: &Visit) -> Result<()> {
    if token == visit.session.csrf() { Ok(()) } else { Err(WebError::Foreign) }
}

/// Reads a short form and the token it was sent with.
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
