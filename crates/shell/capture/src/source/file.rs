use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use rapport_formats::mbox::looks_like_mbox;

use crate::source::archive;
use crate::source::found::{Each, Found};
use crate::source::meter::{Meter, Metered};
use crate::source::stream::{BUFFER, read_stream};

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
