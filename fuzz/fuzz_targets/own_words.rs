//! The own words of any plain text are starts of its lines in order, and any HTML gives some text without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_formats::own_words::{of_html, of_plain};

fuzz_target!(|text: &str| {
    let own = of_plain(text);
    assert!(own.len() <= text.len());
    let mut rest = text.split('\n');
    for line in own.split('\n').filter(|line| !line.is_empty()) {
        assert!(rest.any(|found| found.starts_with(line)));
    }
    of_html(text);
});
