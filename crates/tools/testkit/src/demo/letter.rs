use std::fmt::Write;

use rapport_model::Moment;

use super::almanac::header_date;
use super::mime::{base64_lines, display_name, header_text, quoted_printable};

/// A name and an address, as in a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The display name; may be empty.
    pub name: String,
    pub address: String,
}

impl Contact {
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self { name: name.into(), address: address.into() }
    }

    fn header(&self) -> String {
        if self.name.is_empty() {
            return self.address.clone();
        }
        format!("{} <{}>", display_name(&self.name), self.address)
    }
}

/// An attachment of a mail.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub name: String,
    pub kind: &'static str,
    pub bytes: Vec<u8>,
}

/// A mail before it is encoded.
#[derive(Clone, Debug)]
pub struct Letter {
    pub from: Contact,
    pub to: Vec<Contact>,
    pub cc: Vec<Contact>,
    pub subject: String,
    pub at: Moment,
    /// The writer's offset from UTC in winter, in minutes to the east.
    pub zone: i64,
    /// The Message-ID, without brackets.
    pub id: String,
    /// The Message-IDs of the References header, oldest first.
    pub thread: Vec<String>,
    /// Further headers, by name.
    pub headers: Vec<(&'static str, String)>,
    /// The body as plain text.
    pub plain: String,
    /// The body as HTML; `None` when the writer's program sends none.
    pub html: Option<String>,
    /// The method and content of a calendar part; `None` without one.
    pub calendar: Option<(&'static str, String)>,
    pub attachments: Vec<Attachment>,
}

impl Letter {
    /// The raw message, with CRLF line ends.
    pub fn bytes(&self) -> Vec<u8> {
        let mut text = String::with_capacity(self.plain.len() * 2 + 1_024);
        for (name, value) in &self.headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        let _ = write!(text, "Date: {}\r\nFrom: {}\r\n", header_date(self.at, self.zone), self.from.header());
        list(&mut text, "To", &self.to);
        list(&mut text, "Cc", &self.cc);
        let _ = write!(text, "Subject: {}\r\nMessage-ID: <{}>\r\n", header_text(&self.subject), self.id);
        if let Some(last) = self.thread.last() {
            let references: Vec<String> = self.thread.iter().map(|id| format!("<{id}>")).collect();
            let _ = write!(text, "In-Reply-To: <{last}>\r\nReferences: {}\r\n", references.join("\r\n "));
        }
        text.push_str("MIME-Version: 1.0\r\n");
        self.body(&mut text);
        text.into_bytes()
    }

    fn body(&self, text: &mut String) {
        if self.attachments.is_empty() {
            return self.words(text);
        }
        let edge = format!("mixed-{}", self.edge());
        let _ = write!(text, "Content-Type: multipart/mixed; boundary=\"{edge}\"\r\n\r\n--{edge}\r\n");
        self.words(text);
        for attachment in &self.attachments {
            let name = &attachment.name;
            let _ = write!(
                text,
                "--{edge}\r\nContent-Type: {}; name=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\
                 Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n{}",
                attachment.kind,
                base64_lines(&attachment.bytes)
            );
        }
        let _ = write!(text, "--{edge}--\r\n");
    }

    fn words(&self, text: &mut String) {
        if self.html.is_none() && self.calendar.is_none() {
            return part(text, "text/plain", "", &self.plain);
        }
        let edge = format!("alt-{}", self.edge());
        let _ = write!(text, "Content-Type: multipart/alternative; boundary=\"{edge}\"\r\n\r\n--{edge}\r\n");
        part(text, "text/plain", "", &self.plain);
        if let Some(html) = &self.html {
            let _ = write!(text, "--{edge}\r\n");
            part(text, "text/html", "", html);
        }
        if let Some((method, calendar)) = &self.calendar {
            let _ = write!(text, "--{edge}\r\n");
            part(text, "text/calendar", &format!("; method={method}"), calendar);
        }
        let _ = write!(text, "--{edge}--\r\n");
    }

    /// A boundary that no text contains, the same for the same mail.
    fn edge(&self) -> String {
        self.id.chars().filter(char::is_ascii_alphanumeric).take(24).collect()
    }
}

fn list(text: &mut String, header: &str, contacts: &[Contact]) {
    if !contacts.is_empty() {
        let all: Vec<String> = contacts.iter().map(Contact::header).collect();
        let _ = write!(text, "{header}: {}\r\n", all.join(",\r\n "));
    }
}

fn part(text: &mut String, kind: &str, parameter: &str, content: &str) {
    let is_simple = content.is_ascii() && content.lines().all(|line| line.len() < 300);
    let (charset, encoding) = if is_simple { ("us-ascii", "7bit") } else { ("utf-8", "quoted-printable") };
    let _ = write!(
        text,
        "Content-Type: {kind}; charset={charset}{parameter}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    );
    if is_simple {
        for line in content.lines() {
            text.push_str(line);
            text.push_str("\r\n");
        }
    } else {
        text.push_str(&quoted_printable(content.trim_end_matches('\n')));
    }
}
