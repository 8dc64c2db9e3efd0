use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use serde::de::DeserializeOwned;

use crate::entry::signed_out::Visitor;
use crate::request::error::{Result, WebError};
use crate::request::signed_in_form::read;
use crate::request::state::Web;

/// A form sent by somebody who is signed out, with a valid CSRF token.
pub(crate) struct Knocked<T> {
    pub(crate) visitor: Visitor,
    pub(crate) form: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<Web>> for Knocked<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, web: &Arc<Web>) -> Result<Self> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, web).await?;
        let (token, form) = read(body).await?;
        visitor.check(&token)?;
        Ok(Self { visitor, form })
    }
}
