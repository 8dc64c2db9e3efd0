use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use rapport_app::{Acting, Session};
use rapport_model::{Calendar, MemberId};

use crate::request::error::{Result, WebError};
use crate::request::state::WebState;
use crate::request::url::url;

/// A request of a member who is signed in.
pub(crate) struct SignedIn {
    pub(crate) state: Arc<WebState>,
    pub(crate) session: Session,
    acting: Acting,
    pub(crate) jar: CookieJar,
    uri: Uri,
}

/// Why a request is not served.
pub(crate) enum SignInRejection {
    /// Nobody is signed in. The sign-in page returns to `back`; `is_swap` is true for requests of htmx.
    NotSignedIn {
        back: String,
        is_swap: bool,
    },
    Error(WebError),
}

impl<E: Into<WebError>> From<E> for SignInRejection {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl IntoResponse for SignInRejection {
    fn into_response(self) -> Response {
        match self {
            Self::Error(error) => error.into_response(),
            Self::NotSignedIn { back, is_swap } => {
                let to = url("/login", &[("back", &back)]);
                match HeaderValue::from_str(&to) {
                    // A part of a page has no room for a sign-in page; the whole page is redirected.
                    Ok(to) if is_swap => (StatusCode::UNAUTHORIZED, [("hx-redirect", to)]).into_response(),
                    _ => Redirect::to(&to).into_response(),
                }
            }
        }
    }
}

impl FromRequestParts<Arc<WebState>> for SignedIn {
    type Rejection = SignInRejection;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<WebState>) -> Result<Self, SignInRejection> {
        let jar = CookieJar::from_headers(&parts.headers);
        let token = jar.get(&state.session_cookie()).map(|cookie| cookie.value().to_owned());
        if let Some(token) = token
            && let Some(session) = state.app.session(&token).await?
        {
            state.rates.count_request(session.member.id)?;
            let acting = state.app.acting(session.member.clone());
            return Ok(Self { state: Arc::clone(state), session, acting, jar, uri: parts.uri.clone() });
        }
        if !state.app.is_set_up().await? {
            return Err(SignInRejection::Error(WebError::NoOwner));
        }
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let back = if parts.method == Method::GET { path } else { "/" };
        Err(SignInRejection::NotSignedIn { back: back.to_owned(), is_swap: is_htmx(&parts.headers) })
    }
}

impl SignedIn {
    /// The app on behalf of the member.
    pub(crate) fn acting(&self) -> &Acting {
        &self.acting
    }

    pub(crate) fn member(&self) -> MemberId {
        self.acting.member().id
    }

    /// Counts a search of the member; an error when they have made too many.
    pub(crate) fn count_search(&self) -> Result<()> {
        self.state.rates.count_search(self.member())
    }

    /// The path and query of this request.
    pub(crate) fn path(&self) -> &str {
        self.uri.path_and_query().map_or("/", |path| path.as_str())
    }

    /// The calendar of the team.
    pub(crate) async fn calendar(&self) -> Result<Calendar> {
        Ok(self.acting().calendar().await?)
    }
}

/// Whether htmx sent the request, which swaps a part of the page.
pub(crate) fn is_htmx(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request")
}
