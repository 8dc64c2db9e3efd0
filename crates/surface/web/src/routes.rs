use std::sync::Arc;

use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::{Router, extract::DefaultBodyLimit};
use rapport_app::App;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use tower_http::trace::TraceLayer;

use crate::entry::{login, middleware, request_log, setup};
use crate::page::{assets, error_page};
use crate::people::{follow_ups, introductions, lean_backs, opt_outs, touches};
use crate::request::error::WebError;
use crate::request::limits::Limits;
use crate::request::signed_in_form::LONGEST_FORM;
use crate::request::state::{WebConfig, WebState};
use crate::request::uploads::LONGEST_UPLOAD;
use crate::settings::{jobs, theme};
use crate::{imports, interactions, people, search, settings, sphere, team, today};

/// The router of the pages and assets, with their middleware.
pub fn router(app: Arc<App>, config: WebConfig) -> Router {
    let limits = config.limits.clone();
    let state = Arc::new(WebState::new(app, config));
    pages(&limits)
        .merge(uploads(&limits))
        .fallback(async || WebError::NotFound)
        .layer(from_fn_with_state(Arc::clone(&state), middleware::clear_flash))
        .layer(from_fn_with_state(Arc::clone(&state), middleware::reject_cross_site))
        .layer(CatchPanicLayer::custom(middleware::internal_error))
        .layer(from_fn(error_page::show))
        .layer(from_fn(middleware::security_headers))
        .layer(CompressionLayer::new())
        .layer(from_fn(middleware::no_compression_across_sites))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(request_log::span)
                .on_request(())
                .on_response(request_log::log)
                .on_failure(()),
        )
        .with_state(state)
}

/// What is made or changed while somebody waits.
fn pages(limits: &Limits) -> Router<Arc<WebState>> {
    Router::new()
        .route("/", get(today::show))
        .route("/people", get(people::index::index))
        .route("/people/{id}", get(people::show::show))
        .route("/people/{id}/completions", post(follow_ups::complete))
        .route("/people/{id}/snoozes", post(follow_ups::snooze))
        .route("/people/{id}/dismissals", post(follow_ups::dismiss))
        .route("/people/{id}/opt-outs", post(opt_outs::create))
        .route("/people/{id}/touches", post(touches::create))
        .route("/touches/{id}", post(touches::update))
        .route("/touches/{id}/withdrawals", post(touches::withdraw))
        .route("/touches/{id}/restorations", post(touches::restore))
        .route("/people/{id}/lean-backs", post(lean_backs::create))
        .route("/people/{id}/introductions", post(introductions::create))
        .route("/people/{id}/hidings", post(introductions::hide))
        .route("/lean-backs/{id}/reversals", post(lean_backs::reverse))
        .route("/lean-backs/{id}/resumptions", post(lean_backs::resume))
        .route("/introductions/{id}/refusals", post(introductions::decline))
        .route("/introductions/{id}/reversals", post(introductions::reverse))
        .route("/opt-outs/{id}/withdrawals", post(opt_outs::withdraw))
        .route("/follow-ups/{id}/reversals", post(follow_ups::reverse))
        .route("/sphere", get(sphere::show::show))
        .route("/team", get(team::show::show))
        .route("/interactions/{id}", get(interactions::show::show))
        .route("/imports", get(imports::index::index))
        .route("/imports/{id}", get(imports::show::show))
        .route("/imports/{id}/cancellations", post(imports::show::cancel))
        .route("/search", get(search::index))
        .route("/search.json", get(search::suggest))
        .route("/settings", get(settings::show::show).post(settings::show::create))
        .route("/jobs/{id}/retries", post(jobs::retry))
        .route("/jobs/{id}/cancellations", post(jobs::cancel))
        .route("/theme", post(theme::create))
        .route("/login", get(login::show))
        .route("/sessions", post(login::create))
        .route("/session/logout", post(login::destroy))
        .route("/setup/{code}", get(setup::show).post(setup::create))
        .route("/assets/{build}/{*path}", get(assets::show))
        .layer(RequestBodyLimitLayer::new(LONGEST_FORM))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits.request))
}

/// What takes as long as somebody's line to the server.
fn uploads(limits: &Limits) -> Router<Arc<WebState>> {
    Router::new()
        .route("/imports", post(imports::index::create))
        // The limit that axum sets by itself is too low.
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(LONGEST_UPLOAD))
        .layer(RequestBodyTimeoutLayer::new(limits.upload_pause))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits.upload))
}
