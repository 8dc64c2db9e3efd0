use std::fmt::Write;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 without line breaks.
pub fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let second = chunk.get(1).copied().unwrap_or(0);
        let third = chunk.get(2).copied().unwrap_or(0);
        let bits = u32::from(chunk[0]) << 16 | u32::from(second) << 8 | u32::from(third);
        for place in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

/// Base64 in lines of 76, as mail wants it.
pub fn base64_lines(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(57) {
        text.push_str(&base64(chunk));
        text.push_str("\r\n");
    }
    text
}

/// Quoted-printable with CRLF line ends.
pub fn quoted_printable(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 5 / 4);
    for line in text.split('\n') {
        let mut width = 0;
        let bytes = line.as_bytes();
        for (index, byte) in bytes.iter().enumerate() {
            let is_last = index + 1 == bytes.len();
            let is_plain =
                matches!(byte, b'!'..=b'<' | b'>'..=b'~') || (matches!(byte, b' ' | b'\t') && !is_last);
            let size = if is_plain { 1 } else { 3 };
            if width + size > 75 {
                encoded.push_str("=\r\n");
                width = 0;
            }
            if is_plain {
                encoded.push(char::from(*byte));
            } else {
                let _ = write!(encoded, "={byte:02X}");
            }
            width += size;
        }
        encoded.push_str("\r\n");
    }
    encoded
}

/// A header's text: as it is when ASCII, else in encoded words that no line is too short for.
pub fn header_text(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut words = Vec::new();
    let mut chunk = String::new();
    for letter in text.chars() {
        if chunk.len() + letter.len_utf8() > 42 {
            words.push(format!("=?UTF-8?B?{}?=", base64(chunk.as_bytes())));
            chunk.clear();
        }
        chunk.push(letter);
    }
    words.push(format!("=?UTF-8?B?{}?=", base64(chunk.as_bytes())));
    words.join("\r\n ")
}

/// A display name: quoted when it has to be, encoded when it must be.
pub fn display_name(name: &str) -> String {
    let is_special =
        |c: char| matches!(c, '.' | ',' | '@' | '(' | ')' | '<' | '>' | '"' | ';' | ':' | '[' | ']');
    if !name.is_ascii() {
        header_text(name)
    } else if name.contains(is_special) {
        format!("\"{}\"", name.replace('"', "'"))
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_encoded_as_readers_decode_it() {
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(quoted_printable("über =1 "), "=C3=BCber =3D1=20\r\n");
        assert_eq!(header_text("plain"), "plain");
        assert_eq!(header_text("Grüße"), "=?UTF-8?B?R3LDvMOfZQ==?=");
        assert_eq!(display_name("Ana B. Cruz"), "\"Ana B. Cruz\"");
        assert!(quoted_printable(&"ä".repeat(99)).lines().all(|line| line.len() <= 76));
    }
}
