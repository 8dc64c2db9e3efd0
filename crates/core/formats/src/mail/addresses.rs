use mail_parser::{HeaderValue, parsers::MessageStream};
use rapport_model::{Address, Mailbox, Problem};

use super::headers::Headers;
use crate::limits;

/// The headers in which servers note the mailbox they delivered to.
pub(super) const DELIVERED_TO: &[&str] =
    &["Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To", "X-Envelope-To"];

/// The mailboxes of all fields of these names.
pub(super) fn of(headers: &Headers<'_>, names: &[&str], problems: &mut Vec<Problem>) -> Vec<Mailbox> {
    let values = names.iter().flat_map(|name| headers.all(name));
    let mut found = Vec::new();
    for value in values {
        if !collect(value, &mut found) {
            let detail = format!("`{}` has more than 1,000 addresses; the first were kept.", names[0]);
            problems.push(Problem::new("too_many_addresses", detail));
            break;
        }
    }
    found
}

/// The first mailbox of a field.
pub(super) fn first(headers: &Headers<'_>, name: &str) -> Option<Mailbox> {
    let mut found = Vec::new();
    headers.all(name).find_map(|value| {
        collect(value, &mut found);
        found.first().cloned()
    })
}

/// Adds the addresses of a header to `found`; returns false when there were too many.
fn collect(value: &HeaderValue<'_>, found: &mut Vec<Mailbox>) -> bool {
    let Some(list) = value.as_address() else { return true };
    // `Lopez, Ana <ana@example.org>` without quotes reads as two: the surname waits for its address.
    let mut surname: Option<&str> = None;
    for entry in list.iter() {
        let (name, address) = (entry.name(), entry.address());
        let Some(mailbox) = mailbox(surname.take(), name, address) else {
            surname = name.filter(|name| address.is_none() && is_name_part(name));
            continue;
        };
        if found.len() >= limits::ADDRESSES {
            return false;
        }
        found.push(mailbox);
    }
    true
}

fn mailbox(surname: Option<&str>, name: Option<&str>, address: Option<&str>) -> Option<Mailbox> {
    if let Some(parsed) = address.and_then(Address::parse) {
        let name = match (surname, name) {
            (Some(surname), Some(name)) if !name.contains(',') => Some(format!("{surname}, {name}")),
            (_, name) => name.map(str::to_owned),
        };
        let name = name.and_then(|name| tidy_name(&name, &parsed));
        return Some(Mailbox { address: parsed, name });
    }
    hidden_mailbox(name.or(address)?)
}

/// Reads `ana at example.org (Ana Lopez)`, as archives write an address to hide it from robots.
fn hidden_mailbox(text: &str) -> Option<Mailbox> {
    let (address, name) = match text.split_once('(') {
        Some((address, name)) => (address, Some(name.trim_end().trim_end_matches(')'))),
        None => (text, None),
    };
    let (local, domain) = address.trim().split_once(" at ")?;
    let (local, domain) = (local.trim(), domain.trim().replace(" dot ", "."));
    if !domain.contains('.') && domain != "localhost" {
        return None;
    }
    let address = Address::parse(&format!("{local}@{domain}"))?;
    let name = name.and_then(|name| tidy_name(name, &address));
    Some(Mailbox { address, name })
}

/// A name as one would say it: decoded, without quotes and remarks, given name first. `None` when it says no
/// more than the address.
pub(super) fn tidy_name(raw: &str, address: &Address) -> Option<String> {
    let decoded = decoded(raw);
    let unescaped = decoded.replace('\\', "");
    let name = one_line(&unescaped, limits::HEADER_TEXT_BYTES);
    let name = without_remark(name.trim_matches(is_wrapping));
    let name = given_name_first(name.trim_matches(is_wrapping));
    let same = name.trim_start_matches("mailto:").eq_ignore_ascii_case(address.as_str());
    let says_something = name.chars().any(char::is_alphanumeric);
    (says_something && !same && Address::parse(&name).as_ref() != Some(address)).then_some(name)
}

/// Encoded words that survived the parser, because they stood in quotes or hold a blank.
pub(super) fn decoded(text: &str) -> String {
    if !text.contains("=?") || !text.contains("?=") {
        return text.to_owned();
    }
    let field = format!("{}\n", text.replace(['\r', '\n'], " "));
    let value = MessageStream::new(field.as_bytes()).parse_unstructured();
    value.as_text().map_or_else(|| text.to_owned(), str::to_owned)
}

/// Text on one line: no control characters, no marks that turn the direction of writing or are not seen.
pub(super) fn one_line(text: &str, longest: usize) -> String {
    let mut line = String::with_capacity(text.len().min(longest));
    for character in text.chars() {
        let is_unseen = matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}');
        if is_unseen || (character.is_control() && !character.is_whitespace()) {
            continue;
        }
        if !character.is_whitespace() {
            line.push(character);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
        if line.len() >= longest {
            break;
        }
    }
    line.truncate(line.trim_end().len());
    line
}

