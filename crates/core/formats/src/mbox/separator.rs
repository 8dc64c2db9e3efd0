use rapport_model::Moment;

use crate::date;

/// A line that begins with `From ` and is a separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Separator {
    /// When the message arrived; `None` when the line holds no date that can be read.
    pub(super) arrived: Option<Moment>,
    /// Whether the line has weekday, month, day, time and year, as no sentence has.
    pub(super) has_full_date: bool,
}

const LONGEST: usize = 1_000;

/// Reads `From sender date`; `None` when the line is a sentence that begins with "From".
pub(super) fn read(line: &[u8]) -> Option<Separator> {
    let rest = line.strip_prefix(b"From ")?;
    if rest.len() > LONGEST {
        return None;
    }
    let rest = String::from_utf8_lossy(rest);
    let rest = rest.trim();
    let date_start = full_date(rest);
    if let Some(start) = date_start
        && is_sender(&rest[..start])
    {
        let arrived = date::read(&rest[start..]).map(|written| written.at);
        return Some(Separator { arrived, has_full_date: arrived.is_some() });
    }
    // Some programs write only the sender, or `-`, or a date of their own making.
    let (sender, remainder) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let is_bare = remainder.is_empty() && (sender == "-" || sender.contains('@'));
    let arrived = date::read(remainder).map(|written| written.at);
    let is_dated = arrived.is_some() && remainder.contains(':') && (sender == "-" || sender.contains('@'));
    (is_bare || is_dated).then_some(Separator { arrived, has_full_date: false })
}

/// The byte at which a date such as `Tue Dec  1 10:00` begins.
fn full_date(text: &str) -> Option<usize> {
    const DAYS: [&str; 7] = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "];
    const MONTHS: [&str; 12] =
        ["Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec "];
    let is_begin = |&start: &usize| {
        let text = &text[start..];
        text.get(..4).is_some_and(|day| DAYS.contains(&day))
            && text.get(4..8).is_some_and(|month| MONTHS.contains(&month))
            && text[8..].trim_start().starts_with(|c: char| c.is_ascii_digit())
            && text[8..].contains(':')
    };
    text.char_indices()
        .filter(|&(start, _)| start == 0 || text.as_bytes()[start - 1].is_ascii_whitespace())
        .map(|(start, _)| start)
        .find(is_begin)
}

/// A sender is one word, or an address that an archive made unreadable for robots: `ana at example.org`.
/// MAILER-DAEMON and quoted local parts with blanks occur, so the rule is only that it is no sentence.
fn is_sender(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words <= 1 || text.contains('@') || text.contains(" at ") || (words <= 3 && text.contains('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let found = match read(line.as_bytes()) {
            None => "sentence".to_owned(),
            Some(Separator { arrived: Some(arrived), has_full_date }) => {
                format!("{arrived}{}", if has_full_date { "" } else { "?" })
            }
            Some(_) => "separator".to_owned(),
        };
        assert_eq!(found, expected, "for `{line}`");
    }

    #[test]
    fn separators_of_known_programs_are_read() {
        check("From ana at example.org  Thu Apr  1 00:38:53 2010", "2010-04-01T00:38:53Z");
        check("From ana@example.org Sat Apr 07 09:05:59 2001", "2001-04-07T09:05:59Z");
        check("From - Tue Dec 01 10:00:00 2010", "2010-12-01T10:00:00Z");
        check("From MAILER-DAEMON Fri Jul  8 12:08:34 2011\r", "2011-07-08T12:08:34Z");
        check("From 1234567890@xxx Thu Aug 22 12:36:23 +0000 2002", "2002-08-22T12:36:23Z");
        check("From ana@example.org Thu Aug 22 12:36 EDT 2002", "2002-08-22T16:36:00Z");
        check("From ana@example.org 2002-08-22T12:36:23Z", "2002-08-22T12:36:23Z?");
        check("From ana@example.org", "separator");
        check("From -", "separator");
    }

    #[test]
    fn sentences_are_not_separators() {
        check("From R-help", "sentence");
        check("From the help page for '==', see below", "sentence");
        check("From now on at 10:00 we meet on Tue 3 Dec 2010", "sentence");
        check("From what I can tell it was Tue Dec  1 10:00:00 2010", "sentence");
        check("From: ana@example.org", "sentence");
    }
}
