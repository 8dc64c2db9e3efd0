//! What just happened, carried to the next page in a cookie that holds a kind and ids, and no words.

use axum::response::{IntoResponse, Redirect, Response};
use rapport_app::{AppError, Undo, first_name};
use rapport_model::{FollowUpAct, PersonId};

use crate::error::Result;
use crate::request::address::{address, local};
use crate::shell::FlashView;
use crate::visit::Visit;
use crate::{cookies, words};

/// Long enough for a redirect, in seconds.
const FLASH_SECONDS: u64 = 60;

/// What just happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flash {
    /// Something was done with a suggestion, for so many days; it can be taken back.
    Acted { act: FollowUpAct, undo: Undo, person: PersonId, days: u32 },
    /// A lean-back test was begun; it can be called off.
    LeaningBack { undo: Undo, person: PersonId },
    /// A test was called off; it can be taken up again.
    CalledOff { undo: Undo },
    /// Somebody was asked for an introduction; it can be taken back.
    Asked { undo: Undo },
    /// They would rather not.
    Declined,
    /// A tie was hidden from the team, or shown.
    Hidden(bool),
    /// A touch was logged by hand.
    Logged(PersonId),
    /// It was taken back.
    TakenBack,
    /// It was too late to take it back.
    TooLate,
    /// Settings were kept and are applied.
    Saved,
    /// An import was asked to stop.
    Stopping,
    /// A form could not be taken as it was.
    Refused(Refusal),
}

/// Which form could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A snooze.
    Snooze,
    /// A dismissal.
    Dismissal,
    /// A touch.
    Touch,
    /// A lean-back test.
    LeanBack,
    /// An introduction.
    Introduction,
}

impl Flash {
    /// Back to a page that says it.
    pub(crate) fn and_back(self, visit: &Visit, back: &str) -> Response {
        let cookie = cookies::cookie(&visit.web, cookies::FLASH, self.written(), FLASH_SECONDS);
        (visit.jar.clone().add(cookie), Redirect::to(local(back))).into_response()
    }

