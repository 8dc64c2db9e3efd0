use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use rapport_app::{AppError, Setup};
use serde::Deserialize;

use crate::entry::signed_out::SignedOut;
use crate::entry::signed_out_form::SignedOutForm;
use crate::page::public_shell::PublicShell;
use crate::page::render::page;
use crate::request::cookies;
use crate::request::error::{Result, WebError};
use crate::request::lines::{addresses, lines};
use crate::request::phrases;
use crate::request::state::WebState;

/// The page behind the one-time setup link.
#[derive(Template)]
#[template(path = "entry/setup.html")]
struct SetupPage {
    shell: PublicShell,
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
pub(crate) struct SetupLink {
    code: String,
}

impl FromRequestParts<Arc<WebState>> for SetupLink {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        state: &Arc<WebState>,
    ) -> Result<Self, Response> {
        let Path(code) =
            Path::<String>::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        if state.app.is_setup_code(&code) {
            return Ok(Self { code });
        }
        let is_set_up = state.app.is_set_up().await;
        if is_set_up.map_err(|error| WebError::from(error).into_response())? {
            return Err(Redirect::to("/login").into_response());
        }
        Err(WebError::NoOwner.into_response())
    }
}

/// Shows the setup page: `GET /setup/{code}`.
pub(crate) async fn show(
    link: SetupLink,
    State(state): State<Arc<WebState>>,
    signed_out: SignedOut,
) -> Result<Response> {
    let (jar, shell) = signed_out.shell(&state);
    let zone = TimeZone::system().iana_name().unwrap_or("UTC").to_owned();
    // What an import on the command line has saved already need not be typed again.
    let (name, known) = state.app.known_of_owner().await?;
    let addresses = known.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let form = SetupForm { name, addresses, passphrase: String::new(), zone };
    Ok((jar, page(&view(shell, &link, form, None))?).into_response())
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
    link: SetupLink,
    State(state): State<Arc<WebState>>,
    SignedOutForm { signed_out, form }: SignedOutForm<SetupForm>,
) -> Result<Response> {
    match set_up(&state, &link, &form).await {
        Ok(session) => {
            let jar = signed_out.jar.add(cookies::session(&state, &session.token));
            Ok((jar.add(cookies::removal(&state, cookies::FORM_TOKEN)), Redirect::to("/")).into_response())
        }
        Err(AppError::Refused(why)) if !why.is_of_access() => {
            let (jar, shell) = signed_out.shell(&state);
            let problem = Some(phrases::refused(&why));
            Ok((StatusCode::OK, jar, page(&view(shell, &link, form, problem))?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn set_up(
    state: &WebState,
    link: &SetupLink,
    form: &SetupForm,
) -> Result<rapport_app::Session, AppError> {
    let setup = Setup {
        name: form.name.clone(),
        addresses: addresses(&lines(&form.addresses))?,
        time_zone: form.zone.trim().to_owned(),
        passphrase: form.passphrase.clone(),
    };
    state.app.set_up(&link.code, setup).await
}

fn view(shell: PublicShell, link: &SetupLink, form: SetupForm, problem: Option<String>) -> SetupPage {
    let action = format!("/setup/{}", link.code);
    SetupPage { shell, problem, action, name: form.name, addresses: form.addresses, zone: form.zone }
}
