use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;

use flate2::read::MultiGzDecoder;

use crate::source::found::Each;
use crate::source::meter::Meter;
use crate::source::recognize::{LOOKED_AT, looks_like_mail};
use crate::source::stream::read_stream;

/// What is unpacked may be this many times as large as what was packed, once it is larger than the allowance.
const LARGEST_RATIO: u64 = 200;
const ALLOWANCE: u64 = 256 * 1024 * 1024;
const MAX_ENTRIES: usize = 500_000;

pub(super) fn is_gzip(beginning: &[u8]) -> bool {
    beginning.starts_with(&[0x1f, 0x8b])
}

pub(super) fn is_zip(beginning: &[u8]) -> bool {
    beginning.starts_with(b"PK\x03\x04")
}

/// The content of a gzip stream of unknown length, refused when it grows beyond reason.
pub(super) fn unzipped<R: Read>(packed: R) -> impl Read {
    // The ratio is judged by what was read so far, so a bomb is stopped wherever it begins.
    let packed = Counted { inner: packed, count: 0 };
    Bounded {
        inner: MultiGzDecoder::new(packed),
        unpacked: 0,
        packed: |inner: &MultiGzDecoder<Counted<R>>| inner.get_ref().count,
    }
}

/// Reads the messages in every entry of a zip; entries are only read, never written anywhere.
pub(super) fn read_zip(file: File, meter: &Meter, each: &mut Each<'_>) -> io::Result<ControlFlow<()>> {
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let mut archive = zip::ZipArchive::new(file).map_err(io::Error::other)?;
    if archive.len() > MAX_ENTRIES {
        return Err(io::Error::other(format!("the zip has more than {MAX_ENTRIES} entries")));
    }
    let before = meter.done();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(io::Error::other)?;
        if entry.is_dir() || is_hidden(entry.name()) {
            continue;
        }
        let packed = entry.compressed_size();
        let mut bounded = Bounded { inner: entry, unpacked: 0, packed: move |_: &_| packed };
        let mut beginning = Vec::new();
        bounded.by_ref().take(LOOKED_AT).read_to_end(&mut beginning)?;
        let flow = if is_gzip(&beginning) {
            read_stream(unzipped(io::Cursor::new(beginning).chain(bounded)), each)?
        } else if looks_like_mail(&beginning) {
            read_stream(io::Cursor::new(beginning).chain(bounded), each)?
        } else {
            ControlFlow::Continue(())
        };
        meter.advance(packed);
        if flow.is_break() {
            return Ok(flow);
        }
    }
    // Names and the directory of the zip are bytes too; the whole file is now read.
    meter.advance(size.saturating_sub(meter.done() - before));
    Ok(ControlFlow::Continue(()))
}

fn is_hidden(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|file| file.starts_with('.')) || name.starts_with("__MACOSX/")
}

struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count += count as u64;
        Ok(count)
    }
}

struct Bounded<R, F> {
    inner: R,
    unpacked: u64,
    packed: F,
}

impl<R: Read, F: Fn(&R) -> u64> Read for Bounded<R, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.unpacked += count as u64;
        let packed = (self.packed)(&self.inner).max(1);
        if self.unpacked > ALLOWANCE && self.unpacked / packed > LARGEST_RATIO {
            return Err(io::Error::other("it unpacks to more than mail ever does, and was not read further"));
        }
        Ok(count)
    }
}
