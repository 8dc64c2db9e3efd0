use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::capture::decision::{Decision, Reason};
use crate::ids::{AccountId, ImportId, InteractionId, MemberId};
use crate::moment::Moment;
use crate::problem::Problem;

/// The kind of a stored message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrivalKind {
    /// It was read from a mailbox or a file of mail.
    #[default]
    Mail,
    /// A member logged it by hand.
    ByHand,
}

impl ArrivalKind {
    /// The stable name used in the store and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::ByHand => "by_hand",
        }
    }

    /// The kind with this stable name; `None` when there is no such name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Mail, Self::ByHand].into_iter().find(|kind| kind.name() == name)
    }
}

/// What is stored of every message, whatever was decided about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageRecord {
    /// The id of its interaction, if it has one. It is derived from Message-ID, sender, date and own text, so that the
    /// same message always has the same id.
    pub id: InteractionId,
    /// Whether it is a mail or was logged by hand.
    pub kind: ArrivalKind,
    /// The Message-ID as it was written, without brackets; `None` when it had none.
    pub message_id: Option<String>,
    /// The Message-ID this one replies to, without brackets; `None` when it replies to none.
    pub answers: Option<String>,
    /// The address of the writer; `None` when no valid one was found.
    pub sender: Option<Address>,
    /// The member who wrote it; `None` when the writer is not of the team.
    pub sender_member: Option<MemberId>,
    /// When it was written; `None` when it has no plausible date.
    pub at: Option<Moment>,
    /// The decoded subject; empty when there was none.
    pub subject: String,
    /// Whether it was kept, and why not.
    pub decision: Decision,
    /// Whether another message has the same Message-ID and other content. Both are stored.
    pub is_copied: bool,
    /// What was wrong with the message, and what was assumed instead.
    pub problems: Vec<Problem>,
    /// The run that read it first.
    pub import: ImportId,
}

/// One run of an import, with its progress and result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportRun {
    /// Identifies the run; its job in the queue has the same id.
    pub id: ImportId,
    /// The account whose mail it reads.
    pub account: AccountId,
    /// What is read, as it is shown in lists: a path, or the name of an uploaded file.
    pub label: String,
    /// When it was asked for.
    pub started_at: Moment,
    /// When it ended, or was found to be interrupted; `None` while it waits or runs.
    pub finished_at: Option<Moment>,
    /// How many messages were read so far, by what was decided.
    pub counts: ImportCounts,
    /// How many of `total_bytes` were read so far.
    pub bytes: u64,
    /// How many bytes there are to read; 0 until they have been counted.
    pub total_bytes: u64,
    /// The error that ended the run, for its reader; `None` when there was none.
    pub failure: Option<String>,
}

impl ImportRun {
    /// The failure of a run that ended because its process did.
    pub const INTERRUPTED: &str =
        "It was interrupted. Read the same again: what is here already does not land twice.";

    /// Whether the run ended without finishing and without an error of its own.
    pub fn is_interrupted(&self) -> bool {
        self.failure.as_deref() == Some(Self::INTERRUPTED)
    }
}

/// The counts of an import. They add up: `read = added + known + set aside + unreadable`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// All messages that were read.
    pub read: u64,
    /// Messages that were new and kept.
    pub added: u64,
    /// Messages that had been read before.
    pub known: u64,
    /// New messages that were set aside, by reason.
    pub set_aside: std::collections::BTreeMap<Reason, u64>,
    /// New stretches of bytes in which no message was found.
    pub unreadable: u64,
}

impl ImportCounts {
    /// Counts a message that was not here before.
    pub fn count(&mut self, decision: &Decision) {
        match decision {
            Decision::Kept => self.added += 1,
            Decision::SetAside { reason } => *self.set_aside.entry(*reason).or_default() += 1,
            Decision::Unreadable => self.unreadable += 1,
        }
    }

    /// Moves a message from one decision to another, because a later message changed it. A run that goes on with
    /// what was cut short has not counted what came before; there is nothing to move then.
    pub fn recount(&mut self, before: &Decision, after: &Decision) {
        let counted = match before {
            Decision::Kept => Some(&mut self.added),
            Decision::SetAside { reason } => self.set_aside.get_mut(reason),
            Decision::Unreadable => Some(&mut self.unreadable),
        };
        let Some(counted) = counted.filter(|count| **count > 0) else { return };
        *counted -= 1;
        self.set_aside.retain(|_, count| *count > 0);
        self.count(after);
    }
}
