//! One line of the log for each request: its method, its route, the status and how long it took. The route is the
//! pattern, such as `/people/{id}`. The path and the query are not logged, since they hold ids and words.

use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::response::Response;
use tracing::{Span, info, info_span};

/// What a filter calls these lines, such as `RAPPORT_LOG=http=info`. They are not part of the usual output.
const TARGET: &str = "http";

/// What is known of a request when it comes in.
pub(crate) fn span(request: &Request) -> Span {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    info_span!(target: TARGET, "request", method = request.method().as_str(), route)
}

/// Logs the line once the response is made.
pub(crate) fn log(response: &Response, latency: Duration, _: &Span) {
    let milliseconds = (latency.as_secs_f64() * 1e4).round() / 10.0;
    info!(target: TARGET, status = response.status().as_u16(), milliseconds, "answered a request");
}
