use askama::Template;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::CookieJar;

use crate::page::parts::Link;
use crate::page::public_shell::PublicShell;
use crate::request::error::WebError;
use crate::request::signed_in::is_htmx;

/// The page for any error.
#[derive(Template)]
#[template(path = "page/error_page.html")]
struct ErrorPage {
    shell: PublicShell,
    title: String,
    text: String,
    next: Link,
    reference: Option<String>,
}

/// Turns every error response, of a handler or of the framework, into a page that says what happened and what to try.
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
        StatusCode::SERVICE_UNAVAILABLE => WebError::TimedOut,
        _ => WebError::Message(status, "That cannot be done here.".to_owned()),
    });
    let (title, text) = words(&error);
    let reference = if let WebError::Internal(reference) = &error { Some(reference.clone()) } else { None };
    let page = ErrorPage { shell: PublicShell::plain(&jar), title, text, next: next_link(&error), reference };
    let html = page.render().unwrap_or_else(|_| "This page cannot be shown.".to_owned());
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    parts.headers.remove(CONTENT_TYPE);
    if is_swap {
        // htmx shows no error responses, so the page is requested again instead.
        parts.headers.insert("hx-refresh", HeaderValue::from_static("true"));
    }
    (status, parts.headers, Html(html)).into_response()
}

/// What happened and what to try, as two sentences.
fn words(error: &WebError) -> (String, String) {
    let (title, text) = match error {
        WebError::NotFound => ("Nothing is here.", "The address may be mistyped, or what it showed is gone."),
        WebError::Message(StatusCode::NOT_FOUND, title) => {
            (title.as_str(), "It may be gone, or the address mistyped.")
        }
        WebError::Message(_, title) => (title.as_str(), "Go back and try it another way."),
        WebError::CrossSite => (
            "That form is out of date.",
            "It was made before you signed in, or by another site. Nothing was changed; open the page again.",
        ),
        WebError::UnknownHost => (
            "Rapport does not answer to this name.",
            "Open it under the address that “rapport serve” printed, or set the public address in its configuration.",
        ),
        WebError::NoOwner => (
            "Rapport waits for its owner.",
            "Open the one-time link that “rapport serve” printed in the terminal. It makes you the owner; then this page is yours.",
        ),
        WebError::TooLarge => (
            "That is more than can be sent at once.",
            "Put the file on the machine that Rapport runs on, and read it from there.",
        ),
        WebError::TimedOut => (
            "That took too long.",
            "It was given up, so that others need not wait for it. Try again in a moment; if you sent something, look first whether it is there.",
        ),
        WebError::TooManyRequests(_) => (
            "That was too much at once.",
            "Too many requests came in your name. Nothing was changed; wait a few seconds, then try again.",
        ),
        WebError::Unavailable => (
            "The database does not answer just now.",
            "It is busy or cannot be reached. Try again in a moment; if you sent something, look first whether it is there.",
        ),
        WebError::Internal(_) => {
            ("Something broke on our side.", "Nothing you did was lost. Try again in a moment.")
        }
    };
    (title.to_owned(), text.to_owned())
}

/// A link that helps after this error.
fn next_link(error: &WebError) -> Link {
    let (href, label) = match error {
        WebError::NoOwner => ("/", "I have done that"),
        WebError::TooLarge => ("/imports", "To Import"),
        _ => ("/", "To Today"),
    };
    Link { href: href.to_owned(), label: label.to_owned() }
}
