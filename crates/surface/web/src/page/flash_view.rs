use rapport_app::first_name;
use rapport_model::FollowUpAct;

use crate::page::words;
use crate::request::cookies;
use crate::request::error::Result;
use crate::request::flash::{Flash, Form};
use crate::request::signed_in::SignedIn;
use crate::request::url::url;

/// A sentence about the last action.
pub(crate) struct FlashView {
    /// The sentence, such as `Maya is done for today.`
    pub(crate) text: String,
    /// The URL that is posted to (with `csrf`) to undo the action; `None` when it cannot be undone.
    pub(crate) undo: Option<String>,
}

/// The sentence of the flash cookie of a request. Names are looked up here.
pub(crate) async fn view(signed_in: &SignedIn) -> Result<Option<FlashView>> {
    let Some(flash) = signed_in.jar.get(cookies::FLASH).and_then(|cookie| Flash::read(cookie.value())) else {
        return Ok(None);
    };
    let text = match flash {
        Flash::Acted { act, person, days, .. } => {
            let sphere = signed_in.acting().sphere().await?;
            let Some(tie) = sphere.tie(person) else { return Ok(None) };
            let (name, now) = (first_name(&tie.name), signed_in.acting().now());
            let until = words::day(now.plus_days(f64::from(days)), now, &sphere.calendar);
            match act {
                FollowUpAct::Done => format!("{name} is done. Back when they write, or on {until}."),
                FollowUpAct::Snoozed => format!("{name} is snoozed until {until}."),
                FollowUpAct::Dismissed => format!("{name} stays off the list until {until}, or until they write."),
            }
        }
        Flash::OptedOut { person, .. } => {
            let sphere = signed_in.acting().sphere().await?;
            let Some(tie) = sphere.tie(person) else { return Ok(None) };
            let name = first_name(&tie.name);
            format!("Nobody of your team is told to write to {name} any more. What they write is still answered.")
        }
        Flash::LeaningBack { person, .. } => {
            let sphere = signed_in.acting().sphere().await?;
            let Some(tie) = sphere.tie(person) else { return Ok(None) };
            let name = first_name(&tie.name);
            format!("The test with {name} begins within a week. Answer at once if they come.")
        }
        Flash::CalledOff { .. } => "The test is called off.".to_owned(),
        Flash::Asked { .. } => "Noted. What becomes of it is seen in your mail.".to_owned(),
        Flash::Declined => "Noted: they would rather not.".to_owned(),
        Flash::Hidden(true) => "Your team no longer sees that you know them.".to_owned(),
        Flash::Hidden(false) => "Your team can see that you know them.".to_owned(),
        Flash::Logged { person, .. } => {
            let sphere = signed_in.acting().sphere().await?;
            let Some(tie) = sphere.tie(person) else { return Ok(None) };
            format!("Logged with {}. It counts from now on.", first_name(&tie.name))
        }
        Flash::Edited => "Changed. It counts as it is now.".to_owned(),
        Flash::Withdrawn(_) => "It is withdrawn and counts for nothing.".to_owned(),
        Flash::TakenBack => "Taken back.".to_owned(),
        Flash::TooLate => "There is nothing to take back any more.".to_owned(),
        Flash::Saved => {
            "Saved. What was read before is decided and measured again, in the background.".to_owned()
        }
        Flash::Stopping => "It stops after the batch it is at. What has landed stays.".to_owned(),
        Flash::Retried => "It is tried again now.".to_owned(),
        Flash::Ended => "It does not go on. What it has done so far stays.".to_owned(),
        Flash::Refused(Form::Snooze) => "Nobody was snoozed. Choose 1 to 366 days.".to_owned(),
        Flash::Refused(Form::Dismissal) => "Nothing was noted. Say in a few words why.".to_owned(),
        Flash::Refused(Form::LeanBack) => {
            "No test was begun: what you said of them rules it out, or they wait for you.".to_owned()
        }
        Flash::Refused(Form::Introduction) => {
            "Nothing was noted: you asked them within the last 30 days already, or somebody wants no contact.".to_owned()
        }
        Flash::Refused(Form::Touch) => {
            "Nothing was logged. Choose a day that is not in the future, and keep the note under 10,000 letters."
                .to_owned()
        }
    };
    let undo = match flash {
        Flash::Acted { undo, .. } => Some(format!("/follow-ups/{}/reversals", undo.0)),
        Flash::OptedOut { undo, .. } => Some(format!("/opt-outs/{}/withdrawals", undo.0)),
        Flash::LeaningBack { undo, .. } => Some(format!("/lean-backs/{}/reversals", undo.0)),
        Flash::Logged { touch, .. } => Some(format!("/touches/{touch}/withdrawals")),
        Flash::Withdrawn(touch) => Some(format!("/touches/{touch}/restorations")),
        Flash::CalledOff { undo } => Some(format!("/lean-backs/{}/resumptions", undo.0)),
        Flash::Asked { undo } => Some(format!("/introductions/{}/reversals", undo.0)),
        _ => None,
    };
    let undo = undo.map(|path| url(&path, &[("back", signed_in.path())]));
    Ok(Some(FlashView { text, undo }))
}
