use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};

use crate::source::archive;
use crate::source::file::{SingleFile, open, place, read_file};
use crate::source::found::SourceError;
use crate::source::meter::Meter;
use crate::source::recognize::{LOOKED_AT, looks_like_mail};
use crate::source::{Expected, Sink, Source};

/// The message files of one folder: of a Maildir, whose names are unique and whose files never change, or of any
/// other folder.
pub(crate) struct Folder {
    root: PathBuf,
    files: Vec<(u64, PathBuf)>,
    /// The sorted keys of all its files, including those that were read before.
    keys: Vec<u64>,
}

/// Folders nested deeper than this are not read.
const DEEPEST: usize = 32;

/// Everything under a folder: each Maildir and each folder of messages as one unit, each mbox or archive as one. What
/// was found so far, when asked to stop.
pub(super) fn units(root: &Path, stop: &AtomicBool) -> Result<Vec<Box<dyn Source>>, SourceError> {
    let mut units = Vec::new();
    collect(root, 0, stop, &mut units)?;
    Ok(units)
}

fn collect(
    folder: &Path,
    depth: usize,
    stop: &AtomicBool,
    units: &mut Vec<Box<dyn Source>>,
) -> Result<(), SourceError> {
    let is_maildir = folder.join("cur").is_dir() && folder.join("new").is_dir();
    let mut messages = Vec::new();
    let mut folders = Vec::new();
    let mut streams: Vec<Box<dyn Source>> = Vec::new();
    if is_maildir {
        for part in ["cur", "new"] {
            let paths = sorted(&folder.join(part))?;
            messages.extend(
                paths.into_iter().filter(|path| !is_hidden(path)).map(|path| (maildir_key(&path), path)),
            );
        }
    }
    for path in sorted(folder)? {
        if stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        if path.is_dir() {
            let is_read_already = is_maildir && is_maildir_part(&path);
            if !is_read_already && !is_index(&path) && depth < DEEPEST {
                folders.push(path);
            }
        } else if !is_maildir && !is_hidden(&path) {
            match kind(&path) {
                Some(Kind::Message) => messages.push((changing_key(&path), path)),
                Some(Kind::Stream) => streams.push(Box::new(SingleFile::at(&path))),
                None => {}
            }
        }
    }
    if !messages.is_empty() {
        units.push(Box::new(Folder { root: folder.to_owned(), files: messages, keys: Vec::new() }));
    }
    units.append(&mut streams);
    folders.iter().try_for_each(|folder| collect(folder, depth + 1, stop, units))
}

enum Kind {
    Message,
    Stream,
}

/// What a file in an ordinary folder is; `None` when it is not mail.
fn kind(path: &Path) -> Option<Kind> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        // Reading it will fail; as a unit of its own it does not affect the messages beside it.
        return Some(Kind::Stream);
    }
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if extension.eq_ignore_ascii_case("eml") {
        return Some(Kind::Message);
    }
    let mut beginning = Vec::new();
    open(path).ok()?.take(LOOKED_AT).read_to_end(&mut beginning).ok()?;
    let is_packed = archive::is_gzip(&beginning) || archive::is_zip(&beginning);
    if is_packed || rapport_formats::mbox::looks_like_mbox(&beginning) {
        return Some(Kind::Stream);
    }
    looks_like_mail(&beginning).then_some(Kind::Message)
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let entries = fs::read_dir(folder).map_err(|error| SourceError::at(folder, error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    // All are in one folder, so their bytes order them; comparing paths part by part takes much longer.
    paths.sort_unstable_by(|one, other| one.as_os_str().cmp(other.as_os_str()));
    Ok(paths)
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

fn is_hidden(path: &Path) -> bool {
    name(path).starts_with('.')
}

fn is_maildir_part(path: &Path) -> bool {
    matches!(name(path), "cur" | "new" | "tmp")
}

/// Folders that mail programs keep their own indexes in.
fn is_index(path: &Path) -> bool {
    matches!(name(path), ".notmuch" | ".git" | "xapian" | "__MACOSX")
}

/// A Maildir file keeps its name up to the colon, wherever it moves and whatever its flags become.
fn maildir_key(path: &Path) -> u64 {
    key(name(path).split(':').next().unwrap_or_default(), 0, 0)
}

/// Any other file may be written again under the same name.
fn changing_key(path: &Path) -> u64 {
    let metadata = fs::metadata(path).ok();
    let modified = metadata
        .as_ref()
        .and_then(|metadata| metadata.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_micros() as u64);
    key(name(path), metadata.map_or(0, |metadata| metadata.len()), modified)
}

fn key(name: &str, size: u64, modified: u64) -> u64 {
    let mut hash = Sha256::new();
    hash.update(size.to_be_bytes());
    hash.update(modified.to_be_bytes());
    hash.update(name);
    let hash = hash.finalize();
    u64::from_be_bytes(hash[..8].try_into().expect("a hash has more than eight bytes"))
}

impl Source for Folder {
    fn key(&self) -> String {
        place(&self.root)
    }

    /// The cursor of a folder: the keys of the files that were in it.
    fn open(&mut self, since: Option<&[u8]>) -> Expected {
        let key = |bytes: &[u8]| u64::from_be_bytes(bytes.try_into().expect("chunks of eight bytes"));
        let seen: HashSet<u64> = since.unwrap_or_default().chunks_exact(8).map(key).collect();
        self.keys = self.files.iter().map(|(key, _)| *key).collect();
        self.keys.sort_unstable();
        let before = self.files.len();
        self.files.retain(|(key, _)| !seen.contains(key));
        let sizes = self.files.iter().filter_map(|(_, path)| fs::metadata(path).ok());
        Expected {
            bytes: sizes.map(|metadata| metadata.len()).sum(),
            known: (before - self.files.len()) as u64,
        }
    }

    fn read(&mut self, meter: &Meter, out: &mut dyn Sink) -> ControlFlow<()> {
        let mut is_whole = true;
        for (_, path) in &self.files {
            match read_file(path, meter, &mut |found| out.found(found)) {
                Ok(flow) => flow?,
                Err(error) => {
                    is_whole = false;
                    out.failed(SourceError::at(path, error));
                }
            }
        }
        if is_whole {
            out.reached(self.keys.iter().flat_map(|key| key.to_be_bytes()).collect());
        }
        ControlFlow::Continue(())
    }
}
