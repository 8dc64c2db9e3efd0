use rapport_model::{Address, Mailbox, Problem};

use super::addresses;
use super::headers::Headers;
use super::machine;

/// Who wrote it. Lists that put their own address into From are seen through where the writer is named elsewhere.
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
    let is_posted_to = ["List-Post", "X-BeenThere", "X-Mailing-List", "Mailing-List"].iter().any(|name| {
        headers.all(name).any(|value| match (value.as_text(), value.as_address()) {
            (Some(text), _) => text.to_lowercase().contains(from.as_str()),
            (_, Some(list)) => list.iter().any(|entry| {
                entry.address().and_then(|address| Address::parse(address.trim_start_matches("mailto:")))
                    == Some(from.clone())
            }),
            _ => false,
        })
    });
    // A List-Id is the list's address with a dot in place of the `@`.
    let dotted = format!("{}.{}", from.local(), from.domain());
    let is_named = headers.all("List-Id").any(|value| match (value.as_text(), value.as_address()) {
        (Some(text), _) => text.to_lowercase().contains(&dotted),
        (_, Some(list)) => list.iter().any(|entry| {
            entry.address().or(entry.name()).is_some_and(|id| id.to_lowercase().contains(&dotted))
        }),
        _ => false,
    });
    is_posted_to || is_named
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
