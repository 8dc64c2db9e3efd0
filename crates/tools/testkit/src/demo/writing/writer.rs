use crate::demo::cast::{Company, Person};
use crate::demo::letter::Letter;

/// The writer of a mail, with what signatures and quotes need.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    pub person: &'a Person,
    /// Their company; `None` for our own sellers.
    pub company: Option<&'a Company>,
    /// Their offset from UTC in winter, in minutes.
    pub zone: i64,
}

/// A mail that was sent, with what its writer typed.
pub struct Sent {
    pub letter: Letter,
    /// The text that its writer typed, in paragraphs.
    pub own: String,
}

/// The text with the special characters of HTML escaped.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
