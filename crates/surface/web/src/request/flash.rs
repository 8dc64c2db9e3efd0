//! The last action, carried to the next page in a cookie that holds a kind and ids, and no text.

use std::time::Duration;

use axum::response::{IntoResponse, Redirect, Response};
use rapport_app::{AppError, Undo};
use rapport_model::{FollowUpAct, InteractionId, PersonId};

use crate::request::cookies;
use crate::request::error::Result;
use crate::request::signed_in::SignedIn;
use crate::request::url::local_path;

/// How long a browser keeps the cookie: long enough for a redirect.
const MAX_AGE: Duration = Duration::from_mins(1);

/// The last action, which the next page shows as a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flash {
    /// Something was done with a suggestion, for this many days; it can be undone.
    Acted { act: FollowUpAct, undo: Undo, person: PersonId, days: u32 },
    /// Somebody asked not to be contacted; it can be withdrawn.
    OptedOut { undo: Undo, person: PersonId },
    /// A lean-back test was begun; it can be ended.
    LeaningBack { undo: Undo, person: PersonId },
    /// A test was ended early; it can be continued.
    CalledOff { undo: Undo },
    /// An introduction was requested; it can be undone.
    Asked { undo: Undo },
    /// A request for an introduction was declined.
    Declined,
    /// A tie was hidden from the team (true), or shown again.
    Hidden(bool),
    /// A touch was logged; it can be withdrawn.
    Logged { touch: InteractionId, person: PersonId },
    /// A logged touch was changed.
    Edited,
    /// A touch was withdrawn; it can be kept again.
    Withdrawn(InteractionId),
    /// An action was undone.
    TakenBack,
    /// An action could no longer be undone.
    TooLate,
    /// Settings were saved, and are being applied.
    Saved,
    /// An import was asked to stop.
    Stopping,
    /// A job that was set aside waits again.
    Retried,
    /// A job was asked to stop, or removed.
    Ended,
    /// A form was refused.
    Refused(Form),
}

/// The form that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The form of a snooze.
    Snooze,
    /// The form of a dismissal.
    Dismissal,
    /// The form of a touch.
    Touch,
    /// The form of a lean-back test.
    LeanBack,
    /// The form of an introduction.
    Introduction,
}

impl Flash {
    /// Sets the cookie, and redirects to the path `back`.
    pub(crate) fn redirect_back(self, signed_in: &SignedIn, back: &str) -> Response {
        let cookie = cookies::cookie(&signed_in.state, cookies::FLASH, self.written(), MAX_AGE);
        (signed_in.jar.clone().add(cookie), Redirect::to(local_path(back))).into_response()
    }

    fn written(self) -> String {
        match self {
            Self::Acted { act, undo, person, days } => format!("{}:{}:{person}:{days}", act.name(), undo.0),
            Self::OptedOut { undo, person } => format!("opted-out:{}:{person}", undo.0),
            Self::LeaningBack { undo, person } => format!("leaning-back:{}:{person}", undo.0),
            Self::CalledOff { undo } => format!("called-off:{}", undo.0),
            Self::Asked { undo } => format!("asked:{}", undo.0),
            Self::Declined => "declined".to_owned(),
            Self::Hidden(true) => "hidden".to_owned(),
            Self::Hidden(false) => "shown".to_owned(),
            Self::Logged { touch, person } => format!("logged:{touch}:{person}"),
            Self::Edited => "edited".to_owned(),
            Self::Withdrawn(touch) => format!("withdrawn:{touch}"),
            Self::TakenBack => "taken-back".to_owned(),
            Self::TooLate => "too-late".to_owned(),
            Self::Saved => "saved".to_owned(),
            Self::Stopping => "stopping".to_owned(),
            Self::Retried => "retried".to_owned(),
            Self::Ended => "ended".to_owned(),
            Self::Refused(Form::Snooze) => "no-snooze".to_owned(),
            Self::Refused(Form::Dismissal) => "no-dismissal".to_owned(),
            Self::Refused(Form::Touch) => "no-touch".to_owned(),
            Self::Refused(Form::LeanBack) => "no-lean-back".to_owned(),
            Self::Refused(Form::Introduction) => "no-introduction".to_owned(),
        }
    }

