//! The sentence of each refusal of the app, which says what to change.

use rapport_app::{Refusal, What, count, grouped, since, span};

/// The sentence for something that was not found, such as `This person is not here.`
pub(crate) fn not_found(what: &What) -> String {
    let what = match what {
        What::Person => "This person",
        What::PersonAt(address) => address.as_str(),
        What::OneOfTwo => "One of the two",
        What::Member => "This member",
        What::Message(id) => return format!("A message with the id <{id}> is not here."),
        What::Interaction => "This interaction",
        What::LoggedTouch => "What was logged",
        What::Import => "This import",
        What::Job => "This job",
        What::JobSetAside => "A job that was set aside",
        What::Introduction => "This introduction",
        What::LeanBack => "This test",
        What::Undo => "What you want to take back",
    };
    format!("{what} is not here.")
}

/// The sentence of a refusal, such as `Snooze for 1 to 366 days.`
pub(crate) fn refused(refusal: &Refusal) -> String {
    let sentence = match refusal {
        Refusal::Role => "Your role does not allow this. Ask the owner of this Rapport.",
        Refusal::SetupLink => {
            "This link was used already. Start `rapport serve` again for a new one, or sign in."
        }
        Refusal::TooManyAttempts { wait } => {
            let minutes = count(wait.as_micros().div_ceil(60_000_000) as u64, "minute", "minutes");
            return format!("Too many wrong passphrases. Wait {minutes}.");
        }
        Refusal::SearchTooBroad => {
            "This took too long to look for. Write more of the word, or another word beside it."
        }
        Refusal::NoOwner => "There is no owner yet. Use the link that `rapport serve` printed.",
        Refusal::WrongPassphrase => "That is not the passphrase.",
        Refusal::PassphraseLength { least, most } => {
            let most = grouped(*most as u64);
            return format!(
                "A passphrase has at least {least} letters, and at most {most}. Four words that do not belong together are good."
            );
        }
        Refusal::PassphraseNotKept => "The passphrase could not be kept. Try another.",
        Refusal::NoName => "Say what you are called.",
        Refusal::NotATimeZone(typed) => {
            return format!("`{typed}` is not a time zone. Write it as Europe/Vienna.");
        }
        Refusal::NotADomain(typed) => {
            return format!("`{typed}` is not a domain. Write it as example.com.");
        }
        Refusal::NotAnAddress(typed) => {
            return format!("`{typed}` is not an address. Write it as you@example.com.");
        }
        Refusal::NotAListRule => "Choose what counts of list mail.",
        Refusal::NoAddress => "Leave at least one address that is yours.",
        Refusal::AddressOfColleague(address) => {
            return format!("{address} is an address of a colleague. Ask them to give it up first.");
        }
        Refusal::OwnerUnknown => {
            "Say first which addresses are yours, in Settings, so that it is clear who wrote to whom."
        }
        Refusal::NothingAt(path) => {
            return format!("There is nothing at {} on the machine that Rapport runs on.", path.display());
        }
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
