use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_app::HandTouch;
use rapport_model::{Calendar, Channel, InteractionId, Moment, PersonId, Side};
use serde::Deserialize;
use uuid::Uuid;

use crate::request::error::Result;
use crate::request::flash::{Flash, Form, redirect_after, refused};
use crate::request::signed_in_form::SignedInForm;
use crate::request::undo::{ReversalForm, ReversalQuery, redirect_after_undo};

#[derive(Deserialize)]
pub(crate) struct TouchForm {
    /// The idempotency key: drawn when the form was rendered, so that a form that is sent twice is logged once.
    key: Uuid,
    channel: String,
    when: String,
    side: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    back: String,
}

/// Logs a touch: `POST /people/{id}/touches`.
pub(crate) async fn create(
    Path(person): Path<PersonId>,
    SignedInForm { signed_in, form }: SignedInForm<TouchForm>,
) -> Result<Response> {
    let calendar = signed_in.calendar().await?;
    let Some(touch) = touch(&form, signed_in.acting().now(), &calendar) else {
        return Ok(Flash::Refused(Form::Touch).redirect_back(&signed_in, &form.back));
    };
    let logged = signed_in.acting().log_touch(person, touch).await;
    redirect_after(&signed_in, &form.back, logged, Form::Touch, |touch| Flash::Logged { touch, person })
}

/// Changes a logged touch: `POST /touches/{id}`.
pub(crate) async fn update(
    Path(id): Path<InteractionId>,
    SignedInForm { signed_in, form }: SignedInForm<TouchForm>,
) -> Result<Response> {
    let calendar = signed_in.calendar().await?;
    let (flash, back) = match touch(&form, signed_in.acting().now(), &calendar) {
        Some(touch) => match signed_in.acting().edit_touch(id, touch).await {
            Ok(id) => (Flash::Edited, format!("/interactions/{id}")),
            Err(error) => (refused(error, Form::Touch)?, form.back),
        },
        None => (Flash::Refused(Form::Touch), form.back),
    };
    Ok(flash.redirect_back(&signed_in, &back))
}

/// Withdraws a logged touch: `POST /touches/{id}/withdrawals`.
pub(crate) async fn withdraw(
    Path(id): Path<InteractionId>,
    Query(query): Query<ReversalQuery>,
    SignedInForm { signed_in, .. }: SignedInForm<ReversalForm>,
) -> Result<Response> {
    let done = signed_in.acting().withdraw_touch(id).await;
    redirect_after_undo(&signed_in, &query.back, done, Flash::Withdrawn(id))
}

/// Keeps a withdrawn touch again: `POST /touches/{id}/restorations`.
pub(crate) async fn restore(
    Path(id): Path<InteractionId>,
    Query(query): Query<ReversalQuery>,
    SignedInForm { signed_in, .. }: SignedInForm<ReversalForm>,
) -> Result<Response> {
    let done = signed_in.acting().restore_touch(id).await;
    redirect_after_undo(&signed_in, &query.back, done, Flash::TakenBack)
}

fn touch(form: &TouchForm, now: Moment, calendar: &Calendar) -> Option<HandTouch> {
    Some(HandTouch {
        key: form.key,
        channel: Channel::from_name(&form.channel)?,
        side: Side::from_name(&form.side)?,
        at: moment_of_day(form.when.trim(), now, calendar)?,
        note: form.note.clone(),
    })
}

/// The moment of a day such as `2026-06-04`: now when it is today, otherwise noon in the member's calendar. `None` when
/// it is no day.
fn moment_of_day(day: &str, now: Moment, calendar: &Calendar) -> Option<Moment> {
    if day == calendar.format(now, "%Y-%m-%d") {
        return Some(now);
    }
    let noon: Moment = format!("{day}T12:00:00Z").parse().ok()?;
    let offset = calendar.format(noon, "%z");
    let (sign, digits) = (if offset.starts_with('-') { -1.0 } else { 1.0 }, offset.get(1..)?);
    let hours: f64 = digits.get(..2)?.parse().ok()?;
    let minutes: f64 = digits.get(2..4)?.parse().ok()?;
    Some(noon.plus_days(-sign * (hours + minutes / 60.0) / 24.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day_where_the_member_lives() {
        let now: Moment = "2026-06-04T09:00:00Z".parse().unwrap();
        let at = |day: &str, zone: &str| {
            let calendar = Calendar::in_zone(zone).unwrap();
            moment_of_day(day, now, &calendar).map(|at| calendar.format(at, "%Y-%m-%d %H:%M"))
        };
        assert_eq!(at("2026-06-04", "Europe/Vienna").unwrap(), "2026-06-04 11:00");
        assert_eq!(at("2026-01-10", "Pacific/Auckland").unwrap(), "2026-01-10 12:00");
        assert_eq!(at("2026-01-10", "America/New_York").unwrap(), "2026-01-10 12:00");
        assert_eq!(at("soon", "UTC"), None);
    }
}
