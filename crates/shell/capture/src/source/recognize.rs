//! Recognizes the kind of a file by its first bytes.

use rapport_formats::mbox::looks_like_mbox;

/// How many bytes of a file are read to recognize it.
pub(crate) const LOOKED_AT: u64 = 4_096;

/// Whether the beginning of a file looks like mail: an mbox line, or a header field in the first lines.
pub(crate) fn looks_like_mail(beginning: &[u8]) -> bool {
    if looks_like_mbox(beginning) {
        return true;
    }
    let known = [
        "received",
        "return-path",
        "from",
        "message-id",
        "date",
        "subject",
        "delivered-to",
        "to",
        "mime-version",
    ];
    let is_field = |line: &[u8]| {
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        name.len() < line.len() && known.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
    };
    let head: Vec<&[u8]> = beginning
        .split(|byte| *byte == b'\n')
        .take(40)
        .take_while(|line| !line.trim_ascii().is_empty())
        .collect();
    head.iter().filter(|line| is_field(line)).count() >= 2
}
