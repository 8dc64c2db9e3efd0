use std::borrow::Cow;
use std::sync::LazyLock;

use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::{HeaderName, Message, MessageParser, PartType};
use memchr::memmem;
/// The parser with the headers that are read. All others stay text.
pub(super) static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    let addresses = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To", "X-Envelope-To"]
        .into_iter()
        .chain(["Apparently-To", "X-Original-From", "X-Original-Sender", "Return-Path"])
        .filter_map(HeaderName::parse);
    let parser = MessageParser::new()
        .with_mime_headers()
        .with_address_headers()
        .header_text(HeaderName::Subject)
        .default_header_raw();
    addresses.fold(parser, MessageParser::header_address)
});

pub(super) fn without_byte_order_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Drops a message level by level. The parser's own drop is recursive, and ten thousand nested messages would overflow
/// the stack of a thread.
pub(super) fn release(message: Message<'_>) {
    let mut levels = vec![message];
    while let Some(level) = levels.pop() {
        let parts = level.parts.into_iter();
        levels.extend(parts.filter_map(|part| match part.body {
            PartType::Message(inner) => Some(inner),
            _ => None,
        }));
    }
}

/// A header with bytes that are not UTF-8 was written in the charset of the body, or in the commonest one.
pub(super) fn with_readable_header(bytes: &[u8]) -> Cow<'_, [u8]> {
    let body = [b"\n\n".as_slice(), b"\n\r\n"].iter().filter_map(|blank| memmem::find(bytes, blank)).min();
    let Some(end) = body else {
        // A message that was cut off in its header; the parser passes over a field without an end.
        return Cow::Owned([bytes, b"\n\n"].concat());
    };
    let header = &bytes[..end];
    if std::str::from_utf8(header).is_ok() {
        return Cow::Borrowed(bytes);
    }
    let decode = declared_charset(header)
        .and_then(charset_decoder)
        .or_else(|| charset_decoder(b"windows-1252"))
        .unwrap_or(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let mut readable = Vec::with_capacity(bytes.len() + header.len() / 8);
    for line in header.split_inclusive(|&byte| byte == b'\n') {
        if std::str::from_utf8(line).is_ok() {
            readable.extend_from_slice(line);
        } else {
            // A line break inside the decoded text would make up a header field.
            let text = decode(line.trim_ascii_end()).replace(['\r', '\n'], " ");
            readable.extend_from_slice(text.as_bytes());
            readable.push(b'\n');
        }
    }
    readable.extend_from_slice(&bytes[end..]);
    Cow::Owned(readable)
}

fn declared_charset(header: &[u8]) -> Option<&[u8]> {
    let at = memmem::find_iter(header, b"harset=").next()? + b"harset=".len();
    let rest = header[at..].strip_prefix(b"\"").unwrap_or(&header[at..]);
    let end = rest
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b'.' | b':'))
        .unwrap_or(rest.len());
    let name = &rest[..end];
    // A charset of UTF-8 is of no use for a header that is not UTF-8.
    let is_useful = !name.eq_ignore_ascii_case(b"utf-8") && !name.eq_ignore_ascii_case(b"us-ascii");
    is_useful.then_some(name)
}
