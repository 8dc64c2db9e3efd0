use std::cell::RefCell;

/// The zstd level, which halves mail at about the speed at which it is read.
const LEVEL: i32 = 1;

/// Compresses the bytes of an original with zstd.
pub(crate) fn compress(bytes: &[u8]) -> Vec<u8> {
    thread_local! {
        static COMPRESSOR: RefCell<Option<zstd::bulk::Compressor<'static>>> =
            RefCell::new(zstd::bulk::Compressor::new(LEVEL).ok());
    }
    COMPRESSOR.with_borrow_mut(|compressor| {
        let compressor = compressor.as_mut().expect("a compressor of a valid level can be made");
        compressor.compress(bytes).expect("compressing into a buffer that grows cannot fail")
    })
}

/// Decompresses an original of `size` bytes; `None` when the content is damaged.
pub fn decompress(content: &[u8], size: u64) -> Option<Vec<u8>> {
    zstd::bulk::decompress(content, usize::try_from(size).ok()?).ok()
}
