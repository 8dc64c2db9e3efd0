use serde::{Deserialize, Serialize};

use crate::address::Mailbox;
use crate::moment::Moment;
use crate::problem::Problem;

/// One mail as it could be read, before anybody decided what it means.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MailDraft {
    /// The Message-ID without brackets, as written.
    pub message_id: Option<String>,
    /// The id this answers, without brackets: In-Reply-To, else the last of References.
    pub answers: Option<String>,
    /// The ids before it in the thread, oldest first, without brackets.
    pub references: Vec<String>,
    /// Who wrote it, after undoing what a list did to the sender.
    pub from: Option<Mailbox>,
    /// Direct recipients.
    pub to: Vec<Mailbox>,
    /// Recipients in copy.
    pub cc: Vec<Mailbox>,
    /// Blind copies, as senders' own copies still show them.
    pub bcc: Vec<Mailbox>,
    /// The mailboxes it was delivered to by the last servers (Delivered-To, X-Original-To, Envelope-To).
    pub delivered_to: Vec<Mailbox>,
    /// When it was written, or the nearest plausible moment; see its problems.
    pub at: Option<Moment>,
    /// The writer's own offset from UTC, in minutes.
    pub zone_minutes: Option<i32>,
    /// The subject, decoded, without control characters.
    pub subject: String,
    /// The subject without `Re:`, `Fwd:`, `AW:`, `[list]` and the like.
    pub base_subject: String,
    /// True when the subject or the headers say it is a reply or a forward.
    pub is_reply: bool,
    /// What the writer wrote: no quotes, no signature, no disclaimer.
    pub own_text: String,
    /// Set when a machine wrote it.
    pub automated: Option<Automated>,
    /// Set when it came through a list or was sent in bulk.
    pub list: Option<ListMark>,
    /// File names or types of what was attached.
    pub attachments: Vec<String>,
    /// What was wrong with it.
    pub problems: Vec<Problem>,
}

/// How one can tell that a machine wrote a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Automated {
    /// Auto-Submitted, X-Autoreply and the like, or an out-of-office text.
    AutoReply,
    /// A delivery status report.
    Bounce,
    /// An answer to an invitation, written by a calendar.
    CalendarReply,
    /// A sender that no one reads: no-reply, mailer-daemon, notifications.
    NoReply,
}

/// What shows that a mail went to many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListMark {
    /// A discussion list: List-Id or List-Post, a list archive, Precedence: list.
    Discussion,
    /// A newsletter: List-Unsubscribe without a list to post to, Precedence: bulk or junk, campaign headers.
    Newsletter,
}
