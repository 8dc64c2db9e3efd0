use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use rapport_app::{AppError, Setup};
use serde::Deserialize;

use crate::entry::signed_out::Visitor;
use crate::entry::signed_out_form::Knocked;
use crate::page::public_shell::Door;
use crate::page::render::page;
use crate::request::cookies;
use crate::request::error::{Result, WebError};
use crate::request::lines::{addresses, lines};
use crate::request::phrases;
use crate::request::state::Web;

/// The page behind the one-time setup link.
#[derive(Template)]
#[template(path = "entry/setup.html")]
struct SetupPage {
    door: Door,
    /// Why the form was refused, as one sentence; `None` at first.
    problem: Option<String>,
    /// The path that the form is posted to, which is that of the link.
    action: String,
    /// The name that was typed, or is known already.
    name: String,
    /// The addresses that were typed, or are known already, one on a line.
    addresses: String,
    /// The time zone of this machine, as an IANA name.
    zone: String,
}

/// A request that holds the code of the setup link. Others are sent to the sign-in page, or refused while there is no
/// owner.
pub(crate) struct Guest {
    code: String,
}

impl FromRequestParts<Arc<Web>> for Guest {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        web: &Arc<Web>,
    ) -> Result<Self, Response> {
        let Path(code) =
            Path::<String>::from_request_parts(parts, web).await.map_err(IntoResponse::into_response)?;
        if web.app.is_setup_code(&code) {
            return Ok(Self { code });
        }
        let is_set_up = web.app.is_set_up().await;
        if is_set_up.map_err(|error| WebError::from(error).into_response())? {
            return Err(Redirect::to("/login").into_response());
        }
        Err(WebError::NoOwner.into_response())
    }
}

/// Shows the setup page: `GET /setup/{code}`.
pub(crate) async fn show(guest: Guest, State(web): State<Arc<Web>>, visitor: Visitor) -> Result<Response> {
    let (jar, door) = visitor.door(&web);
    let zone = TimeZone::system().iana_name().unwrap_or("UTC").to_owned();
    // What an import on the command line has told already need not be told again.
    let (name, known) = web.app.known_of_owner().await?;
    let addresses = known.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let form = SetupForm { name, addresses, passphrase: String::new(), zone };
    Ok((jar, page(&view(door, &guest, form, None))?).into_response())
}

#[derive(Deserialize)]
pub(crate) struct SetupForm {
    name: String,
    #[serde(default)]
    addresses: String,
    passphrase: String,
    zone: String,
}

/// Creates the owner and signs them in: `POST /setup/{code}`.
pub(crate) async fn create(
    guest: Guest,
    State(web): State<Arc<Web>>,
    Knocked { visitor, form }: Knocked<SetupForm>,
) -> Result<Response> {
    match set_up(&web, &guest, &form).await {
        Ok(session) => {
            let jar = visitor.jar.add(cookies::session(&web, &session.token));
            Ok((jar.add(cookies::removal(&web, cookies::DOOR)), Redirect::to("/")).into_response())
        }
        Err(AppError::Refused(why)) if !why.is_of_access() => {
            let (jar, door) = visitor.door(&web);
            let problem = Some(phrases::refused(&why));
            Ok((StatusCode::OK, jar, page(&view(door, &guest, form, problem))?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn set_up(web: &Web, guest: &Guest, form: &SetupForm) -> Result<rapport_app::Session, AppError> {
    let setup = Setup {
        name: form.name.clone(),
        addresses: addresses(&lines(&form.addresses))?,
        time_zone: form.zone.trim().to_owned(),
        passphrase: form.passphrase.clone(),
    };
    web.app.set_up(&guest.code, setup).await
}

fn view(door: Door, guest: &Guest, form: SetupForm, problem: Option<String>) -> SetupPage {
    let action = format!("/setup/{}", guest.code);
    SetupPage { door, problem, action, name: form.name, addresses: form.addresses, zone: form.zone }
}
