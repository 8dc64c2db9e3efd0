use askama::Template;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::CookieJar;
use rapport_app::{App, AppError};
use tracing::error;

use crate::door::Door;
use crate::shell::Link;
use crate::visit::is_htmx;

/// Why a page cannot be shown. It becomes a page in [`show`], once, for every route.
#[derive(Clone, Debug)]
pub(crate) enum WebError {
    /// There is nothing at this address.
    NotFound,
    /// What the app says; the status and what to do are told by its kind.
    Told(StatusCode, String),
    /// The form is from a page of another session, or from another site.
    Foreign,
    /// The name under which it was asked is not ours.
    UnknownHost,
    /// There is no owner yet.
    NoOwner,
    /// More was sent than is taken.
    TooLarge,
    /// Something broke; the reference stands in the log.
    Broken(String),
}

pub(crate) type Result<T, E = WebError> = std::result::Result<T, E>;

/// Any page that cannot be shown.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    door: Door,
    title: String,
    text: String,
    next: Link,
    reference: Option<String>,
}

impl From<AppError> for WebError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound(_) => Self::Told(StatusCode::NOT_FOUND, error.to_string()),
            AppError::Invalid(_) => Self::Told(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
            AppError::Denied(_) => Self::Told(StatusCode::FORBIDDEN, error.to_string()),
            AppError::Store(error) => Self::broken(&error),
        }
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Self::broken(&error)
    }
}

impl WebError {
    /// Logs what broke and keeps only a reference for the page.
    pub(crate) fn broken(error: &dyn std::error::Error) -> Self {
        let reference: String = App::fresh_token().chars().take(8).collect();
        error!(reference, %error, "a page could not be made");
        Self::Broken(reference)
    }

    /// A form lacks a field or has one that cannot be read.
    pub(crate) fn incomplete() -> Self {
        Self::Told(StatusCode::UNPROCESSABLE_ENTITY, "Something in that form could not be read.".to_owned())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Told(status, _) => *status,
            Self::Foreign | Self::NoOwner => StatusCode::FORBIDDEN,
            Self::UnknownHost => StatusCode::MISDIRECTED_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What happened, and what to try.
    fn words(&self) -> (String, String) {
        let (title, text) = match self {
            Self::NotFound => ("Nothing is here.", "The address may be mistyped, or what it showed is gone."),
            Self::Told(StatusCode::NOT_FOUND, title) => {
                (title.as_str(), "It may be gone, or the address mistyped.")
            }
            Self::Told(_, title) => (title.as_str(), "Go back and try it another way."),
            Self::Foreign => (
                "That form is out of date.",
                "It was made before you signed in, or by another site. Nothing was changed; open the page again.",
            ),
            Self::UnknownHost => (
                "Rapport does not answer to this name.",
                "Open it under the address that “rapport serve” printed, or set the public address in its configuration.",
            ),
            Self::NoOwner => (
                "Rapport waits for its owner.",
                "Open the one-time link that “rapport serve” printed in the terminal. It makes you the owner; then this page is yours.",
            ),
            Self::TooLarge => (
                "That is more than can be sent at once.",
                "Put the file on the machine that Rapport runs on, and read it from there.",
            ),
            Self::Broken(_) => {
                ("Something broke on our side.", "Nothing you did was lost. Try again in a moment.")
            }
        };
        (title.to_owned(), text.to_owned())
    }

    fn next(&self) -> Link {
        let (href, label) = match self {
            Self::NoOwner => ("/", "I have done that"),
            Self::TooLarge => ("/imports", "To Import"),
            _ => ("/", "To Today"),
        };
        Link { href: href.to_owned(), label: label.to_owned() }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Turns every refusal, ours or the framework's, into a page that says what happened and what to try.
pub(crate) async fn show(request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let is_swap = is_htmx(request.headers()) && request.method() != Method::GET;
    let response = next.run(request).await;
    let status = response.status();
    let is_page =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !(status.is_client_error() || status.is_server_error()) || is_page {
        return response;
    }
    let told = response.extensions().get::<WebError>().cloned();
    let error = told.unwrap_or_else(|| match status {
        StatusCode::NOT_FOUND => WebError::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::Told(status, "That cannot be done here.".to_owned()),
    });
    let (title, text) = error.words();
    let reference = if let WebError::Broken(reference) = &error { Some(reference.clone()) } else { None };
    let page = ErrorPage { door: Door::plain(&jar), title, text, next: error.next(), reference };
    let html = page.render().unwrap_or_else(|_| "This page cannot be shown.".to_owned());
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    parts.headers.remove(CONTENT_TYPE);
    if is_swap {
        // htmx shows no refusals; the page it stands on is asked for anew instead.
        parts.headers.insert("hx-refresh", HeaderValue::from_static("true"));
    }
    (status, parts.headers, Html(html)).into_response()
}
