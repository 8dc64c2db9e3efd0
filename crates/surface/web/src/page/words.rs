//! Words and numbers as the pages show them.

pub(crate) use rapport_app::day_words as day;
use rapport_app::{count, is_company};
use rapport_model::{Address, Calendar, Channel, Moment};

/// Two letters for the avatar: `Maya Lindqvist` is `ML`, `ada@x.org` is `A`.
pub(crate) fn initials(name: &str) -> String {
    let name = name.split('@').next().unwrap_or_default();
    let letter = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let is_title = |word: &&str| word.ends_with('.') && word.chars().count() > 2;
    let words = name.split_whitespace().filter(|word| !is_title(word));
    let letters: Vec<char> = words.filter_map(letter).collect();
    let (first, last) = (letters.first(), letters.get(1..).and_then(|rest| rest.last()));
    first.into_iter().chain(last).flat_map(|letter| letter.to_uppercase()).collect()
}

/// The company of an address, by its domain; `None` for public providers.
pub(crate) fn place(address: &str) -> Option<String> {
    let address = Address::parse(address)?;
    is_company(address.domain()).then(|| address.domain().to_owned())
}

/// A subject, or `(no subject)` for an empty one.
pub(crate) fn subject(subject: &str) -> String {
    if subject.trim().is_empty() { "(no subject)".to_owned() } else { subject.to_owned() }
}

/// The first words of a text on one line; `None` when there are none.
pub(crate) fn excerpt(text: &str, letters: usize) -> Option<String> {
    let line = text.split_whitespace().take(letters).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(letters) {
        _ if line.is_empty() => None,
        None => Some(line),
        Some((end, _)) => Some(format!("{}…", &line[..line[..end].rfind(' ').unwrap_or(end)])),
    }
}

/// A number in words from `one` to `twelve`, otherwise in digits.
pub(crate) fn number(value: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    WORDS.get(value).map_or_else(|| rapport_app::grouped(value as u64), |word| (*word).to_owned())
}

/// The text with an upper-case first letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The text with a lower-case first letter.
pub(crate) fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A moment in the member's calendar, such as `12 May 2026, 14:10`.
pub(crate) fn exact(at: Moment, calendar: &Calendar) -> String {
    calendar.format(at, "%-d %B %Y, %H:%M")
}

/// A proportion as a percentage, rounded to a tenth.
pub(crate) fn hundredths(share: f64) -> f64 {
    tenth((share * 100.0).clamp(0.0, 100.0))
}

/// A coordinate, rounded to a tenth.
pub(crate) fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A size in bytes, such as `312 kB`, `48 MB` or `2.1 GB`.
pub(crate) fn size(bytes: u64) -> String {
    match bytes as f64 {
        bytes if bytes < 1e3 => count(bytes as u64, "byte", "bytes"),
        bytes if bytes < 1e6 => format!("{:.0} kB", bytes / 1e3),
        bytes if bytes < 1e9 => format!("{:.0} MB", bytes / 1e6),
        bytes => format!("{} GB", tenth(bytes / 1e9)),
    }
}

/// The name of a channel.
pub(crate) const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => "Mail",
        Channel::Meeting => "Meeting",
        Channel::Call => "Call",
        Channel::Message => "Message",
    }
}

/// The name of a channel's icon in the sprite.
pub(crate) const fn icon(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => "mail",
        Channel::Meeting => "calendar",
        Channel::Call => "phone",
        Channel::Message => "message-circle",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_have_two_letters() {
        assert_eq!(initials("Maya Lindqvist"), "ML");
        assert_eq!(initials("maya van der berg"), "MB");
        assert_eq!(initials("Dr. Emeka Obi"), "EO");
        assert_eq!(initials("ada@x.org"), "A");
        assert_eq!(initials("“Ö” ßan"), "ÖSS");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn an_excerpt_ends_at_a_word() {
        assert_eq!(excerpt("one\n two", 20).as_deref(), Some("one two"));
        assert_eq!(excerpt("one two three", 9).as_deref(), Some("one two…"));
        assert_eq!(excerpt(" \n", 9), None);
    }
}
