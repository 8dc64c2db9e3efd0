//! The words that the writer of a mail typed.

/// What was typed into a plain text mail.
pub fn of_plain(text: &str) -> String {
    of_plain_by(text, None)
}

/// What was typed into an HTML mail.
pub fn of_html(html: &str) -> String {
    of_html_by(html, None)
}

pub(crate) fn of_plain_by(text: &str, _writer: Option<&str>) -> String {
    text.lines().filter(|line| !line.starts_with('>')).collect::<Vec<_>>().join("\n")
}

pub(crate) fn of_html_by(html: &str, writer: Option<&str>) -> String {
    of_plain_by(&nanohtml2text::html2text(html), writer)
}
