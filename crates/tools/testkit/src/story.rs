//! Mails for tests, in one line: `mail("ana@x.example",
//! "olivia@y.example").at("2026-03-01T10:00:00Z").text("…").bytes()`.

use rapport_model::Moment;

use crate::demo::letter::{Contact, Letter};

/// A builder of a mail.
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
    /// Sets when it was written, such as `2026-03-01T10:00:00Z`.
    ///
    /// # Panics
    /// When the text is no moment.
    #[must_use]
    pub fn at(mut self, when: &str) -> Self {
        self.0.at = when.parse().expect("a test writes times as 2026-03-01T10:00:00Z");
        self
    }

    #[must_use]
    pub fn subject(mut self, subject: &str) -> Self {
        subject.clone_into(&mut self.0.subject);
        self
    }

    /// Sets the text of the body.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        text.clone_into(&mut self.0.plain);
        self
    }

    /// Sets the display name of the writer.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.0.from.name);
        self
    }

    /// Sets the Message-ID, without brackets.
    #[must_use]
    pub fn id(mut self, id: &str) -> Self {
        id.clone_into(&mut self.0.id);
        self
    }

    /// Sets the Message-ID it replies to, without brackets.
    #[must_use]
    pub fn answers(mut self, id: &str) -> Self {
        self.0.thread.push(id.to_owned());
        self
    }

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
