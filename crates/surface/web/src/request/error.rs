use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use rapport_app::{App, AppError};
use tracing::{error, warn};

use crate::request::phrases;

/// When to try again while the database is busy or cannot be reached.
const UNAVAILABLE_FOR: Duration = Duration::from_secs(5);

/// Why a page cannot be shown. One middleware turns it into a page, for every route.
#[derive(Clone, Debug)]
pub(crate) enum WebError {
    /// There is no page at this URL.
    NotFound,
    /// The app refused it; the status, and the sentence of the page.
    Message(StatusCode, String),
    /// The form has no valid CSRF token, or comes from another site.
    CrossSite,
    /// The Host header names an unknown host.
    UnknownHost,
    /// There is no owner yet.
    NoOwner,
    /// The body of the request is too large.
    TooLarge,
    /// The request took longer than it may, and was given up.
    TimedOut,
    /// The member has made too many requests, and has to wait this long before the next one.
    TooManyRequests(Duration),
    /// The database is busy or cannot be reached.
    Unavailable,
    /// An internal error, which is logged under this reference.
    Internal(String),
}

pub(crate) type Result<T, E = WebError> = std::result::Result<T, E>;

impl From<AppError> for WebError {
    fn from(error: AppError) -> Self {
        if error.is_temporary() {
            warn!(%error, "the database is busy or cannot be reached");
            return Self::Unavailable;
        }
        match error {
            AppError::NotFound(what) => Self::Message(StatusCode::NOT_FOUND, phrases::not_found(&what)),
            AppError::Refused(why) if why.is_of_access() => {
                Self::Message(StatusCode::FORBIDDEN, phrases::refused(&why))
            }
            AppError::Refused(why) => Self::Message(StatusCode::UNPROCESSABLE_ENTITY, phrases::refused(&why)),
            AppError::Store(error) => Self::internal(&error),
        }
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Self::internal(&error)
    }
}

impl WebError {
    /// Logs the error under a new reference.
    pub(crate) fn internal(error: &dyn std::error::Error) -> Self {
        let reference: String = App::new_token().chars().take(8).collect();
        error!(reference, %error, "a page could not be made");
        Self::Internal(reference)
    }

    /// The error of a form that lacks a field or has one that cannot be parsed.
    pub(crate) fn incomplete() -> Self {
        Self::Message(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Something in that form could not be read.".to_owned(),
        )
    }

    /// When to try again; `None` when that would not help.
    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooManyRequests(wait) => Some(*wait),
            Self::Unavailable => Some(UNAVAILABLE_FOR),
            _ => None,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Message(status, _) => *status,
            Self::CrossSite | Self::NoOwner => StatusCode::FORBIDDEN,
            Self::UnknownHost => StatusCode::MISDIRECTED_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TimedOut | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooManyRequests(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(wait) = self.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, whole_seconds(wait).into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// A wait in seconds, rounded up, as the header `Retry-After` has it.
pub(crate) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}
