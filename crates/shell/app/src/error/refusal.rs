use std::path::PathBuf;

use rapport_model::{Address, Moment, NotEnough};

/// Why something is not done, as a name with what belongs to it. The sentence is the surface's, which matches on every
/// reason: one that has no sentence does not compile.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The member's role does not allow it.
    Role,
    /// The one-time link of the owner was used already, or never given out.
    SetupLink,
    /// Wrong passphrases were tried too often within a quarter of an hour.
    TooManyAttempts,
    /// What was looked for is in so much that it would take longer than somebody waits.
    SearchTooBroad,
    /// Nobody can sign in before there is an owner.
    NoOwner,
    /// It is not the passphrase.
    WrongPassphrase,
    /// A passphrase has fewer or more letters than these.
    PassphraseLength {
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// The passphrase could not be hashed.
    PassphraseNotKept,
    /// A member has to be called something.
    NoName,
    /// What was typed is no time zone.
    NotATimeZone(String),
    /// What was typed is no domain.
    NotADomain(String),
    /// What was typed is no address.
    NotAnAddress(String),
    /// None of the rules for list mail was chosen.
    NotAListRule,
    /// A member has to have an address.
    NoAddress,
    /// An address is that of a colleague.
    AddressOfColleague(Address),
    /// An import would not know who wrote to whom.
    OwnerUnknown,
    /// There is no file or folder on the machine that Rapport runs on.
    NothingAt(PathBuf),
    /// A snooze of no day, or of more than these.
    SnoozeDays {
        /// The most.
        most: u32,
    },
    /// A dismissal says in some words why, and not in too many.
    NoReason,
    /// A note has more letters than these.
    NoteLength {
        /// The most.
        most: usize,
    },
    /// A touch is logged after it happened.
    InTheFuture,
    /// Nobody introduces themselves, and nobody asks themselves to introduce somebody.
    IntroducesThemselves,
    /// The same was asked of the same, and there is no answer yet.
    AskedAlready {
        /// When.
        at: Moment,
        /// As of when.
        now: Moment,
    },
    /// They asked not to be contacted.
    OptedOut,
    /// There is no relationship to test.
    NoRelationship,
    /// A lean-back test with them runs already.
    LeanBackRuns,
    /// They wait for an answer.
    TheyWait,
    /// They were promised something.
    Promised,
    /// Something of theirs is being decided, or is broken.
    Deciding,
    /// Losing them would hurt more than a test can teach.
    TooValuable,
    /// A renewal comes before a test could be over.
    RenewalTooNear {
        /// Within how many days a renewal is too near.
        within_days: f64,
        /// The longest that the test takes.
        longest_days: f64,
    },
    /// Too little is known of them, in the words of the measure.
    NotEnough(NotEnough),
}

impl Refusal {
    /// A stable name for programs and logs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::SetupLink => "setup_link",
            Self::TooManyAttempts => "too_many_attempts",
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

    /// It is about who asks: asking for something else does not help.
    pub const fn is_of_access(&self) -> bool {
        matches!(
            self,
            Self::Role | Self::SetupLink | Self::TooManyAttempts | Self::NoOwner | Self::WrongPassphrase
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
