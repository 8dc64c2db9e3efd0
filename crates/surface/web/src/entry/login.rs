use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use rapport_app::AppError;
use serde::Deserialize;

use crate::entry::signed_out::Visitor;
use crate::entry::signed_out_form::Knocked;
use crate::page::public_shell::Door;
use crate::page::render::page;
use crate::request::cookies;
use crate::request::error::{Result, WebError};
use crate::request::phrases;
use crate::request::signed_in_form::Posted;
use crate::request::state::Web;
use crate::request::url::local;

/// The sign-in page.
#[derive(Template)]
#[template(path = "entry/login.html")]
struct LoginPage {
    door: Door,
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
    State(web): State<Arc<Web>>,
    visitor: Visitor,
    Query(query): Query<LoginQuery>,
) -> Result<Response> {
    if !web.app.is_set_up().await? {
        return Err(WebError::NoOwner);
    }
    let (jar, door) = visitor.door(&web);
    let login = LoginPage { door, problem: None, back: local(&query.back).to_owned() };
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
    State(web): State<Arc<Web>>,
    Knocked { visitor, form }: Knocked<SessionForm>,
) -> Result<Response> {
    let back = local(&form.back).to_owned();
    match web.app.sign_in(form.passphrase).await {
        Ok(session) => {
            let jar = visitor.jar.add(cookies::session(&web, &session.token));
            Ok((jar.add(cookies::removal(&web, cookies::DOOR)), Redirect::to(&back)).into_response())
        }
        Err(AppError::Refused(why)) => {
            let (jar, door) = visitor.door(&web);
            let again = page(&LoginPage { door, problem: Some(phrases::refused(&why)), back })?;
            Ok((StatusCode::FORBIDDEN, jar, again).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct LogoutForm {}

/// Signs the member out: `POST /session/logout`.
pub(crate) async fn destroy(Posted { visit, .. }: Posted<LogoutForm>) -> Result<Response> {
    visit.web.app.sign_out(&visit.session.token).await?;
    let jar = visit.jar.clone().add(cookies::removal(&visit.web, &visit.web.session_cookie()));
    Ok((jar, Redirect::to("/login")).into_response())
}
