//! Splitting any bytes as an mbox file gives pieces in order, with no more bytes than there were.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_formats::mbox::{Splitter, looks_like_mbox};

fuzz_target!(|bytes: &[u8]| {
    looks_like_mbox(bytes);
    let mut total = 0;
    let mut last = None;
    for piece in Splitter::new(bytes).flatten() {
        assert!(last.is_none_or(|last| last < piece.offset));
        last = Some(piece.offset);
        total += piece.bytes.len();
    }
    assert!(total <= bytes.len());
});
