//! A stream of bytes that is an mbox or a single message.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use rapport_formats::mbox::{Splitter, looks_like_mbox};

use crate::source::found::{Each, Found};

/// A file that is one message is read up to this length, as messages in an mbox are.
const LONGEST_MESSAGE: u64 = 64 * 1024 * 1024;

pub(crate) const BUFFER: usize = 256 * 1024;

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
