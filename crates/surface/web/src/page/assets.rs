use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::request::error::{Result, WebError};

include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// Where the assets of this build are, without a trailing slash. A new build has new addresses, so that each file
/// may be kept for good.
pub(crate) fn prefix() -> String {
    format!("/assets/{BUILD}")
}

/// Serves a bundled file: `GET /assets/{build}/{path}`.
pub(crate) async fn show(Path((build, path)): Path<(String, String)>) -> Result<Response> {
    let found = FILES.iter().find(|(name, _)| build == BUILD && *name == path);
    let (name, bytes) = found.ok_or(WebError::NotFound)?;
    let headers =
        [(CONTENT_TYPE, content_type(name)), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, *bytes).into_response())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
