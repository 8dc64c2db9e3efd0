use rapport_model::{Decision, ImportRun, InteractionId, MessageRecord, Problem, Reason};
use rapport_store::SetAsidePage;
use serde::Serialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, Result};

/// Which decisions are wanted.
#[derive(Clone, Debug, Default)]
pub struct DecisionQuery {
    /// Of this reason; with no reason and no text, only the counts.
    pub reason: Option<Reason>,
    /// Those in which no message was found.
    pub is_unreadable: bool,
    /// Those whose sender, subject or Message-ID contains this.
    pub text: Option<String>,
    /// Before this one.
    pub before: Option<InteractionId>,
}

/// What was decided, in counts, and a page of what was not kept.
#[derive(Clone, Debug)]
pub struct DecisionPage {
    /// How many messages were decided how.
    pub counts: Vec<(Decision, u64)>,
    /// A page of messages, newest first.
    pub messages: Vec<MessageRecord>,
    /// Before which the next page begins.
    pub next: Option<InteractionId>,
}

/// Why a message is here or is not.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    /// `kept`, `set_aside` or `unreadable`.
    pub decision: String,
    /// The name of the reason, when it was set aside.
    pub reason: Option<String>,
    /// The same in a sentence.
    pub explanation: String,
    /// The import that brought it.
    pub source: String,
    /// What was wrong with it.
    pub problems: Vec<Problem>,
    /// Others bear the same Message-ID with other content.
    pub is_copied: bool,
    /// Its interaction's id, for looking at it.
    pub id: InteractionId,
}

const PAGE: u32 = 50;

impl App {
    /// Counts of decisions and a page of what was not kept.
    pub async fn decisions(&self, query: DecisionQuery) -> Result<DecisionPage> {
        let is_first = query.before.is_none();
        let before = query.before.unwrap_or(InteractionId(Uuid::max()));
        let page = self
            .store
            .read(self.workspace, move |tx| {
                let counts = tx.decision_counts()?;
                let mut by_id = Vec::new();
                let messages = if let Some(text) = query.text.filter(|text| !text.trim().is_empty()) {
                    let text = text.trim();
                    if is_first {
                        let id = text.trim_matches(['<', '>']);
                        by_id.extend(tx.messages_by_message_id(&[id])?.into_iter().flatten());
                    }
                    tx.not_kept(&SetAsidePage::Containing(text.to_owned()), before, PAGE)?
                } else if let Some(reason) = query.reason {
                    tx.not_kept(&SetAsidePage::Reason(reason), before, PAGE)?
                } else if query.is_unreadable {
                    tx.not_kept(&SetAsidePage::Unreadable, before, PAGE)?
                } else {
                    Vec::new()
                };
                let next = messages.last().filter(|_| messages.len() == PAGE as usize).map(|last| last.id);
                by_id.extend(messages);
                Ok((counts, by_id, next))
            })
            .await?;
        let (counts, messages, next) = page;
        Ok(DecisionPage { counts, messages, next })
    }

    /// What was decided about a message, by its Message-ID, or by its own id when it has none. Several when the
    /// Message-ID was copied.
    pub async fn why(&self, message_id: &str) -> Result<Vec<Why>> {
        let wanted = message_id.trim().trim_matches(['<', '>']).to_owned();
        let id = wanted.clone();
        let found = self
            .store
            .read(self.workspace, move |tx| {
                let mut records: Vec<MessageRecord> =
                    tx.messages_by_message_id(&[&wanted])?.into_iter().flatten().collect();
                if let (true, Ok(id)) = (records.is_empty(), Uuid::parse_str(&wanted)) {
                    records.extend(tx.messages(&[InteractionId(id)])?.into_iter().flatten());
                }
                records
                    .into_iter()
                    .map(|record| Ok((tx.import(record.import)?, record)))
                    .collect::<Result<Vec<_>, _>>()
            })
            .await?;
        if found.is_empty() {
            return Err(AppError::NotFound(format!("A message with the id <{id}>")));
        }
        Ok(found.into_iter().map(|(import, record)| why(import, record)).collect())
    }
}

pub(crate) fn why(import: Option<ImportRun>, record: MessageRecord) -> Why {
    let (decision, reason) = match record.decision {
        Decision::Kept => ("kept", None),
        Decision::SetAside { reason } => ("set_aside", Some(reason)),
        Decision::Unreadable => ("unreadable", None),
    };
    let explanation = match (&record.decision, reason) {
        (_, Some(reason)) => reason.explanation(),
        (Decision::Kept, _) => "It is an exchange between the team and somebody outside.",
        (_, _) => "Nothing that makes a message could be found in it.",
    };
    Why {
        decision: decision.to_owned(),
        reason: reason.map(|reason| reason.name().to_owned()),
        explanation: explanation.to_owned(),
        source: import.map_or_else(|| "an import that is no longer listed".to_owned(), |import| import.label),
        problems: record.problems,
        is_copied: record.is_copied,
        id: record.id,
    }
}
