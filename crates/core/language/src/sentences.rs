/// Words after which a period does not end a sentence.
const ABBREVIATIONS: [&str; 40] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "e.g", "i.e", "etc", "approx", "no", "nr", "vs", "inc", "ltd",
    "co", "corp", "jr", "sr", "z.b", "bzw", "ca", "d.h", "u.a", "usw", "hr", "fr", "evtl", "ggf", "inkl",
    "zzgl", "tel", "m", "mme", "sra", "p.ej", "ext", "art", "pos", "ref",
];

/// A line shorter than this was ended on purpose; a longer one may have been wrapped.
const WRAPPED_FROM: usize = 50;

/// Calls `found` with the byte range of every sentence, in order, without surrounding space.
pub fn each(text: &str, mut found: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let (mut start, mut line, mut at) = (0, 0, 0);
    let mut end_at = |start: usize, end: usize| {
        let sentence = &text[start..end];
        let trimmed =
            sentence.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '•' | '–' | '>'));
        if !trimmed.is_empty() {
            let begin = start + (trimmed.as_ptr() as usize - sentence.as_ptr() as usize);
            found(begin, begin + trimmed.len());
        }
    };
    while at < bytes.len() {
        match bytes[at] {
            b'.' | b'!' | b'?' => {
                let is_period = bytes[at] == b'.';
                let mut next = at + 1;
                while next < bytes.len() && matches!(bytes[next], b'.' | b'!' | b'?' | b')' | b'"' | b'\'') {
                    next += 1;
                }
                let is_end = next >= bytes.len() || bytes[next].is_ascii_whitespace();
                if is_end && !(is_period && next == at + 1 && goes_on(text, start, at, next)) {
                    end_at(start, next);
                    start = next;
                }
                at = next;
            }
            b'\n' => {
                if ends_line(bytes, line, at) {
                    end_at(start, at);
                    start = at + 1;
                }
                at += 1;
                line = at;
            }
            _ => at += 1,
        }
    }
    end_at(start, bytes.len());
}

/// Whether a period belongs to an abbreviation, an initial or a number ("am 3. April").
fn goes_on(text: &str, start: usize, period: usize, next: usize) -> bool {
    let word = text[start..period].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    if word.len() > 6 {
        return false;
    }
    if !word.is_empty() && word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    if word.len() == 1 && word != "I" && word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return true;
    }
    let is_known = ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word));
    // "No." may be an answer; it is a number only before a digit.
    let is_answer = word.eq_ignore_ascii_case("no")
        && !text[next..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    is_known && !is_answer
}

/// Whether a line break ends the sentence, or only wraps it.
fn ends_line(bytes: &[u8], line: usize, end: usize) -> bool {
    let mut next = end + 1;
    while next < bytes.len() && matches!(bytes[next], b' ' | b'\t' | b'\r') {
        next += 1;
    }
    let Some(&first) = bytes.get(next) else { return true };
    if matches!(first, b'\n' | b'-' | b'*' | b'>') || bytes[next..].starts_with("•".as_bytes()) {
        return true;
    }
    let is_numbered = first.is_ascii_digit() && matches!(bytes.get(next + 1), Some(b'.' | b')'));
    is_numbered || (end - line < WRAPPED_FROM && !first.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        super::each(text, |start, end| found.push(&text[start..end]));
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_end_where_a_reader_pauses() {
        check("Thanks, Ana. Can you send it? Best", &["Thanks, Ana.", "Can you send it?", "Best"]);
        check("Dear Dr. Weiss, the price is 1.200 EUR.", &["Dear Dr. Weiss, the price is 1.200 EUR."]);
        check("Wir kommen am 3. April. Passt das?", &["Wir kommen am 3. April.", "Passt das?"]);
        check("No. Later!! (Really?)", &["No.", "Later!!", "(Really?)"]);
    }

    #[test]
    fn a_wrapped_line_goes_on_and_a_short_one_ends() {
        let wrapped = "We would like to have the revised drawing before the\nmeeting on Tuesday.";
        check(wrapped, &[wrapped]);
        check("Hi Olivia\nCan you call me\n\nBest", &["Hi Olivia", "Can you call me", "Best"]);
        check("We need:\n- the drawing\n- the price", &["We need:", "the drawing", "the price"]);
    }
}
