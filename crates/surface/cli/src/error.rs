//! The sentences of errors on the command line. The app's errors have names and get their sentence here.

use rapport_app::{AppError, Refusal, What, grouped, since, span};
use rapport_store::StoreError;

/// An error with its causes, as one line.
pub(crate) fn one_line(error: &anyhow::Error) -> String {
    let mut lines: Vec<String> = Vec::new();
    for cause in error.chain() {
        lines.push(match cause.downcast_ref() {
            Some(AppError::NotFound(what)) => not_found(what),
            Some(AppError::Refused(refusal)) => refused(refusal),
            Some(AppError::Store(_)) | None => cause.to_string(),
        });
        // The message of a store error contains that of its cause.
        if cause.is::<AppError>() || cause.is::<StoreError>() {
            break;
        }
    }
    lines.join(": ")
}

fn not_found(what: &What) -> String {
    match what {
        What::Person => "This person is not here.".to_owned(),
        What::PersonAt(address) => format!("There is nobody with the address {address}."),
        What::OneOfTwo => "One of the two is not here.".to_owned(),
        What::Member => "This member is not here.".to_owned(),
        What::Message(_) => "No message of yours has this id.".to_owned(),
        What::Interaction => "This interaction is not here.".to_owned(),
        What::LoggedTouch => "What was logged is not here.".to_owned(),
        What::Import => "This import is not here.".to_owned(),
        What::Job => "This job is not here.".to_owned(),
        What::JobSetAside => "A job that was set aside is not here.".to_owned(),
        What::Introduction => "This introduction is not here.".to_owned(),
        What::LeanBack => "This test is not here.".to_owned(),
        What::Undo => "What you want to take back is not here.".to_owned(),
    }
}

/// The sentence of a refusal, which tells what to change.
pub(crate) fn refused(refusal: &Refusal) -> String {
    let sentence = match refusal {
        Refusal::Role => "The role of this member does not allow it. Name another with --member NAME.",
        Refusal::SetupLink
        | Refusal::TooManyAttempts { .. }
        | Refusal::NoOwner
        | Refusal::WrongPassphrase => "Signing in is for the pages. Start them with `rapport serve`.",
        Refusal::SearchTooBroad => {
            "This took too long to look for. Write more of the word, or another word beside it."
        }
        Refusal::PassphraseLength { least, most } => {
            let most = grouped(*most as u64);
            return format!(
                "A passphrase has at least {least} letters, and at most {most}. Four words that do not belong together are good."
            );
        }
        Refusal::PassphraseNotKept => "The passphrase could not be kept. Try another.",
        Refusal::NoName => "Say what the member is called.",
        Refusal::NotATimeZone(typed) => {
            return format!("`{typed}` is not a time zone. Write it as Europe/Vienna.");
        }
        Refusal::NotADomain(typed) => {
            return format!("`{typed}` is not a domain. Write it as example.com.");
        }
        Refusal::NotAnAddress(typed) => {
            return format!("`{typed}` is not an address. Write it as you@example.com.");
        }
        Refusal::NotAListRule => "This is no rule for list mail.",
        Refusal::NoAddress => "Leave at least one address that is the member's.",
        Refusal::AddressOfColleague(address) => {
            return format!("{address} is an address of a colleague. Ask them to give it up first.");
        }
        Refusal::OwnerUnknown => {
            "Say which address is yours with --me ADDRESS, so that it is clear who wrote to whom."
        }
        Refusal::NothingAt(path) => return format!("There is nothing at {}.", path.display()),
        Refusal::SnoozeDays { most } => return format!("Snooze for 1 to {most} days."),
        Refusal::NoReason => "Say in a few words why, so that the next suggestion is better.",
        Refusal::NoteLength { most } => {
            return format!("Keep the note under {} letters.", grouped(*most as u64));
        }
        Refusal::InTheFuture => "A touch that lies in the future has not happened yet.",
        Refusal::IntroducesThemselves => "Somebody else has to be asked for an introduction.",
        Refusal::AskedAlready { at, now } => {
            return format!("This was asked {} already; wait for the answer.", since(*at, *now));
        }
        Refusal::OptedOut => "They asked not to be contacted.",
        Refusal::NoRelationship => "There is no relationship with this person.",
        Refusal::LeanBackRuns => "A test with them is running.",
        Refusal::TheyWait => "They wait for you: answer first.",
        Refusal::Promised => "You promised them something: keep it first.",
        Refusal::Deciding => {
            "Something of theirs is being decided or is broken: this is no time for silence."
        }
        Refusal::TooValuable => "Losing them would hurt more than a test can teach.",
        Refusal::RenewalTooNear { within, longest } => {
            return format!(
                "A renewal within {} is too near for a test of up to {}.",
                span(*within),
                span(*longest)
            );
        }
        Refusal::NotEnough(missing) => &missing.not_enough,
    };
    sentence.to_owned()
}
