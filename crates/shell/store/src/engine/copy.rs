//! Files of the embedded database: their names, and copies that are whole or not there.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::error::{Failure, Result, StoreError};

/// The database file in a data folder.
pub(crate) const FILE: &str = "rapport.db";

/// Copies a live database to a file that did not exist, whole or not at all.
pub(crate) fn copy_sqlite(source: &Connection, target: &Path) -> Result<()> {
    let unfinished = beside(target, "unfinished");
    let _ = fs::remove_file(&unfinished);
    let copied = source.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()]);
    if let Err(error) = copied {
        let _ = fs::remove_file(&unfinished);
        return Err(error.into());
    }
    File::open(&unfinished).and_then(|file| file.sync_all()).map_err(|error| at(&unfinished, error))?;
    fs::rename(&unfinished, target).map_err(|error| at(target, error))?;
    sync_folder(folder_of(target))
}

pub(crate) fn beside(path: &Path, word: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{word}"));
    path.with_file_name(name)
}

pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

pub(crate) fn at(path: &Path, source: std::io::Error) -> StoreError {
    Failure::File { path: path.to_owned(), source }.into()
}

/// Syncs the folder of a new file, which is only durable once its name is.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| at(folder, error))
}