fn is_wrapping(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '"' | '\'' | '`' | '<' | '>' | '“' | '”' | '‘' | '’' | ',')
}

/// `Ana Lopez (Acme)` is called Ana Lopez.
fn without_remark(name: &str) -> &str {
    match name.rfind('(') {
        Some(start) if name.ends_with(')') && name[..start].chars().any(char::is_alphabetic) => {
            name[..start].trim_end()
        }
        _ => name,
    }
}

/// `Lopez, Ana` is called Ana Lopez; `Lopez, Ltd` and `Sales, Spain and Portugal` are left alone.
fn given_name_first(name: &str) -> String {
    const SUFFIXES: [&str; 22] = [
        "jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "esq", "inc", "llc", "ltd", "gmbh", "ag", "sa",
        "bv", "corp", "co", "dr", "msc", "cpa", "plc",
    ];
    let swapped = || {
        let (family, given) = name.split_once(',')?;
        let (family, given) = (family.trim(), given.trim());
        let bare = given.replace('.', "").to_lowercase();
        let is_swappable = is_name_part(family) && is_name_part(given) && !SUFFIXES.contains(&bare.as_str());
        is_swappable.then(|| format!("{given} {family}"))
    };
    swapped().unwrap_or_else(|| name.to_owned())
}

/// One to three words of letters that begin like a name.
fn is_name_part(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | ' ');
    (1..=3).contains(&words)
        && text.chars().all(is_letter)
        && text.chars().next().is_some_and(char::is_alphabetic)
        && !text.split_whitespace().any(|word| matches!(word, "and" | "und" | "et" | "for" | "of" | "team"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::raw;

    fn check(field: &str, expected: &str) {
        let message = format!("To: {field}\n\n");
        let message = raw::PARSER.parse(&message).unwrap();
        let mut problems = Vec::new();
        let headers = Headers::of(&message, &mut problems);
        let found: Vec<String> = of(&headers, &["To"], &mut problems)
            .iter()
            .map(|mailbox| format!("{}={}", mailbox.address, mailbox.name.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(found.join("; "), expected, "for `{field}`");
    }

    #[test]
    fn names_are_decoded_and_tidied() {
        check("Ana Lopez <ana@example.org>", "ana@example.org=Ana Lopez");
        check("\"Lopez, Ana\" <ana@example.org>", "ana@example.org=Ana Lopez");
        check("Lopez, Ana <ana@example.org>, bo@example.org", "ana@example.org=Ana Lopez; bo@example.org=-");
        check("Ana Lopez (Acme) <ana@example.org>", "ana@example.org=Ana Lopez");
        check("\"Lopez, Ana (Madrid)\" <ana@example.org>", "ana@example.org=Ana Lopez");
        check("ana@example.org (Ana Lopez)", "ana@example.org=Ana Lopez");
        check("'Ana Lopez' <ana@example.org>", "ana@example.org=Ana Lopez");
        check("\"ANA@example.org\" <ana@example.org>", "ana@example.org=-");
        check("\"Lopez, Ltd.\" <ana@example.org>", "ana@example.org=Lopez, Ltd.");
        check("=?ISO-8859-1?Q?Ana_L=F3pez?= <ana@example.org>", "ana@example.org=Ana López");
        check("\"=?utf-8?B?QW5hIEzDs3Bleg==?=\" <ana@example.org>", "ana@example.org=Ana López");
        check("=?utf-8?Q?Ana L=C3=B3pez?= <ana@example.org>", "ana@example.org=Ana López");
        check("\"Ana\u{202e}Lopez\" <ana@example.org>", "ana@example.org=AnaLopez");
    }

    #[test]
    fn groups_archives_and_broken_lists_give_their_addresses() {
        check("ana at example.org (Ana Lopez)", "ana@example.org=Ana Lopez");
        check("undisclosed-recipients:;", "");
        check("Team: ana@example.org, \"Bo\" <bo@example.org>;", "ana@example.org=-; bo@example.org=Bo");
        check("ana@example.org; bo@example.org", "ana@example.org=-; bo@example.org=-");
        check("Ana <ana@example.org", "ana@example.org=Ana");
        check("nobody, at home", "");
    }

    #[test]
    fn a_thousand_addresses_are_kept_and_the_rest_is_told() {
        let field = vec!["ana@example.org"; 1_001].join(",\n ");
        let message = format!("To: {field}\n\n");
        let message = raw::PARSER.parse(&message).unwrap();
        let mut problems = Vec::new();
        let headers = Headers::of(&message, &mut problems);
        assert_eq!(of(&headers, &["To"], &mut problems).len(), 1_000);
        assert_eq!(problems[0].code, "too_many_addresses");
    }
}
