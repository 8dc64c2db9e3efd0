use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rapport_formats::mbox::looks_like_mbox;
use sha2::{Digest, Sha256};

use crate::source::archive;
use crate::source::found::{Each, Found, SourceError};
use crate::source::meter::{Meter, Metered};
use crate::source::stream::{BUFFER, read_stream};
use crate::source::{Expected, Sink, Source};

/// Most files of one message are shorter, and are read at once: a buffer for each would cost more than its reading.
const SHORT_FILE: usize = 64 * 1024;

/// Opens a file to read it. What is no regular file is refused before it is opened: a pipe, a socket or a device may
/// never give a byte nor an end, and nobody could call back the thread that waits for it.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let refused = || io::Error::other("is no regular file");
    if !fs::metadata(path)?.is_file() {
        return Err(refused());
    }
    let file = File::open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(refused()) }
}

/// Reads one file, whatever is in it.
pub(crate) fn read_file(path: &Path, meter: &Meter, each: &mut Each<'_>) -> io::Result<ControlFlow<()>> {
    let mut file = open(path)?;
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

/// A file that is read as a whole: mbox, message, gzip or zip.
pub(crate) struct SingleFile {
    path: PathBuf,
    /// Its cursor when it was opened.
    now: Option<Cursor>,
    /// The byte up to which it was read before, and the number of messages before it.
    start: u64,
    known: u64,
}

impl SingleFile {
    pub(crate) fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), now: None, start: 0, known: 0 }
    }

    /// Reads from where the last run ended.
    fn read_rest(&self, now: &Cursor, meter: &Meter, each: &mut Each<'_>) -> io::Result<ControlFlow<()>> {
        if self.start == now.size {
            return Ok(ControlFlow::Continue(()));
        }
        if self.start == 0 {
            return read_file(&self.path, meter, each);
        }
        let mut file = open(&self.path)?;
        file.seek(SeekFrom::Start(self.start))?;
        read_stream(Metered::new(file.take(now.size - self.start), meter), each)
    }
}

impl Source for SingleFile {
    fn key(&self) -> String {
        place(&self.path)
    }

    fn open(&mut self, since: Option<&[u8]>) -> Expected {
        self.now = Cursor::of(&self.path).ok();
        let Some(now) = &self.now else {
            return Expected {
                bytes: fs::metadata(&self.path).map_or(0, |metadata| metadata.len()),
                known: 0,
            };
        };
        if let Some(before) = since.and_then(Cursor::read)
            && before.still_stands(now, &self.path)
        {
            (self.start, self.known) = (before.size, before.messages);
        }
        Expected { bytes: now.size - self.start, known: self.known }
    }

    fn read(&mut self, meter: &Meter, out: &mut dyn Sink) -> ControlFlow<()> {
        let Some(mut now) = self.now.take() else {
            out.failed(unopened(&self.path));
            return ControlFlow::Continue(());
        };
        let mut messages = self.known;
        let flow = self.read_rest(&now, meter, &mut |found| {
            messages += 1;
            out.found(found)
        });
        match flow {
            Err(error) => out.failed(SourceError::at(&self.path, error)),
            Ok(ControlFlow::Break(())) => return ControlFlow::Break(()),
            Ok(ControlFlow::Continue(())) => {
                now.messages = messages;
                out.reached(now.written());
            }
        }
        ControlFlow::Continue(())
    }
}

/// Why a file could not be opened.
fn unopened(path: &Path) -> SourceError {
    match open(path) {
        Ok(_) => SourceError::Late(path.to_owned()),
        Err(error) => SourceError::at(path, error),
    }
}

/// The key under which a path is remembered.
pub(super) fn place(path: &Path) -> String {
    path.canonicalize().unwrap_or_else(|_| path.to_owned()).display().to_string()
}

/// A file as it was when it was read to its end: its size, when it was changed, and hashes of its first and last bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cursor {
    size: u64,
    /// When it was changed, in microseconds since 1970.
    changed: u64,
    messages: u64,
    first: [u8; 32],
    last: [u8; 32],
}

/// How many bytes at either end are hashed.
const ENDS: u64 = 64 * 1024;

impl Cursor {
    fn of(path: &Path) -> io::Result<Self> {
        let file = open(path)?;
        let metadata = file.metadata()?;
        let since = metadata.modified().ok().and_then(|changed| changed.duration_since(UNIX_EPOCH).ok());
        let size = metadata.len();
        let (first, last) = ends(&file, size)?;
        Ok(Self {
            size,
            changed: since.map_or(0, |since| since.as_micros() as u64),
            messages: 0,
            first,
            last,
        })
    }

    /// Whether the file is as it was, or begins as it was and goes on with a message behind it: then what was read
    /// before need not be read again.
    fn still_stands(&self, now: &Self, path: &Path) -> bool {
        let mut copy = now.clone();
        copy.messages = self.messages;
        if copy == *self {
            return true;
        }
        let goes_on = || -> io::Result<bool> {
            let mut file = open(path)?;
            let is_same = ends(&file, self.size)? == (self.first, self.last);
            file.seek(SeekFrom::Start(self.size))?;
            let mut beginning = Vec::new();
            file.take(ENDS).read_to_end(&mut beginning)?;
            Ok(is_same && looks_like_mbox(&beginning))
        };
        self.size > 0 && self.size < now.size && goes_on().unwrap_or(false)
    }

    fn written(&self) -> Vec<u8> {
        let numbers = [self.size, self.changed, self.messages];
        let numbers = numbers.into_iter().flat_map(u64::to_be_bytes);
        numbers.chain(self.first).chain(self.last).collect()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let number = |place: usize| Some(u64::from_be_bytes(bytes.get(place..place + 8)?.try_into().ok()?));
        Some(Self {
            size: number(0)?,
            changed: number(8)?,
            messages: number(16)?,
            first: bytes.get(24..56)?.try_into().ok()?,
            last: bytes.get(56..88)?.try_into().ok()?,
        })
    }
}

/// The hashes of the first and the last of the first `size` bytes of a file.
fn ends(mut file: &File, size: u64) -> io::Result<([u8; 32], [u8; 32])> {
    let mut hash = |from: u64| -> io::Result<[u8; 32]> {
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(ENDS.min(size - from)).read_to_end(&mut bytes)?;
        Ok(Sha256::digest(&bytes).into())
    };
    Ok((hash(0)?, hash(size.saturating_sub(ENDS))?))
}
