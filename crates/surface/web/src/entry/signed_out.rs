use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use rapport_app::{App, is_same_token};

use crate::page::public_shell::PublicShell;
use crate::request::cookies;
use crate::request::error::{Result, WebError};
use crate::request::state::WebState;

/// How long a browser keeps the cookie: long enough to fill in a form.
const MAX_AGE: Duration = Duration::from_hours(4);

/// A request of somebody who is signed out.
pub(crate) struct SignedOut {
    pub(crate) jar: CookieJar,
}

impl FromRequestParts<Arc<WebState>> for SignedOut {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<WebState>) -> Result<Self> {
        Ok(Self { jar: CookieJar::from_headers(&parts.headers) })
    }
}

impl SignedOut {
    /// The shell of a page with a form, and the cookies that the form is checked against.
    pub(crate) fn shell(&self, state: &WebState) -> (CookieJar, PublicShell) {
        let known = self.jar.get(cookies::FORM_TOKEN).map(|cookie| cookie.value().to_owned());
        let token = known.filter(|token| is_token(token)).unwrap_or_else(App::new_token);
        let jar = self.jar.clone().add(cookies::cookie(state, cookies::FORM_TOKEN, token.clone(), MAX_AGE));
        (jar, PublicShell { csrf: token, ..PublicShell::plain(&self.jar) })
    }

    /// An error when the form's CSRF token is not the one of this browser.
    pub(crate) fn check(&self, csrf: &str) -> Result<()> {
        let known = self.jar.get(cookies::FORM_TOKEN).map(|cookie| cookie.value().to_owned());
        if known.is_some_and(|token| is_token(&token) && is_same_token(&token, csrf)) {
            Ok(())
        } else {
            Err(WebError::CrossSite)
        }
    }
}

fn is_token(text: &str) -> bool {
    text.len() == App::new_token().len() && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
