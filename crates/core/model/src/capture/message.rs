use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::capture::decision::{Decision, Reason};
use crate::ids::{AccountId, ImportId, InteractionId, MemberId};
use crate::moment::Moment;
use crate::problem::Problem;

/// What a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrivalKind {
    /// A mail.
    #[default]
    Mail,
    /// A contact that a member logged by hand.
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

    /// Reads a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Mail, Self::ByHand].into_iter().find(|kind| kind.name() == name)
    }
}

/// What is known of everything that came in, whatever was decided about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageRecord {
    /// The id that its interaction has, if it has one. Derived from Message-ID, sender, date and own words.
    pub id: InteractionId,
    /// What it is.
    pub kind: ArrivalKind,
    /// The Message-ID as written.
    pub message_id: Option<String>,
    /// The Message-ID this one answers.
    pub answers: Option<String>,
    /// Who wrote it.
    pub sender: Option<Address>,
    /// The member who wrote it, when it was one of the team.
    pub sender_member: Option<MemberId>,
    /// When it was written.
    pub at: Option<Moment>,
    /// Its subject.
    pub subject: String,
    /// What was decided.
    pub decision: Decision,
    /// Another message bears the same Message-ID with other content.
    pub is_copied: bool,
    /// What was wrong with it.
    pub problems: Vec<Problem>,
    /// The import that brought it first.
    pub import: ImportId,
}

/// One run of an import and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportRun {
    /// Its id.
    pub id: ImportId,
    /// The account whose mail it reads.
    pub account: AccountId,
    /// What was read, in the words of whoever began it.
    pub label: String,
    /// When it was asked for.
    pub started_at: Moment,
    /// When it ended, or was found to be interrupted; `None` while it waits or runs.
    pub finished_at: Option<Moment>,
    /// How far it came.
    pub counts: ImportCounts,
    /// Bytes read of those that are to be read.
    pub bytes: u64,
    /// Bytes that are to be read; 0 until that is known.
    pub total_bytes: u64,
    /// What stopped it, if something did.
    pub failure: Option<String>,
}

impl ImportRun {
    /// What is said of a run that a crash or a kill cut short.
    pub const INTERRUPTED: &str =
        "It was interrupted. Read the same again: what is here already does not land twice.";

    /// It neither came to its end nor failed.
    pub fn is_interrupted(&self) -> bool {
        self.failure.as_deref() == Some(Self::INTERRUPTED)
    }
}

/// The counts of an import. They add up: `read = added + known + set aside + unreadable`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Messages read.
    pub read: u64,
    /// Kept, and not here before.
    pub added: u64,
    /// Here before.
    pub known: u64,
    /// Set aside, by reason.
    pub set_aside: std::collections::BTreeMap<Reason, u64>,
    /// In which no message could be found.
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
