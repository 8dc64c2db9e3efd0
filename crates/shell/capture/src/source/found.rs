//! What a source gives: messages as they were found, or why there are none.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rapport_model::Moment;
use thiserror::Error;

/// Why a path could not be read.
#[derive(Debug, Error)]
pub enum SourceError {
    /// It could not be opened, or not be read to its end.
    #[error("{}: {source}", path.display())]
    Path {
        /// The file or folder.
        path: PathBuf,
        /// The reason of the operating system.
        source: io::Error,
    },
    /// It could not be opened in the first attempt, and can be now.
    #[error("{}: cannot be read", .0.display())]
    Late(PathBuf),
    /// It holds no mail.
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
    /// The bytes of the message.
    pub(crate) bytes: &'a [u8],
    /// The moment in the `From ` line before it; `None` outside an mbox, or when it has none.
    pub(crate) envelope: Option<Moment>,
    /// Whether the message is longer than what was read of it.
    pub(crate) is_cut: bool,
}

/// The callback for each message.
pub(crate) type Each<'a> = dyn FnMut(Found<'_>) -> ControlFlow<()> + 'a;
