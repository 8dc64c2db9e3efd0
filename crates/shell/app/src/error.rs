pub(crate) mod refusal;

use rapport_model::Address;
use rapport_store::{Conflict, Failure, StoreError};
use thiserror::Error;

use crate::error::refusal::Refusal;

/// Why something was not done. It has no sentence: each surface phrases its own.
#[derive(Debug, Error)]
pub enum AppError {
    /// There is no such thing, or the member may not see it.
    #[error("not_found: {}", .0.code())]
    NotFound(What),
    /// It was refused, for a reason that the member can do something about.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// The store could not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub type Result<T, E = AppError> = std::result::Result<T, E>;

/// An error that names `what`, unless it is there.
pub(crate) fn found(is_there: bool, what: What) -> Result<()> {
    if is_there { Ok(()) } else { Err(AppError::NotFound(what)) }
}

impl AppError {
    /// Whether the same may be had in a moment: somebody else writes for long, or the database cannot be reached.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Store(
                StoreError::Conflict(Conflict::Busy(_)) | StoreError::Engine(Failure::Unreachable(_))
            )
        )
    }
}

/// The kind of thing that was not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A person, by their id.
    Person,
    /// A person, by this address.
    PersonAt(Address),
    /// One of the two people of an introduction.
    OneOfTwo,
    Member,
    /// A message, by this Message-ID.
    Message(String),
    Interaction,
    /// A touch that was logged by hand.
    LoggedTouch,
    Import,
    Job,
    /// A job that was set aside.
    JobSetAside,
    /// A request for an introduction.
    Introduction,
    LeanBack,
    /// An act that is to be undone.
    Undo,
}

impl What {
    /// The stable name for programs and logs.
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
