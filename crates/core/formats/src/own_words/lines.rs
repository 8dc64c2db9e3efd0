use memchr::{memchr_iter, memchr2};

/// The kind of a line, by its first characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    Quote,
    Text,
}

/// One line of a mail.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// The line without the spaces around it.
    pub(super) text: &'t str,
    /// The line without the spaces after it.
    pub(super) whole: &'t str,
    pub(super) kind: Kind,
    pub(super) hints: Hints,
}

/// What a line of text may be besides text. These are cheap tests that are often wrong; whoever relies on one has to
/// check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints(u8);

impl Hints {
    /// It begins with a mark: a ruler, a delimiter, a marker between dashes.
    pub(super) const MARKED: Self = Self(1);
    /// It begins with a label and a colon.
    pub(super) const LABELED: Self = Self(2);
    /// It ends in a colon, as attributions do.
    pub(super) const ANNOUNCING: Self = Self(4);
    /// It has few words, as closings have.
    pub(super) const SHORT: Self = Self(8);
    /// It begins like a phrase that programs write.
    pub(super) const PHRASED: Self = Self(16);

    pub(super) fn has(self, hint: Self) -> bool {
        self.0 & hint.0 != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn note(&mut self, hint: Self, is_so: bool) {
        self.0 |= if is_so { hint.0 } else { 0 };
    }
}

impl Line<'_> {
    pub(super) fn is_filled(&self) -> bool {
        self.kind != Kind::Blank
    }
}

/// A text as lines, each with its kind.
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

    /// The text of a line of text; `None` for blank and quoted lines and beyond the last line.
    pub(super) fn text(&self, at: usize) -> Option<&'t str> {
        self.get(at).filter(|line| line.kind == Kind::Text).map(|line| line.text)
    }

    /// The lines at or after `at` that are not blank.
    pub(super) fn filled_from(&self, at: usize) -> impl Iterator<Item = (usize, &Line<'t>)> {
        (at..self.len())
            .filter_map(|at| self.get(at).map(|line| (at, line)))
            .filter(|(_, line)| line.is_filled())
    }

    /// The first line at or after `at` that is not blank.
    pub(super) fn next_filled(&self, at: usize) -> Option<(usize, &Line<'t>)> {
        self.filled_from(at).next()
    }
}

/// The longest closing or name, in bytes.
const SHORT: usize = 64;
/// The longest label with its colon, in bytes.
const LABEL: usize = 26;

fn line(raw: &str) -> Line<'_> {
    let whole = trimmed_end(raw);
    let text = trimmed_start(whole);
    let bytes = text.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
        return Line { text, whole, kind: Kind::Blank, hints: Hints::default() };
    };
    if first == b'>' || is_initialed_quote(text) {
        return Line { text, whole, kind: Kind::Quote, hints: Hints::default() };
    }
    let mut hints = Hints::default();
    let second = bytes.get(1).copied().unwrap_or_default();
    hints.note(Hints::MARKED, matches!(first, b'-' | b'_' | b'=' | b'*' | b'[' | b'#' | b'~'));
    // The first byte of a full-width colon, and its last.
    hints.note(Hints::LABELED, memchr2(b':', 0xef, &bytes[..bytes.len().min(LABEL)]).is_some());
    hints.note(Hints::ANNOUNCING, matches!(last, b':' | 0x9a));
    hints.note(
        Hints::SHORT,
        bytes.len() <= SHORT && memchr_iter(b' ', bytes).take(MAX_GAPS + 1).count() <= MAX_GAPS,
    );
    hints.note(Hints::PHRASED, !first.is_ascii() || begins_phrase(first, second));
    Line { text, whole, kind: Kind::Text, hints }
}

/// The most spaces in a closing.
const MAX_GAPS: usize = 5;

/// Whether disclaimers, footers or remarks begin with these two bytes.
fn begins_phrase(first: u8, second: u8) -> bool {
    matches!(
        [first.to_ascii_lowercase(), second.to_ascii_lowercase()],
        [b't', b'h' | b'o' | b'a' | b'r']
            | [b'c', b'o' | b'a' | b'e' | b'h']
            | [b'd', b'i' | b'e']
            | [b'i', b'm' | b'f' | b'n' | b'p']
            | [b'l', b'e' | b'a' | 0xc3]
            | [b'p', b'r' | b'l']
            | [b'e', b's' | b'n']
            | [b'a', b'v' | b'n' | b' ']
            | [b'q', b'u']
            | [b'n', b'o']
            | [b'v', b'e' | b'i' | b'o']
            | [b'y', b'o' | b'a']
            | [b's', b'e' | b'k']
            | [b'g', b'e']
            | [b'w', b'y']
            | [b'o', b'd']
    )
}

/// Removes the white space at the end. Most lines end in a letter, for which Unicode need not be asked.
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

/// Whether a line is quoted with initials, as `AL> ` for Ana Lopez in some old programs.
fn is_initialed_quote(text: &str) -> bool {
    let bytes = text.as_bytes();
    let letters = bytes.iter().take(4).take_while(|byte| byte.is_ascii_uppercase()).count();
    (1..=3).contains(&letters) && bytes.get(letters) == Some(&b'>') && bytes.get(letters + 1) == Some(&b' ')
}

/// Whether a line is drawn and not written.
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

/// Whether a text begins with these words, whatever the case of its ASCII letters.
pub(super) fn begins_with(text: &str, words: &str) -> bool {
    text.as_bytes().get(..words.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(words.as_bytes()))
}

/// Whether it begins with any of them; the list is long and the first letter mostly another.
pub(super) fn begins_any(text: &str, list: &[&str]) -> bool {
    let Some(first) = text.as_bytes().first() else { return false };
    list.iter().any(|words| words.as_bytes()[0].eq_ignore_ascii_case(first) && begins_with(text, words))
}
