use rapport_model::{Address, Mailbox, Problem};

use super::addresses;
use super::headers::Headers;
use super::machine;

/// The writer. Where a list put its own address into From, the writer is taken from another header if one names them.
pub(super) fn from(headers: &Headers<'_>, problems: &mut Vec<Problem>) -> Option<Mailbox> {
    let Some(written) = addresses::first(headers, "From") else {
        problems.push(Problem::new("from_missing", "It has no sender that is an address."));
        return addresses::first(headers, "Sender");
    };
    let writer_name = written.name.as_deref().and_then(name_before_via);
    if machine::is_unread_sender(&written.address) {
        return Some(written);
    }
    if writer_name.is_none() && !is_address_of_list(headers, &written.address) {
        return Some(written);
    }
    match writer(headers, &written, writer_name.as_deref()) {
        Some(found) => {
            let name = writer_name.or(found.name).or(written.name);
            let name = name.and_then(|name| addresses::tidy_name(&name, &found.address));
            Some(Mailbox { name, ..found })
        }
        None if writer_name.is_some() => {
            let detail = "A list put its own address in place of the writer's, which stands nowhere else.";
            problems.push(Problem::new("sender_hidden", detail));
            Some(Mailbox { name: writer_name, ..written })
        }
        None => Some(written),
    }
}

/// `Ana Lopez via Growers` and `'Ana Lopez' via Growers` are Ana Lopez.
fn name_before_via(name: &str) -> Option<String> {
    let (writer, list) = name.rsplit_once(" via ")?;
    let writer = writer.trim().trim_matches(['\'', '"', '“', '”', '‘', '’', '(']).trim();
    (!writer.is_empty() && !list.trim().is_empty()).then(|| writer.to_owned())
}

fn is_address_of_list(headers: &Headers<'_>, from: &Address) -> bool {
    // A List-Id is the list's address with a dot in place of the `@`.
    let dotted = format!("{}.{}", from.local(), from.domain());
    let says = |name: &str, words: &str| headers.texts(name).any(|text| text.to_lowercase().contains(words));
    says("List-Id", &dotted)
        || ["List-Post", "X-BeenThere", "X-Mailing-List", "Mailing-List"]
            .iter()
            .any(|name| says(name, from.as_str()))
}

fn writer(headers: &Headers<'_>, list: &Mailbox, name: Option<&str>) -> Option<Mailbox> {
    let is_other =
        |mailbox: &Mailbox| mailbox.address != list.address && !is_address_of_list(headers, &mailbox.address);
    let noted = ["X-Original-From", "X-Original-Sender"]
        .iter()
        .find_map(|field| addresses::first(headers, field).filter(is_other));
    if noted.is_some() {
        return noted;
    }
    let is_named = |mailbox: &Mailbox| {
        name.is_some() && mailbox.name.as_deref().map(str::to_lowercase) == name.map(str::to_lowercase)
    };
    let mut ignored = Vec::new();
    let answers: Vec<Mailbox> =
        addresses::of(headers, &["Reply-To"], &mut ignored).into_iter().filter(is_other).collect();
    let copies = addresses::of(headers, &["Cc"], &mut ignored);
    answers
        .iter()
        .chain(copies.iter().filter(|mailbox| is_other(mailbox)))
        .find(|mailbox| is_named(mailbox))
        .or(if answers.len() == 1 { answers.first() } else { None })
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::raw;

    fn check(header: &str, expected: &str) {
        let text = format!("{header}\n\nHello\n");
        let message = raw::PARSER.parse(&text).unwrap();
        let mut problems = Vec::new();
        let headers = Headers::of(&message, &mut problems);
        let found = from(&headers, &mut problems).map_or("nobody".to_owned(), |mailbox| {
            format!("{}={}", mailbox.address, mailbox.name.as_deref().unwrap_or("-"))
        });
        assert_eq!(found, expected, "for:\n{header}");
    }

    #[test]
    fn a_writer_behind_a_list_is_found() {
        let list = "From: Ana Lopez via Growers <growers@example.net>";
        check(&format!("{list}\nReply-To: ana@example.org"), "ana@example.org=Ana Lopez");
        check(&format!("{list}\nX-Original-From: Ana L. <ana@example.org>"), "ana@example.org=Ana Lopez");
        check(&format!("{list}\nX-Original-Sender: ana@example.org"), "ana@example.org=Ana Lopez");
        check(
            &format!("{list}\nCc: Bo <bo@example.com>, Ana Lopez <ana@example.org>"),
            "ana@example.org=Ana Lopez",
        );
        check(list, "growers@example.net=Ana Lopez");
        let quiet = "From: Ana <growers@example.net>\nList-Post: <mailto:growers@example.net>";
        check(&format!("{quiet}\nReply-To: Ana <ana@example.org>"), "ana@example.org=Ana");
    }

    #[test]
    fn an_ordinary_sender_stays_whatever_the_reply_address() {
        check("From: Ana <ana@example.org>\nReply-To: office@example.org", "ana@example.org=Ana");
        check(
            "From: Ana <ana@example.org>\nList-Id: <growers.example.net>\nReply-To: g@example.net",
            "ana@example.org=Ana",
        );
        check(
            "From: Ana via Docs <no-reply@example.net>\nReply-To: ana@example.org",
            "no-reply@example.net=Ana via Docs",
        );
        check("To: ana@example.org", "nobody");
    }
}
