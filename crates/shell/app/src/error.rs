pub(crate) mod refusal;

use rapport_model::Address;
use rapport_store::StoreError;
use thiserror::Error;

use crate::error::refusal::Refusal;

/// Why something could not be done. It says no sentence: each surface has its own.
#[derive(Debug, Error)]
pub enum AppError {
    /// There is no such thing, or it is not theirs to see.
    #[error("not_found: {}", .0.code())]
    NotFound(What),
    /// It was not done, for a reason that the member can do something about.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the app answers.
pub type Result<T, E = AppError> = std::result::Result<T, E>;

/// Nothing when it was there, and an error that says what was not.
pub(crate) fn found(is_there: bool, what: What) -> Result<()> {
    if is_there { Ok(()) } else { Err(AppError::NotFound(what)) }
}

/// What was asked for and is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A person, by their id.
    Person,
    /// A person, by an address.
    PersonAt(Address),
    /// One of the two people of an introduction.
    OneOfTwo,
    /// A member of the team.
    Member,
    /// A message, by its Message-ID.
    Message(String),
    /// An interaction.
    Interaction,
    /// What was logged by hand.
    LoggedTouch,
    /// A run of an import.
    Import,
    /// A job in the background.
    Job,
    /// A job that was set aside.
    JobSetAside,
    /// An introduction that was asked for.
    Introduction,
    /// A lean-back test.
    LeanBack,
    /// What was done, and is to be taken back.
    Undo,
}

impl What {
    /// A stable name for programs and logs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Person | Self::PersonAt(_) => "person",
            Self::OneOfTwo => "one_of_two",
            Self::Member => "member",
            Self::Message(_) => "message",
            Self::Interaction => "interaction",
            Self::LoggedTouch => "logged_touch",
            Self::Import => "import",
            Self::Job => "job",
            Self::JobSetAside => "job_set_aside",
            Self::Introduction => "introduction",
            Self::LeanBack => "lean_back",
            Self::Undo => "undo",
        }
    }
}
