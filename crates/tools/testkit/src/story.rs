//! Mails for tests, in one line: `mail("ana@x.example", "olivia@y.example").at("2026-03-01T10:00:00Z").text("…").bytes()`.

use rapport_model::Moment;

use crate::demo::letter::{Contact, Letter};

/// A mail being put together.
#[derive(Clone, Debug)]
pub struct Mail(Letter);

/// A mail from somebody to somebody; everything else has a plain default.
pub fn mail(from: &str, to: &str) -> Mail {
    let contact = |address: &str| Contact::new("", address);
    Mail(Letter {
        from: contact(from),
        to: to.split(',').map(str::trim).map(contact).collect(),
        cc: Vec::new(),
        subject: "Hello".to_owned(),
        at: Moment::default(),
        zone: 0,
        id: String::new(),
        thread: Vec::new(),
        headers: Vec::new(),
        plain: "Hello".to_owned(),
        html: None,
        calendar: None,
        attachments: Vec::new(),
    })
}

impl Mail {
    /// When it was written, such as `2026-03-01T10:00:00Z`.
    ///
    /// # Panics
    /// When that is not a time.
    #[must_use]
    pub fn at(mut self, when: &str) -> Self {
        self.0.at = when.parse().expect("a test writes times as 2026-03-01T10:00:00Z");
        self
    }

    /// Its subject.
    #[must_use]
    pub fn subject(mut self, subject: &str) -> Self {
        subject.clone_into(&mut self.0.subject);
        self
    }

    /// Its text.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        text.clone_into(&mut self.0.plain);
        self
    }

    /// The name of its writer.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.0.from.name);
        self
    }

    /// Its Message-ID, without brackets.
    #[must_use]
    pub fn id(mut self, id: &str) -> Self {
        id.clone_into(&mut self.0.id);
        self
    }

    /// The Message-ID it answers, without brackets.
    #[must_use]
    pub fn answers(mut self, id: &str) -> Self {
        self.0.thread.push(id.to_owned());
        self
    }

    /// Another header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.0.headers.push((name, value.to_owned()));
        self
    }

    /// The raw message. Without an id of its own it gets one from its time and its writer.
    pub fn bytes(mut self) -> Vec<u8> {
        if self.0.id.is_empty() {
            self.0.id = format!("{}.{}", self.0.at.micros(), self.0.from.address);
        }
        self.0.bytes()
    }
}
