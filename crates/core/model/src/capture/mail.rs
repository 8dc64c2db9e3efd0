use serde::{Deserialize, Serialize};

use crate::address::Mailbox;
use crate::moment::Moment;
use crate::problem::Problem;

/// One mail as it was parsed, before anything is decided about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MailDraft {
    /// The Message-ID without brackets, as written.
    pub message_id: Option<String>,
    /// The Message-ID this mail replies to, without brackets: In-Reply-To, else the last of References; `None` when it
    /// has neither.
    pub answers: Option<String>,
    /// The Message-IDs of the References header, oldest first, without brackets.
    pub references: Vec<String>,
    /// The writer. When a mailing list replaced the sender by itself, the original one is restored where possible.
    pub from: Option<Mailbox>,
    /// The direct recipients, in the order of the header.
    pub to: Vec<Mailbox>,
    /// The recipients in copy, in the order of the header.
    pub cc: Vec<Mailbox>,
    /// The blind copies, which only the sender's own copy of a mail shows.
    pub bcc: Vec<Mailbox>,
    /// The mailboxes it was delivered to by the last servers (Delivered-To, X-Original-To, Envelope-To).
    pub delivered_to: Vec<Mailbox>,
    /// When it was written. `None` when no header holds a plausible date; `problems` says when another header than Date
    /// was used.
    pub at: Option<Moment>,
    /// The writer's offset from UTC in minutes, positive to the east; `None` when the date had none.
    pub zone_minutes: Option<i32>,
    /// The subject, decoded, without control characters.
    pub subject: String,
    /// The subject without `Re:`, `Fwd:`, `AW:`, `[list]` and the like.
    pub base_subject: String,
    /// Whether the subject or the headers mark it as a reply or a forward.
    pub is_reply: bool,
    /// The text that the writer typed, without quotes, signature and disclaimer.
    pub own_text: String,
    /// How it shows that a program wrote it; `None` for mail of people.
    pub automated: Option<Automated>,
    /// How it shows that it went to many; `None` for mail to named recipients.
    pub list: Option<ListMark>,
    /// The file names of the attachments, or their media types where they have no name.
    pub attachments: Vec<String>,
    /// What was wrong with the mail, and what was assumed instead.
    pub problems: Vec<Problem>,
}

/// The evidence that a program wrote a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Automated {
    /// A header such as Auto-Submitted or X-Autoreply, or the subject of an out-of-office notice.
    AutoReply,
    /// A delivery status notification (RFC 3464), or the notices of programs older than it.
    Bounce,
    /// A reply to an invitation (iTIP) that a calendar program wrote.
    CalendarReply,
    /// A sender whose mailbox nobody reads, such as no-reply or mailer-daemon.
    NoReply,
}

/// The evidence that a mail went to many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListMark {
    /// A discussion list: it has List-Id, List-Post or an archive, or Precedence: list.
    Discussion,
    /// A newsletter: it has List-Unsubscribe without List-Post, Precedence: bulk or junk, or the headers of a campaign.
    Newsletter,
}
