use rapport_store::StoreError;
use thiserror::Error;

/// Why something could not be done, in words for the member.
#[derive(Debug, Error)]
pub enum AppError {
    /// There is no such thing, or it is not theirs to see.
    #[error("{0} is not here.")]
    NotFound(String),
    /// What was asked makes no sense; says what to change.
    #[error("{0}")]
    Invalid(String),
    /// They may not.
    #[error("{0}")]
    Denied(String),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the app answers.
pub type Result<T, E = AppError> = std::result::Result<T, E>;
