//! Files of mail, recognized by what is in them: mbox, Maildir, single messages, gzip and zip of these, folders.

mod archive;
mod folder;
mod meter;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rapport_formats::mbox::{Splitter, looks_like_mbox};
use rapport_model::Moment;
use thiserror::Error;

pub(crate) use folder::Folder;
pub(crate) use meter::{Meter, Metered};

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

/// One thing that is read from beginning to end.
pub(crate) enum Unit {
    /// A file: mbox, message, gzip or zip.
    File(PathBuf),
    /// The message files of a folder.
    Folder(Folder),
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

/// How much of a file is looked at to recognize it.
const LOOKED_AT: u64 = 4_096;
/// A file that is one message is read up to this length, as messages in an mbox are.
const LONGEST_MESSAGE: u64 = 64 * 1024 * 1024;
const BUFFER: usize = 256 * 1024;
/// Most files of one message are shorter, and are read at once: a buffer for each would cost more than its reading.
const SHORT_FILE: usize = 64 * 1024;

/// What there is to read under a path.
pub(crate) fn units(path: &Path) -> Result<Vec<Unit>, SourceError> {
    let metadata = fs::metadata(path).map_err(|error| SourceError::at(path, error))?;
    let units = if metadata.is_dir() { folder::units(path)? } else { vec![Unit::File(path.to_owned())] };
    if units.is_empty() {
        return Err(SourceError::NoMail(path.display().to_string()));
    }
    Ok(units)
}

/// Reads every message under a path, until told to stop.
pub(crate) fn each_message(path: &Path, each: &mut Each<'_>) -> Result<(), SourceError> {
    let meter = Meter::default();
    for unit in units(path)? {
        let flow = match unit {
            Unit::File(file) => {
                read_file(&file, &meter, each).map_err(|error| SourceError::at(&file, error))?
            }
            Unit::Folder(folder) => folder.read(&meter, &mut |_, _| {}, each),
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// Reads one file, whatever it is.
pub(crate) fn read_file(path: &Path, meter: &Meter, each: &mut Each<'_>) -> io::Result<ControlFlow<()>> {
    let mut file = File::open(path)?;
    let mut beginning = Vec::with_capacity(SHORT_FILE);
    file.by_ref().take(SHORT_FILE as u64).read_to_end(&mut beginning)?;
    if archive::is_zip(&beginning) {
        return archive::read_zip(file, meter, each);
    }
    meter.advance(beginning.len() as u64);
    let is_gzip = archive::is_gzip(&beginning);
    if beginning.len() < SHORT_FILE && !is_gzip && !looks_like_mbox(&beginning) {
        return Ok(each(Found { bytes: &beginning, envelope: None, is_cut: false }));
    }
    let whole = io::Cursor::new(beginning).chain(Metered::new(file, meter));
    if is_gzip {
        return read_stream(archive::unzipped(BufReader::with_capacity(BUFFER, whole)), each);
    }
    read_stream(whole, each)
}

/// Reads an mbox, or a single message.
pub(crate) fn read_stream(reader: impl Read, each: &mut Each<'_>) -> io::Result<ControlFlow<()>> {
    let mut reader = BufReader::with_capacity(BUFFER, reader);
    if looks_like_mbox(reader.fill_buf()?) {
        for piece in Splitter::new(reader) {
            let piece = piece?;
            let found = Found { bytes: &piece.bytes, envelope: piece.envelope, is_cut: piece.is_truncated };
            if each(found).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        return Ok(ControlFlow::Continue(()));
    }
    let mut bytes = Vec::new();
    reader.take(LONGEST_MESSAGE).read_to_end(&mut bytes)?;
    let is_cut = bytes.len() as u64 == LONGEST_MESSAGE;
    Ok(each(Found { bytes: &bytes, envelope: None, is_cut }))
}

/// Whether the beginning of a file looks like mail: an mbox line, or a header field in the first lines.
pub(crate) fn looks_like_mail(beginning: &[u8]) -> bool {
    if looks_like_mbox(beginning) {
        return true;
    }
    let known = [
        "received",
        "return-path",
        "from",
        "message-id",
        "date",
        "subject",
        "delivered-to",
        "to",
        "mime-version",
    ];
    let is_field = |line: &[u8]| {
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        name.len() < line.len() && known.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
    };
    let head: Vec<&[u8]> = beginning
        .split(|byte| *byte == b'\n')
        .take(40)
        .take_while(|line| !line.trim_ascii().is_empty())
        .collect();
    head.iter().filter(|line| is_field(line)).count() >= 2
}

fn beginning_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut beginning = Vec::new();
    File::open(path)?.take(LOOKED_AT).read_to_end(&mut beginning)?;
    Ok(beginning)
}
