use crate::demo::cast::{Company, Person};
use crate::demo::letter::Letter;

/// Somebody at the keyboard.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    /// Who.
    pub person: &'a Person,
    /// Their company; `None` is ours.
    pub company: Option<&'a Company>,
    /// Their zone in winter, in minutes.
    pub zone: i64,
}

/// A mail that was sent, with what its writer typed.
pub struct Sent {
    /// The mail.
    pub letter: Letter,
    /// What its writer typed, in paragraphs.
    pub own: String,
}

/// Text that HTML shows as it is.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
