use rapport_model::{Decision, InteractionId, MessageRecord, Problem, Reason};
use rapport_store::{SetAsidePage, StoreError, Tx};
use uuid::Uuid;

use crate::acting::Acting;
use crate::error::{AppError, Result, What};
use crate::permission::rights::Noun;
use crate::permission::visibility::Visibility;

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
#[derive(Clone, Debug)]
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

impl Acting {
    /// How many messages of the member's accounts were decided how, and a page of those that were not kept.
    pub async fn decisions(&self, query: DecisionQuery) -> Result<DecisionPage> {
        let is_first = query.before.is_none();
        let before = query.before.unwrap_or(InteractionId(Uuid::max()));
        let (member, visibility) = (self.id(), self.visibility());
        let page = self.read(Noun::Decision, move |tx| {
            let counts = tx.decision_counts(member)?;
            let mut by_id = Vec::new();
            let messages = if let Some(text) = query.text.filter(|text| !text.trim().is_empty()) {
                let text = text.trim();
                if is_first {
                    let id = text.trim_matches(['<', '>']);
                    let bearing = tx.messages_by_message_id(&[id])?.into_iter().flatten();
                    by_id = visibility.seen(tx, bearing)?;
                }
                tx.not_kept(member, &SetAsidePage::Containing(text.to_owned()), before, PAGE)?
            } else if let Some(reason) = query.reason {
                tx.not_kept(member, &SetAsidePage::Reason(reason), before, PAGE)?
            } else if query.is_unreadable {
                tx.not_kept(member, &SetAsidePage::Unreadable, before, PAGE)?
            } else {
                Vec::new()
            };
            let next = messages.last().filter(|_| messages.len() == PAGE as usize).map(|last| last.id);
            by_id.extend(messages);
            Ok(DecisionPage { counts, messages: by_id, next })
        });
        page.await
    }

    /// What was decided about a message, by its Message-ID, or by its own id when it has none. Several when the
    /// Message-ID was copied.
    pub async fn why(&self, message_id: &str) -> Result<Vec<Why>> {
        let wanted = message_id.trim().trim_matches(['<', '>']).to_owned();
        let (id, visibility) = (wanted.clone(), self.visibility());
        let found = self.read(Noun::Decision, move |tx| {
            let mut records: Vec<MessageRecord> =
                tx.messages_by_message_id(&[&wanted])?.into_iter().flatten().collect();
            if let (true, Ok(id)) = (records.is_empty(), Uuid::parse_str(&wanted)) {
                records.extend(tx.messages(&[InteractionId(id)])?.into_iter().flatten());
            }
            let own = visibility.seen(tx, records)?.into_iter();
            own.map(|record| why(tx, visibility, record)).collect::<Result<Vec<_>, _>>()
        });
        let found = found.await?;
        if found.is_empty() {
            return Err(AppError::NotFound(What::Message(id)));
        }
        Ok(found)
    }
}

/// Why a message that the member may see is here or is not. Which import brought it is told when it was their own.
pub(crate) fn why(tx: &Tx<'_>, visibility: Visibility, record: MessageRecord) -> Result<Why, StoreError> {
    let explanation = match &record.decision {
        Decision::SetAside { reason } => reason.explanation(),
        Decision::Kept => "It is an exchange between the team and somebody outside.",
        Decision::Unreadable => "Nothing that makes a message could be found in it.",
    };
    let source = match tx.import(record.import)? {
        Some(import) if visibility.owns(tx, import.account)? => import.label,
        Some(_) => "an import of a colleague".to_owned(),
        None => "an import that is no longer listed".to_owned(),
    };
    Ok(Why {
        decision: record.decision.name().to_owned(),
        reason: record.decision.reason().map(|reason| reason.name().to_owned()),
        explanation: explanation.to_owned(),
        source,
        problems: record.problems,
        is_copied: record.is_copied,
        id: record.id,
    })
}
