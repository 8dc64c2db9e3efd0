use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use crate::page::flash_shown::FlashShown;
use crate::request::error::Result;

/// Renders a page into a response.
pub(crate) fn page(template: &impl Template) -> Result<Response> {
    let mut response = Html(template.render()?).into_response();
    response.extensions_mut().insert(FlashShown);
    Ok(response)
}