    fn written(self) -> String {
        match self {
            Self::Acted { act, undo, person, days } => format!("{}:{}:{person}:{days}", act.name(), undo.0),
            Self::LeaningBack { undo, person } => format!("leaning-back:{}:{person}", undo.0),
            Self::CalledOff { undo } => format!("called-off:{}", undo.0),
            Self::Asked { undo } => format!("asked:{}", undo.0),
            Self::Declined => "declined".to_owned(),
            Self::Hidden(true) => "hidden".to_owned(),
            Self::Hidden(false) => "shown".to_owned(),
            Self::Logged(person) => format!("logged:{person}"),
            Self::TakenBack => "taken-back".to_owned(),
            Self::TooLate => "too-late".to_owned(),
            Self::Saved => "saved".to_owned(),
            Self::Stopping => "stopping".to_owned(),
            Self::Refused(Refusal::Snooze) => "no-snooze".to_owned(),
            Self::Refused(Refusal::Dismissal) => "no-dismissal".to_owned(),
            Self::Refused(Refusal::Touch) => "no-touch".to_owned(),
            Self::Refused(Refusal::LeanBack) => "no-lean-back".to_owned(),
            Self::Refused(Refusal::Introduction) => "no-introduction".to_owned(),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(':').collect();
        Some(match parts[..] {
            ["taken-back"] => Self::TakenBack,
            ["too-late"] => Self::TooLate,
            ["saved"] => Self::Saved,
            ["stopping"] => Self::Stopping,
            ["no-snooze"] => Self::Refused(Refusal::Snooze),
            ["no-dismissal"] => Self::Refused(Refusal::Dismissal),
            ["no-touch"] => Self::Refused(Refusal::Touch),
            ["no-lean-back"] => Self::Refused(Refusal::LeanBack),
            ["no-introduction"] => Self::Refused(Refusal::Introduction),
            ["declined"] => Self::Declined,
            ["hidden"] => Self::Hidden(true),
            ["shown"] => Self::Hidden(false),
            ["called-off", undo] => Self::CalledOff { undo: Undo(undo.parse().ok()?) },
            ["asked", undo] => Self::Asked { undo: Undo(undo.parse().ok()?) },
            ["leaning-back", undo, person] => {
                Self::LeaningBack { undo: Undo(undo.parse().ok()?), person: person.parse().ok()? }
            }
            ["logged", person] => Self::Logged(person.parse().ok()?),
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

/// What makes no sense is said on the page it came from; htmx shows no refusals.
pub(crate) fn refused(error: AppError, refusal: Refusal) -> Result<Flash> {
    match error {
        AppError::Invalid(_) => Ok(Flash::Refused(refusal)),
        error => Err(error.into()),
    }
}

/// The sentence of the cookie that came with a visit. Names are looked up now.
pub(crate) async fn view(visit: &Visit) -> Result<Option<FlashView>> {
    let Some(flash) = visit.jar.get(cookies::FLASH).and_then(|cookie| Flash::read(cookie.value())) else {
        return Ok(None);
    };
    let text = match flash {
        Flash::Acted { act, person, days, .. } => {
            let sphere = visit.app().sphere(visit.member()).await?;
            let Some(tie) = sphere.tie(person) else { return Ok(None) };
            let (name, now) = (first_name(&tie.name), visit.app().now());
            let until = words::day(now.plus_days(f64::from(days)), now, &sphere.calendar);
            match act {
                FollowUpAct::Done => format!("{name} is done. Back when they write, or on {until}."),
                FollowUpAct::Snoozed => format!("{name} is snoozed until {until}."),
                FollowUpAct::Dismissed => format!("{name} stays off the list until {until}, or until they write."),
                FollowUpAct::OptedOut => {
                    format!("Nobody of your team is told to write to {name} any more. What they write is still answered.")
                }
            }
        }
        Flash::LeaningBack { person, .. } => {
            let sphere = visit.app().sphere(visit.member()).await?;
            let Some(tie) = sphere.tie(person) else { return Ok(None) };
            let name = first_name(&tie.name);
            format!("The test with {name} begins within a week. Answer at once if they come.")
        }
        Flash::CalledOff { .. } => "The test is called off.".to_owned(),
        Flash::Asked { .. } => "Noted. What becomes of it is seen in your mail.".to_owned(),
        Flash::Declined => "Noted: they would rather not.".to_owned(),
        Flash::Hidden(true) => "Your team no longer sees that you know them.".to_owned(),
        Flash::Hidden(false) => "Your team can see that you know them.".to_owned(),
        Flash::Logged(person) => {
            let sphere = visit.app().sphere(visit.member()).await?;
            let Some(tie) = sphere.tie(person) else { return Ok(None) };
            format!("Logged with {}. It counts from now on.", first_name(&tie.name))
        }
        Flash::TakenBack => "Taken back.".to_owned(),
        Flash::TooLate => "There is nothing to take back any more.".to_owned(),
        Flash::Saved => {
            "Saved. What was read before is decided and measured again, in the background.".to_owned()
        }
        Flash::Stopping => "It stops after the batch it is at. What has landed stays.".to_owned(),
        Flash::Refused(Refusal::Snooze) => "Nobody was snoozed. Choose 1 to 366 days.".to_owned(),
        Flash::Refused(Refusal::Dismissal) => "Nothing was noted. Say in a few words why.".to_owned(),
        Flash::Refused(Refusal::LeanBack) => {
            "No test was begun: what you said of them rules it out, or they wait for you.".to_owned()
        }
        Flash::Refused(Refusal::Introduction) => {
            "Nothing was noted: you asked them within the last 30 days already, or somebody wants no contact.".to_owned()
        }
        Flash::Refused(Refusal::Touch) => {
            "Nothing was logged. Choose a day that is not in the future, and keep the note under 10,000 letters."
                .to_owned()
        }
    };
    let undo = match flash {
        Flash::Acted { undo, .. } => Some(format!("/follow-ups/{}/reversals", undo.0)),
        Flash::LeaningBack { undo, .. } => Some(format!("/lean-backs/{}/reversals", undo.0)),
        Flash::CalledOff { undo } => Some(format!("/lean-backs/{}/resumptions", undo.0)),
        Flash::Asked { undo } => Some(format!("/introductions/{}/reversals", undo.0)),
        _ => None,
    };
    let undo = undo.map(|path| address(&path, &[("back", visit.here())]));
    Ok(Some(FlashView { text, undo }))
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
            Flash::LeaningBack { undo, person },
            Flash::CalledOff { undo },
            Flash::Asked { undo },
            Flash::Declined,
            Flash::Hidden(true),
            Flash::Hidden(false),
            Flash::Refused(Refusal::Introduction),
            Flash::Refused(Refusal::LeanBack),
            Flash::Logged(person),
            Flash::TakenBack,
            Flash::Saved,
            Flash::Refused(Refusal::Touch),
        ];
        for flash in all {
            assert_eq!(Flash::read(&flash.written()), Some(flash));
        }
        assert_eq!(Flash::read("done:<script>"), None);
    }
}
