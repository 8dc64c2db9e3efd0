//! Reading any bytes as a mail does not panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    rapport_formats::mail::read(bytes, None);
});
