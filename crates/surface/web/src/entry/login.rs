use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Redirect, Response};
use rapport_app::{AppError, Refusal};
use serde::Deserialize;

use crate::entry::signed_out::SignedOut;
use crate::entry::signed_out_form::SignedOutForm;
use crate::page::public_shell::PublicShell;
use crate::page::render::page;
use crate::request::cookies;
use crate::request::error::{Result, WebError, whole_seconds};
use crate::request::phrases;
use crate::request::signed_in_form::SignedInForm;
use crate::request::state::WebState;
use crate::request::url::local_path;

#[derive(Template)]
#[template(path = "entry/login.html")]
struct LoginPage {
    shell: PublicShell,
    /// Why signing in failed, as one sentence.
    problem: Option<String>,
    /// The path to return to after signing in.
    back: String,
}

#[derive(Deserialize)]
pub(crate) struct LoginQuery {
    #[serde(default)]
    back: String,
}

/// Shows the sign-in page: `GET /login`.
pub(crate) async fn show(
    State(state): State<Arc<WebState>>,
    signed_out: SignedOut,
    Query(query): Query<LoginQuery>,
) -> Result<Response> {
    if !state.app.is_set_up().await? {
        return Err(WebError::NoOwner);
    }
    let (jar, shell) = signed_out.shell(&state);
    let login = LoginPage { shell, problem: None, back: local_path(&query.back).to_owned() };
    Ok((jar, page(&login)?).into_response())
}

#[derive(Deserialize)]
pub(crate) struct SessionForm {
    passphrase: String,
    #[serde(default)]
    back: String,
}

/// Signs the owner in: `POST /sessions`.
pub(crate) async fn create(
    State(state): State<Arc<WebState>>,
    SignedOutForm { signed_out, form }: SignedOutForm<SessionForm>,
) -> Result<Response> {
    let back = local_path(&form.back).to_owned();
    match state.app.sign_in(form.passphrase).await {
        Ok(session) => {
            let jar = signed_out.jar.add(cookies::session(&state, &session.token));
            Ok((jar.add(cookies::removal(&state, cookies::FORM_TOKEN)), Redirect::to(&back)).into_response())
        }
        Err(AppError::Refused(why)) => {
            let (jar, shell) = signed_out.shell(&state);
            let again = page(&LoginPage { shell, problem: Some(phrases::refused(&why)), back })?;
            let mut response = (StatusCode::FORBIDDEN, jar, again).into_response();
            if let Refusal::TooManyAttempts { wait } = why {
                *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
                response.headers_mut().insert(RETRY_AFTER, whole_seconds(wait).into());
            }
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct LogoutForm {}

/// Signs the member out: `POST /session/logout`.
pub(crate) async fn destroy(SignedInForm { signed_in, .. }: SignedInForm<LogoutForm>) -> Result<Response> {
    signed_in.state.app.sign_out(&signed_in.session.token).await?;
    let jar =
        signed_in.jar.clone().add(cookies::removal(&signed_in.state, &signed_in.state.session_cookie()));
    Ok((jar, Redirect::to("/login")).into_response())
}
