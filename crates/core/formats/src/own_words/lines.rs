use memchr::{memchr, memchr_iter};

/// What a line is at first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    Quote,
    Text,
}

/// One line of a mail.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Without blanks around it.
    pub(super) text: &'t str,
    /// Without blanks after it.
    pub(super) whole: &'t str,
    pub(super) kind: Kind,
    /// It may be more than text: its ends, its length or its first word are of the kind that is looked at.
    pub(super) is_suspect: bool,
}

impl Line<'_> {
    pub(super) fn is_filled(&self) -> bool {
        self.kind != Kind::Blank
    }
}

/// The lines of a text.
pub(super) struct Lines<'t> {
    list: Vec<Line<'t>>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut list = Vec::with_capacity(text.len() / 40 + 1);
        let mut start = 0;
        for end in memchr_iter(b'\n', text.as_bytes()) {
            list.push(line(&text[start..end]));
            start = end + 1;
        }
        if start < text.len() {
            list.push(line(&text[start..]));
        }
        Self { list }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Line<'t>> {
        self.list.get(at)
    }

    /// The text of a line of text; `None` for blank and quoted lines and outside.
    pub(super) fn text(&self, at: usize) -> Option<&'t str> {
        self.get(at).filter(|line| line.kind == Kind::Text).map(|line| line.text)
    }

    /// The first line at or after `at` that is not blank.
    pub(super) fn next_filled(&self, at: usize) -> Option<(usize, &Line<'t>)> {
        (at..self.len()).find_map(|at| self.get(at).filter(|line| line.is_filled()).map(|line| (at, line)))
    }
}

/// Closings, names and labels are not longer.
const SHORT: usize = 64;
/// A label with its colon is not longer.
const LABEL: usize = 32;

fn line(raw: &str) -> Line<'_> {
    let whole = trimmed_end(raw);
    let text = trimmed_start(whole);
    let bytes = text.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
        return Line { text, whole, kind: Kind::Blank, is_suspect: false };
    };
    if first == b'>' || is_initialed_quote(text) {
        return Line { text, whole, kind: Kind::Quote, is_suspect: false };
    }
    let is_suspect = text.len() <= SHORT
        // The last byte of a full-width colon.
        || matches!(last, b':' | 0x9a)
        || matches!(first, b'-' | b'_' | b'=' | b'*' | b'[' | b'#')
        || !first.is_ascii()
        || memchr(b':', &bytes[..bytes.len().min(LABEL)]).is_some()
        || super::footer::may_begin(first);
    Line { text, whole, kind: Kind::Text, is_suspect }
}

/// Most lines end in a letter, and then the slow rules of Unicode are not asked.
fn trimmed_end(text: &str) -> &str {
    match text.as_bytes().last() {
        Some(last) if last.is_ascii_graphic() => text,
        _ => text.trim_end_matches(is_blank),
    }
}

fn trimmed_start(text: &str) -> &str {
    match text.as_bytes().first() {
        Some(first) if first.is_ascii_graphic() => text,
        _ => text.trim_start_matches(is_blank),
    }
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control() || matches!(character, '\u{200b}' | '\u{feff}')
}

/// `AL> ` quotes Ana Lopez in some old programs.
fn is_initialed_quote(text: &str) -> bool {
    let bytes = text.as_bytes();
    let letters = bytes.iter().take(4).take_while(|byte| byte.is_ascii_uppercase()).count();
    (1..=3).contains(&letters) && bytes.get(letters) == Some(&b'>') && bytes.get(letters + 1) == Some(&b' ')
}

/// A line that is drawn and not written.
pub(super) fn is_ruler(text: &str, shortest: usize) -> bool {
    let Some(&mark) = text.as_bytes().first() else { return false };
    matches!(mark, b'_' | b'-' | b'=' | b'*' | b'#' | b'~')
        && text.len() >= shortest
        && text.bytes().all(|byte| byte == mark || byte == b' ')
}

/// Lower case, without marks of emphasis.
pub(super) fn folded(text: &str) -> String {
    let bare = text.trim_matches(|c: char| matches!(c, '*' | '_') || c.is_whitespace());
    if bare.is_ascii() { bare.to_ascii_lowercase() } else { bare.to_lowercase().replace('\u{a0}', " ") }
}

/// Whether a text begins with these words, whatever the case of its letters.
pub(super) fn begins_with(text: &str, words: &str) -> bool {
    text.get(..words.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(words))
}
