//! What a source gives: messages as they were found, or why there are none.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use rapport_model::Moment;
use thiserror::Error;

/// Why a path could not be read.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The path itself.
    #[error("{path}: {error}")]
    Path {
        /// The path.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// A file that could not be read, and why.
    #[error("{0}")]
    Unreadable(String),
    /// There is no mail in it.
    #[error(
        "{0} holds no mail that can be recognized. Give an mbox file, a Maildir, .eml files, or a zip or folder of these."
    )]
    NoMail(String),
}

impl SourceError {
    pub(crate) fn at(path: &Path, error: io::Error) -> Self {
        Self::Path { path: path.display().to_string(), error }
    }
}

/// A message as it was found.
pub(crate) struct Found<'a> {
    /// Its bytes.
    pub(crate) bytes: &'a [u8],
    /// In an mbox, the moment in the line before it.
    pub(crate) envelope: Option<Moment>,
    /// It goes on beyond what was read of it.
    pub(crate) is_cut: bool,
}

/// Called with each message.
pub(crate) type Each<'a> = dyn FnMut(Found<'_>) -> ControlFlow<()> + 'a;
