//! Files of mail, recognized by what is in them: mbox, Maildir, single messages, gzip and zip of these, folders.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::source::file::SingleFile;
use crate::source::folder;
use crate::source::found::{Each, Found, SourceError};
use crate::source::meter::Meter;
use crate::source::{Sink, Source};

/// What there is to read under a path; what was found of it so far, when asked to stop.
pub(crate) fn sources(path: &Path, stop: &AtomicBool) -> Result<Vec<Box<dyn Source>>, SourceError> {
    let metadata = fs::metadata(path).map_err(|error| SourceError::at(path, error))?;
    if !metadata.is_dir() {
        return Ok(vec![Box::new(SingleFile::at(path))]);
    }
    let found = folder::units(path, stop)?;
    if found.is_empty() && !stop.load(Ordering::Relaxed) {
        return Err(SourceError::NoMail(path.to_owned()));
    }
    Ok(found)
}

/// Reads every message under a path, until asked to stop. A file in a folder that cannot be read is passed over.
pub(crate) fn each_message(path: &Path, each: &mut Each<'_>) -> Result<(), SourceError> {
    let meter = Meter::default();
    for mut source in sources(path, &AtomicBool::new(false))? {
        source.open(None);
        let mut listener = Listener { each: &mut *each, failure: None };
        let flow = source.read(&meter, &mut listener);
        if let (Some(why), true) = (listener.failure, path.is_file()) {
            return Err(why);
        }
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// Passes messages on, and remembers the first failure.
struct Listener<'a, 'b> {
    each: &'a mut Each<'b>,
    failure: Option<SourceError>,
}

impl Sink for Listener<'_, '_> {
    fn found(&mut self, found: Found<'_>) -> ControlFlow<()> {
        (self.each)(found)
    }

    fn failed(&mut self, why: SourceError) {
        self.failure.get_or_insert(why);
    }

    fn reached(&mut self, _: Vec<u8>) {}
}
