//! Middleware for all routes: which hosts are served, which sites may send forms, and the headers that protect a page.

use std::any::Any;
use std::io;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY,
    SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;

use crate::page::flash_shown::FlashShown;
use crate::request::cookies;
use crate::request::error::WebError;
use crate::request::state::WebState;

const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const SECURITY_HEADERS: [(HeaderName, &str); 6] = [
    (CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Adds the security headers to every response, including errors and assets, and forbids caching unless the handler
/// allows it.
pub(crate) async fn security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in SECURITY_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Turns compression off for requests that another site caused. Otherwise text of its choosing, next to the text of a
/// mail, would reveal by the length of the response whether the two are alike.
pub(crate) async fn no_compression_across_sites(mut request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site");
    if site.is_some_and(|site| site == "cross-site" || site == "same-site") {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    next.run(request).await
}

/// Turns a panic of a handler into an error page. Its message is not logged, since it may quote a mail.
pub(crate) fn internal_error(_: Box<dyn Any + Send>) -> Response {
    WebError::internal(&io::Error::other("a handler panicked")).into_response()
}

/// Rejects requests for an unknown host, and forms that another site sends.
pub(crate) async fn reject_cross_site(
    State(state): State<Arc<WebState>>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let Some(host) =
        headers.get(HOST).and_then(|host| host.to_str().ok()).filter(|host| state.answers_to(host))
    else {
        return WebError::UnknownHost.into_response();
    };
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !is_reading && !is_same_origin(headers, host) {
        return WebError::CrossSite.into_response();
    }
    next.run(request).await
}

/// Whether the browser says that a form comes from this site. Old browsers do not say it; then the form's token
/// decides.
fn is_same_origin(headers: &HeaderMap, host: &str) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match headers.get(ORIGIN) {
        Some(origin) => origin
            .to_str()
            .ok()
            .and_then(|origin| origin.split_once("://"))
            .is_some_and(|(_, name)| name == host),
        None => true,
    }
}

/// Removes the flash cookie once a page has shown it.
pub(crate) async fn clear_flash(
    State(state): State<Arc<WebState>>,
    request: Request,
    next: Next,
) -> Response {
    let had_flash = request.method() == Method::GET
        && CookieJar::from_headers(request.headers()).get(cookies::FLASH).is_some();
    let mut response = next.run(request).await;
    let is_page = response.extensions().get::<FlashShown>().is_some();
    if had_flash
        && is_page
        && let Ok(removal) = HeaderValue::from_str(&cookies::removal(&state, cookies::FLASH).to_string())
    {
        response.headers_mut().append(SET_COOKIE, removal);
    }
    response
}
