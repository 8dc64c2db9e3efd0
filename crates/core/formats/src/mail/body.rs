use mail_parser::{Message, MessagePart, MimeHeaders, PartType};
use rapport_model::{MailDraft, Problem};

use super::addresses::one_line;
use super::flowed;
use crate::{limits, own_words};

/// Fills the own text and the attachments of the draft.
pub(super) fn fill(draft: &mut MailDraft, message: &Message<'_>, problems: &mut Vec<Problem>) {
    let writer = draft.from.as_ref().and_then(|from| from.name.as_deref());
    draft.own_text = own_text(message, writer, problems);
    draft.attachments = attachments(message, problems);
    if message.parts.iter().any(|part| part.is_encoding_problem) {
        problems.push(Problem::new("encoding_broken", "A part of it is not encoded as it says."));
    }
}

fn own_text(message: &Message<'_>, writer: Option<&str>, problems: &mut Vec<Problem>) -> String {
    let plain = plain_text(message, problems);
    let is_wordless = plain.trim().is_empty();
    if !is_wordless && !is_stub(&plain) {
        return own_words::of_plain_by(&plain, writer);
    }
    let html = html_text(message, problems);
    if html.trim().is_empty() {
        return own_words::of_plain_by(&plain, writer);
    }
    own_words::of_html_by(&html, writer)
}

/// All text parts of the message itself; programs cut one text in two around an image.
fn plain_text(message: &Message<'_>, problems: &mut Vec<Problem>) -> String {
    let mut text = String::new();
    for part in message.text_bodies() {
        let PartType::Text(content) = &part.body else { continue };
        let content = capped(content, problems);
        let is_flowed = attribute(part, "format").is_some_and(|value| value.eq_ignore_ascii_case("flowed"));
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        if is_flowed {
            let drops_space = attribute(part, "delsp").is_some_and(|value| value.eq_ignore_ascii_case("yes"));
            text.push_str(&flowed::unfolded(content, drops_space));
        } else {
            text.push_str(content);
        }
    }
    text
}

fn html_text(message: &Message<'_>, problems: &mut Vec<Problem>) -> String {
    let mut html = String::new();
    for part in message.html_bodies() {
        if let PartType::Html(content) = &part.body {
            html.push_str(capped(content, problems));
            html.push_str("<br>");
        }
    }
    html
}

/// Whether a plain text only refers its reader to the HTML.
fn is_stub(plain: &str) -> bool {
    const LONGEST_STUB: usize = 400;
    if plain.len() > LONGEST_STUB {
        return false;
    }
    let folded = plain.to_lowercase();
    let says_so = ["html", "does not support", "view this email", "view this message", "in your browser"];
    says_so.iter().filter(|words| folded.contains(**words)).count() >= 2
}

fn attribute<'p>(part: &'p MessagePart<'_>, name: &str) -> Option<&'p str> {
    part.content_type().and_then(|kind| kind.attribute(name))
}

fn capped<'t>(text: &'t str, problems: &mut Vec<Problem>) -> &'t str {
    if text.len() <= limits::TEXT_BYTES {
        return text;
    }
    problems.push(Problem::new("text_cut", "Its text is longer than 2 MB; the beginning was looked at."));
    let mut end = limits::TEXT_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn attachments(message: &Message<'_>, problems: &mut Vec<Problem>) -> Vec<String> {
    let count = message.attachment_count();
    if count > limits::ATTACHMENTS {
        let detail = format!("It has {count} attachments; the first 1,000 were listed.");
        problems.push(Problem::new("too_many_attachments", detail));
    }
    message.attachments().filter_map(attachment).take(limits::ATTACHMENTS).collect()
}

fn attachment(part: &MessagePart<'_>) -> Option<String> {
    let kind = match (part.content_type(), &part.body) {
        (Some(kind), _) => format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("*")).to_lowercase(),
        (None, PartType::Message(_)) => "message/rfc822".to_owned(),
        (None, _) => "application/octet-stream".to_owned(),
    };
    // A signature is part of how it was sent.
    if kind.ends_with("-signature") {
        return None;
    }
    let name = part.attachment_name().map(|name| one_line(name, limits::HEADER_TEXT_BYTES));
    Some(name.filter(|name| !name.is_empty()).unwrap_or(kind))
}
