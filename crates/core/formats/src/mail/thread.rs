use rapport_model::{MailDraft, Problem};

use super::headers::Headers;
use crate::limits;

/// Fills the Message-IDs that link a mail to its thread.
pub(super) fn fill(draft: &mut MailDraft, headers: &Headers<'_>, problems: &mut Vec<Problem>) {
    draft.message_id = headers.texts("Message-ID").find_map(|text| ids(text).into_iter().next());
    if draft.message_id.is_none() {
        problems.push(Problem::new("message_id_missing", "It has no Message-ID."));
    }
    let is_other = |id: &String| draft.message_id.as_ref() != Some(id);
    let answered = headers.texts("In-Reply-To").flat_map(ids).find(|id| is_other(id));
    let mut references: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for id in headers.texts("References").flat_map(ids).filter(is_other) {
        if seen.insert(id.clone()) {
            references.push(id);
        }
    }
    if references.len() > limits::REFERENCES {
        problems.push(Problem::new("too_many_references", "It names more than 64 mails before it."));
        // The first names the thread, the last ones the place in it.
        references.drain(1..=references.len() - limits::REFERENCES);
    }
    draft.answers = answered.or_else(|| references.last().cloned());
    draft.references = references;
    draft.is_reply = headers.text("In-Reply-To").is_some() || headers.text("References").is_some();
}

/// The ids in a field: what stands in brackets, or else the words that look like ids.
fn ids(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        let end = after.find(['>', '<']).unwrap_or(after.len());
        push_id(&mut found, &after[..end]);
        rest = after[end..].strip_prefix('>').unwrap_or(&after[end..]);
    }
    if found.is_empty() {
        let words = text.split_whitespace().map(|word| word.trim_matches(['"', '(', ')', ';', ',', '>']));
        for word in words.filter(|word| word.contains('@')) {
            push_id(&mut found, word);
        }
    }
    if found.is_empty() && text.split_whitespace().count() == 1 {
        push_id(&mut found, text.trim_matches(['<', '>', '"']));
    }
    found
}

fn push_id(found: &mut Vec<String>, raw: &str) {
    // Long ids are folded in the middle by some servers.
    let id: String = raw.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    if !id.is_empty() && id.len() <= limits::MESSAGE_ID_BYTES {
        found.push(id);
    }
}

#[cfg(test)]
mod tests {
    use super::ids;

    #[test]
    fn ids_are_found_in_the_forms_that_programs_write() {
        assert_eq!(ids("<a@x> <b@y>"), ["a@x", "b@y"]);
        assert_eq!(ids("<a@x><b@y"), ["a@x", "b@y"]);
        assert_eq!(ids("<a-very\r\n long@x>"), ["a-verylong@x"]);
        assert_eq!(ids("a@x"), ["a@x"]);
        assert_eq!(ids("Your message of Monday (a@x)"), ["a@x"]);
        assert_eq!(ids("Message from Ana of \"Thu, 1 Aug\" <a@x>"), ["a@x"]);
        assert_eq!(ids("123456"), ["123456"]);
        assert!(ids("<>  ").is_empty());
    }
}
