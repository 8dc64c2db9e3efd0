//! Reads one mail: bytes to a draft and a list of what was wrong.

mod addresses;
mod body;
mod flowed;
mod headers;
mod list;
mod machine;
mod raw;
mod sender;
mod subject;
#[cfg(test)]
mod tests;
mod thread;
mod when;

use mail_parser::Message;
use rapport_model::{MailDraft, Moment, Problem};

use crate::mbox;
use headers::Headers;

/// The result of reading the bytes of one message.
#[derive(Clone, Debug, PartialEq)]
pub enum MailRead {
    /// A mail, with a list of its problems inside the draft.
    Message(Box<MailDraft>),
    /// No message was found: no bytes, no header, or binary data.
    Unreadable(Vec<Problem>),
}

/// Reads a mail. `envelope` is the moment in the `From ` line of an mbox; it is used when the mail has no better date.
pub fn read(bytes: &[u8], envelope: Option<Moment>) -> MailRead {
    let (bytes, arrived) = mbox::without_separator(raw::without_byte_order_mark(bytes));
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return unreadable("empty", "There is nothing in it.");
    }
    let mut problems = Vec::new();
    let bytes = raw::with_readable_header(bytes);
    let Some(message) = raw::PARSER.parse(bytes.as_ref()) else {
        return unreadable("no_header", "It has no header.");
    };
    let draft = draft(&message, envelope.or(arrived), &mut problems);
    raw::release(message);
    match draft {
        Some(draft) => MailRead::Message(Box::new(MailDraft { problems, ..draft })),
        None => unreadable("no_header", "It has none of the fields that make a mail."),
    }
}

fn draft(message: &Message<'_>, envelope: Option<Moment>, problems: &mut Vec<Problem>) -> Option<MailDraft> {
    let headers = Headers::of(message, problems);
    if !headers.make_a_message() {
        return None;
    }
    let mut draft = MailDraft {
        from: sender::from(&headers, problems),
        to: addresses::of(&headers, &["To", "Apparently-To"], problems),
        cc: addresses::of(&headers, &["Cc"], problems),
        bcc: addresses::of(&headers, &["Bcc"], problems),
        delivered_to: addresses::of(&headers, addresses::DELIVERED_TO, problems),
        ..MailDraft::default()
    };
    thread::fill(&mut draft, &headers, problems);
    subject::fill(&mut draft, &headers);
    when::fill(&mut draft, &headers, envelope, problems);
    body::fill(&mut draft, message, problems);
    draft.list = list::mark(&headers, &draft);
    draft.automated = machine::mark(&headers, message, &draft);
    Some(draft)
}

fn unreadable(code: &str, detail: &str) -> MailRead {
    MailRead::Unreadable(vec![Problem::new(code, detail)])
}
