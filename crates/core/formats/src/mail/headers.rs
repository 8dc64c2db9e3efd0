use mail_parser::{HeaderValue, Message};
use rapport_model::Problem;

use crate::limits;

/// The fields of a mail's own header, in their order.
pub(super) struct Headers<'m> {
    fields: Vec<(&'m str, &'m HeaderValue<'m>)>,
}

impl<'m> Headers<'m> {
    pub(super) fn of(message: &'m Message<'m>, problems: &mut Vec<Problem>) -> Self {
        let fields = message.parts.first().map_or(&[][..], |part| part.headers.as_slice());
        if fields.len() > limits::HEADER_FIELDS {
            let detail = format!("It has {} header fields; the first 10,000 were looked at.", fields.len());
            problems.push(Problem::new("too_many_headers", detail));
        }
        let fields = fields
            .iter()
            .take(limits::HEADER_FIELDS)
            .map(|field| (field.name.as_str(), &field.value))
            .collect();
        Self { fields }
    }

    /// Whether these are the headers of a mail: at least one has a name that every mail program knows. Binary data may
    /// hold a colon in a line too.
    pub(super) fn make_a_message(&self) -> bool {
        const KNOWN: [&str; 12] = [
            "From",
            "To",
            "Cc",
            "Bcc",
            "Subject",
            "Date",
            "Message-ID",
            "Received",
            "Return-Path",
            "Content-Type",
            "MIME-Version",
            "Sender",
        ];
        KNOWN.iter().any(|name| self.has(name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    pub(super) fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'m HeaderValue<'m>> + 'h {
        self.fields.iter().filter(move |(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// The text of every field of that name.
    pub(super) fn texts<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'m str> + 'h {
        self.all(name).filter_map(HeaderValue::as_text)
    }

    /// The text of the first field of that name that has any.
    pub(super) fn text(&self, name: &str) -> Option<&'m str> {
        self.texts(name).map(str::trim).find(|text| !text.is_empty())
    }

    /// That text in lower case; empty when there is none.
    pub(super) fn folded(&self, name: &str) -> String {
        self.text(name).map(str::to_lowercase).unwrap_or_default()
    }

    /// Whether a header's name begins with one of these prefixes.
    pub(super) fn any_begins(&self, prefixes: &[&str]) -> bool {
        self.fields.iter().any(|(name, _)| {
            prefixes.iter().any(|prefix| {
                name.get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix))
            })
        })
    }
}