    /// Parses the cookie; `None` when it is not valid.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(':').collect();
        Some(match parts[..] {
            ["taken-back"] => Self::TakenBack,
            ["too-late"] => Self::TooLate,
            ["saved"] => Self::Saved,
            ["stopping"] => Self::Stopping,
            ["retried"] => Self::Retried,
            ["ended"] => Self::Ended,
            ["no-snooze"] => Self::Refused(Form::Snooze),
            ["no-dismissal"] => Self::Refused(Form::Dismissal),
            ["no-touch"] => Self::Refused(Form::Touch),
            ["no-lean-back"] => Self::Refused(Form::LeanBack),
            ["no-introduction"] => Self::Refused(Form::Introduction),
            ["declined"] => Self::Declined,
            ["hidden"] => Self::Hidden(true),
            ["shown"] => Self::Hidden(false),
            ["called-off", undo] => Self::CalledOff { undo: Undo(undo.parse().ok()?) },
            ["asked", undo] => Self::Asked { undo: Undo(undo.parse().ok()?) },
            ["opted-out", undo, person] => {
                Self::OptedOut { undo: Undo(undo.parse().ok()?), person: person.parse().ok()? }
            }
            ["leaning-back", undo, person] => {
                Self::LeaningBack { undo: Undo(undo.parse().ok()?), person: person.parse().ok()? }
            }
            ["logged", touch, person] => {
                Self::Logged { touch: touch.parse().ok()?, person: person.parse().ok()? }
            }
            ["edited"] => Self::Edited,
            ["withdrawn", touch] => Self::Withdrawn(touch.parse().ok()?),
            [act, undo, person, days] => Self::Acted {
                act: FollowUpAct::from_name(act)?,
                undo: Undo(undo.parse().ok()?),
                person: person.parse().ok()?,
                days: days.parse().ok()?,
            },
            _ => return None,
        })
    }
}

/// Redirects to the page that shows what was done, or that the form was refused.
pub(crate) fn redirect_after<T>(
    signed_in: &SignedIn,
    back: &str,
    done: rapport_app::Result<T>,
    form: Form,
    said: impl FnOnce(T) -> Flash,
) -> Result<Response> {
    let flash = match done {
        Ok(done) => said(done),
        Err(error) => refused(error, form)?,
    };
    Ok(flash.redirect_back(signed_in, back))
}

/// The flash of a refusal, so that it is shown on the page it came from; htmx shows no error responses.
pub(crate) fn refused(error: AppError, form: Form) -> Result<Flash> {
    match error {
        AppError::Refused(why) if !why.is_of_access() => Ok(Flash::Refused(form)),
        error => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flash_reads_back() {
        let id = "00000000-0000-7000-8000-000000000001";
        let (person, undo) = (id.parse().unwrap(), Undo(id.parse().unwrap()));
        let all = [
            Flash::Acted { act: FollowUpAct::Snoozed, undo, person, days: 7 },
            Flash::OptedOut { undo, person },
            Flash::LeaningBack { undo, person },
            Flash::CalledOff { undo },
            Flash::Asked { undo },
            Flash::Declined,
            Flash::Hidden(true),
            Flash::Hidden(false),
            Flash::Refused(Form::Introduction),
            Flash::Refused(Form::LeanBack),
            Flash::Logged { touch: id.parse().unwrap(), person },
            Flash::Edited,
            Flash::Withdrawn(id.parse().unwrap()),
            Flash::TakenBack,
            Flash::Saved,
            Flash::Retried,
            Flash::Ended,
            Flash::Refused(Form::Touch),
        ];
        for flash in all {
            assert_eq!(Flash::read(&flash.written()), Some(flash));
        }
        assert_eq!(Flash::read("done:<script>"), None);
    }
}
