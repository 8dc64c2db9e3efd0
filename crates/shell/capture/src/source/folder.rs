use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};

use crate::source::archive;
use crate::source::file::{open, read_file};
use crate::source::found::{Each, SourceError};
use crate::source::meter::Meter;
use crate::source::recognize::{LOOKED_AT, looks_like_mail};

/// One thing that is read from beginning to end.
pub(crate) enum Unit {
    /// A file: mbox, message, gzip or zip.
    File(PathBuf),
    /// The message files of a folder.
    Folder(Folder),
}

/// The message files of one folder: of a Maildir, whose names are unique and whose files never change, or of any
/// other folder.
pub(crate) struct Folder {
    root: PathBuf,
    files: Vec<(u64, PathBuf)>,
}

/// Folders nested deeper are not entered.
const DEEPEST: usize = 32;

/// Everything under a folder: each Maildir and each folder of messages as one unit, each mbox or archive as one. What
/// was found so far, when told to stop.
pub(super) fn units(root: &Path, stop: &AtomicBool) -> Result<Vec<Unit>, SourceError> {
    let mut units = Vec::new();
    collect(root, 0, stop, &mut units)?;
    Ok(units)
}

fn collect(folder: &Path, depth: usize, stop: &AtomicBool, units: &mut Vec<Unit>) -> Result<(), SourceError> {
    let is_maildir = folder.join("cur").is_dir() && folder.join("new").is_dir();
    let mut messages = Vec::new();
    let mut folders = Vec::new();
    let mut streams = Vec::new();
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
                Some(Kind::Stream) => streams.push(Unit::File(path)),
                None => {}
            }
        }
    }
    if !messages.is_empty() {
        units.push(Unit::Folder(Folder { root: folder.to_owned(), files: messages }));
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
        // Reading it fails at once and says so; as a unit of its own it costs the messages beside it nothing.
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

/// Any other file may be written anew under the same name.
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

impl Folder {
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The keys of its files, sorted.
    pub(crate) fn keys(&self) -> Vec<u64> {
        let mut keys: Vec<u64> = self.files.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys
    }

    /// Leaves out the files that were read before, and says how many those are.
    pub(crate) fn leave_out(&mut self, seen: &HashSet<u64>) -> u64 {
        let before = self.files.len();
        self.files.retain(|(key, _)| !seen.contains(key));
        (before - self.files.len()) as u64
    }

    /// How many bytes are to be read.
    pub(crate) fn size(&self) -> u64 {
        self.files.iter().filter_map(|(_, path)| fs::metadata(path).ok()).map(|metadata| metadata.len()).sum()
    }

    /// Reads each file; one that cannot be opened is told to `failed` and stops nothing.
    pub(crate) fn read(
        &self,
        meter: &Meter,
        failed: &mut dyn FnMut(&Path, std::io::Error),
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        for (_, path) in &self.files {
            match read_file(path, meter, each) {
                Ok(flow) => flow?,
                Err(error) => failed(path, error),
            }
        }
        ControlFlow::Continue(())
    }
}
