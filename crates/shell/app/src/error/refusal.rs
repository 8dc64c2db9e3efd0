use std::path::PathBuf;
use std::time::Duration;

use rapport_model::{Address, Moment, NotEnough};

/// Why a request was refused, as a name with its parameters. Each surface phrases it in a match over all reasons, so
/// one without a sentence does not compile.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The member's role does not allow it.
    Role,
    /// The one-time setup link was used already, or never given out.
    SetupLink,
    /// There were too many wrong passphrases within a quarter of an hour.
    TooManyAttempts {
        /// How long until the next attempt.
        wait: Duration,
    },
    /// The search has so many matches that it reached its time limit.
    SearchTooBroad,
    /// Nobody can sign in before there is an owner.
    NoOwner,
    /// The passphrase is wrong.
    WrongPassphrase,
    /// The number of characters of a passphrase is out of range.
    PassphraseLength {
        /// The least number allowed.
        least: usize,
        /// The largest number allowed.
        most: usize,
    },
    /// The passphrase could not be hashed.
    PassphraseNotKept,
    /// The name of a member is empty.
    NoName,
    /// This text is no time zone.
    NotATimeZone(String),
    /// This text is no domain.
    NotADomain(String),
    /// This text is no address.
    NotAnAddress(String),
    /// None of the rules for list mail was chosen.
    NotAListRule,
    /// A member has no address.
    NoAddress,
    /// This address belongs to a colleague.
    AddressOfColleague(Address),
    /// It is not known whose mail is to be imported, so it cannot be told who wrote to whom.
    OwnerUnknown,
    /// There is no file or folder at this path on the machine that Rapport runs on.
    NothingAt(PathBuf),
    /// The number of days of a snooze is zero or too large.
    SnoozeDays {
        /// The largest number allowed.
        most: u32,
    },
    /// The reason of a dismissal is empty or too long.
    NoReason,
    /// A note has too many characters.
    NoteLength {
        /// The largest number allowed.
        most: usize,
    },
    /// The time of a logged touch is in the future.
    InTheFuture,
    /// Somebody is asked to introduce themselves, or the member asks themselves.
    IntroducesThemselves,
    /// The same introduction was requested from the same person, and there is no answer yet.
    AskedAlready {
        /// When it was requested.
        at: Moment,
        now: Moment,
    },
    /// The person asked not to be contacted.
    OptedOut,
    /// There is no relationship to test.
    NoRelationship,
    /// A lean-back test with the person runs already.
    LeanBackRuns,
    /// The person waits for an answer.
    TheyWait,
    /// The person was promised something.
    Promised,
    /// Something of the person's is being decided, or is broken.
    Deciding,
    /// Losing the person would hurt more than a test can teach.
    TooValuable,
    /// A renewal comes before a test could be over.
    RenewalTooNear {
        /// How near a renewal may not be.
        within: Duration,
        /// The longest that the test takes.
        longest: Duration,
    },
    /// Too little is known of the person, as the measure says.
    NotEnough(NotEnough),
}

impl Refusal {
    /// The stable name for programs and logs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::SetupLink => "setup_link",
            Self::TooManyAttempts { .. } => "too_many_attempts",
            Self::SearchTooBroad => "search_too_broad",
            Self::NoOwner => "no_owner",
            Self::WrongPassphrase => "wrong_passphrase",
            Self::PassphraseLength { .. } => "passphrase_length",
            Self::PassphraseNotKept => "passphrase_not_kept",
            Self::NoName => "no_name",
            Self::NotATimeZone(_) => "not_a_time_zone",
            Self::NotADomain(_) => "not_a_domain",
            Self::NotAnAddress(_) => "not_an_address",
            Self::NotAListRule => "not_a_list_rule",
            Self::NoAddress => "no_address",
            Self::AddressOfColleague(_) => "address_of_colleague",
            Self::OwnerUnknown => "owner_unknown",
            Self::NothingAt(_) => "nothing_at",
            Self::SnoozeDays { .. } => "snooze_days",
            Self::NoReason => "no_reason",
            Self::NoteLength { .. } => "note_length",
            Self::InTheFuture => "in_the_future",
            Self::IntroducesThemselves => "introduces_themselves",
            Self::AskedAlready { .. } => "asked_already",
            Self::OptedOut => "opted_out",
            Self::NoRelationship => "no_relationship",
            Self::LeanBackRuns => "lean_back_runs",
            Self::TheyWait => "they_wait",
            Self::Promised => "promised",
            Self::Deciding => "deciding",
            Self::TooValuable => "too_valuable",
            Self::RenewalTooNear { .. } => "renewal_too_near",
            Self::NotEnough(_) => "not_enough",
        }
    }

    /// Whether it is about who asks, so that asking for something else does not help.
    pub const fn is_of_access(&self) -> bool {
        matches!(
            self,
            Self::Role
                | Self::SetupLink
                | Self::TooManyAttempts { .. }
                | Self::NoOwner
                | Self::WrongPassphrase
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_reason_has_a_code_of_its_own() {
        let code = |line: &'static str| line.trim().split_once("=> \"")?.1.strip_suffix("\",");
        let codes: Vec<&str> = include_str!("refusal.rs").lines().filter_map(code).collect();
        assert!(codes.len() > 30, "{codes:?}");
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len(), "{codes:?}");
        let is_plain = |code: &&str| code.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
        assert!(codes.iter().all(is_plain), "{codes:?}");
    }
}
