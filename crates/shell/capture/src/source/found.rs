//! What a source gives: messages as they were found, or why there are none.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rapport_model::Moment;
use thiserror::Error;

/// Why a path could not be read.
#[derive(Debug, Error)]
pub enum SourceError {
    /// It cannot be opened, or not read to its end.
    #[error("{}: {source}", path.display())]
    Path {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It could not be opened when it was looked at first, and can be now.
    #[error("{}: cannot be read", .0.display())]
    Late(PathBuf),
    /// There is no mail in it.
    #[error(
        "{} holds no mail that can be recognized. Give an mbox file, a Maildir, .eml files, or a zip or folder of these.",
        .0.display()
    )]
    NoMail(PathBuf),
}

impl SourceError {
    pub(crate) fn at(path: &Path, source: io::Error) -> Self {
        Self::Path { path: path.to_owned(), source }
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
