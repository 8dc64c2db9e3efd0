//! Files of mail, recognized by what is in them: mbox, Maildir, single messages, gzip and zip of these, folders.

mod archive;
pub(crate) mod file;
pub(crate) mod folder;
pub(crate) mod found;
pub(crate) mod meter;
mod recognize;
mod stream;

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::source::file::read_file;
use crate::source::folder::Unit;
use crate::source::found::{Each, SourceError};
use crate::source::meter::Meter;

/// What there is to read under a path; what was found of it so far, when told to stop.
pub(crate) fn units(path: &Path, stop: &AtomicBool) -> Result<Vec<Unit>, SourceError> {
    let metadata = fs::metadata(path).map_err(|error| SourceError::at(path, error))?;
    let units =
        if metadata.is_dir() { folder::units(path, stop)? } else { vec![Unit::File(path.to_owned())] };
    if units.is_empty() && !stop.load(Ordering::Relaxed) {
        return Err(SourceError::NoMail(path.display().to_string()));
    }
    Ok(units)
}

/// Reads every message under a path, until told to stop. A file in a folder that cannot be read is passed over.
pub(crate) fn each_message(path: &Path, each: &mut Each<'_>) -> Result<(), SourceError> {
    let meter = Meter::default();
    for unit in units(path, &AtomicBool::new(false))? {
        let flow = match unit {
            Unit::File(file) => match read_file(&file, &meter, each) {
                Ok(flow) => flow,
                Err(error) if file == path => return Err(SourceError::at(&file, error)),
                Err(_) => ControlFlow::Continue(()),
            },
            Unit::Folder(folder) => folder.read(&meter, &mut |_, _| {}, each),
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}
