use axum::http::HeaderMap;
use axum::http::header::{HOST, REFERER};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::request::cookies::{self, THEMES};
use crate::request::signed_in_form::SignedInForm;
use crate::request::url::local_path;

#[derive(Deserialize)]
pub(crate) struct ThemeForm {
    theme: String,
}

/// Sets the color theme: `POST /theme`.
pub(crate) async fn create(
    headers: HeaderMap,
    SignedInForm { signed_in, form }: SignedInForm<ThemeForm>,
) -> Response {
    let known = THEMES.into_iter().find(|theme| *theme == form.theme).unwrap_or(THEMES[0]);
    let jar = signed_in.jar.clone().add(cookies::theme(&signed_in.state, known));
    (jar, Redirect::to(&came_from(&headers).unwrap_or_else(|| "/settings".to_owned()))).into_response()
}

/// The path of this site from which a form was sent; `None` when the browser does not say.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let (host, page) = (headers.get(HOST)?.to_str().ok()?, headers.get(REFERER)?.to_str().ok()?);
    let path = page.split_once("://")?.1.strip_prefix(host)?;
    path.starts_with('/').then(|| local_path(path).to_owned())
}
