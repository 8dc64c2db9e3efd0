use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use serde::de::DeserializeOwned;

use crate::entry::signed_out::SignedOut;
use crate::request::error::{Result, WebError};
use crate::request::signed_in_form::read;
use crate::request::state::WebState;

/// A form sent by somebody who is signed out, with a valid CSRF token.
pub(crate) struct SignedOutForm<T> {
    pub(crate) signed_out: SignedOut,
    pub(crate) form: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<WebState>> for SignedOutForm<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &Arc<WebState>) -> Result<Self> {
        let (mut parts, body) = request.into_parts();
        let signed_out = SignedOut::from_request_parts(&mut parts, state).await?;
        let (token, form) = read(body).await?;
        signed_out.check(&token)?;
        Ok(Self { signed_out, form })
    }
}
