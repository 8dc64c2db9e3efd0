use rapport_model::{Decision, InteractionId, MessageRecord, Problem, Reason};
use rapport_store::{SetAsidePage, StoreError, Tx};
use uuid::Uuid;

use crate::acting::Acting;
use crate::error::{AppError, Result, What};
use crate::permission::rights::Resource;
use crate::permission::visibility::Visibility;

/// Which decisions are listed.
#[derive(Clone, Debug, Default)]
pub struct DecisionQuery {
    /// Those with this reason. Without a reason and a text, only counts are returned.
    pub reason: Option<Reason>,
    /// Those in which no message was found.
    pub is_unreadable: bool,
    /// Those whose sender, subject or Message-ID contains this text.
    pub text: Option<String>,
    /// Those before this one; `None` for the first page.
    pub before: Option<InteractionId>,
}

/// The number of messages by decision, and a page of those that were not kept.
#[derive(Clone, Debug)]
pub struct DecisionPage {
    /// The number of messages by decision.
    pub counts: Vec<(Decision, u64)>,
    /// A page of messages, newest first.
    pub messages: Vec<MessageRecord>,
    /// The `before` of the next page; `None` on the last one.
    pub next: Option<InteractionId>,
}

/// Why a message was kept or not.
#[derive(Clone, Debug)]
pub struct Why {
    /// `kept`, `set_aside` or `unreadable`.
    pub decision: String,
    /// The stable name of the reason; `None` when it was not set aside.
    pub reason: Option<String>,
    /// The decision as a sentence.
    pub explanation: String,
    /// The label of the import that read it.
    pub source: String,
    /// What was wrong with the message, and what was assumed instead.
    pub problems: Vec<Problem>,
    /// Whether other messages have the same Message-ID and other content.
    pub is_copied: bool,
    /// The id of its interaction, which can be opened.
    pub id: InteractionId,
}

const PAGE: u32 = 50;

impl Acting {
    /// The number of messages of the member's accounts by decision, and a page of those that were not kept.
    pub async fn decisions(&self, query: DecisionQuery) -> Result<DecisionPage> {
        let is_first = query.before.is_none();
        let before = query.before.unwrap_or(InteractionId(Uuid::max()));
        let (member, visibility) = (self.id(), self.visibility());
        let page = self.read(Resource::Decision, move |tx| {
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

    /// The decision about a message, by its Message-ID, or by its own id when it has none. There are several when the
    /// Message-ID was copied.
    pub async fn why(&self, message_id: &str) -> Result<Vec<Why>> {
        let wanted = message_id.trim().trim_matches(['<', '>']).to_owned();
        let (id, visibility) = (wanted.clone(), self.visibility());
        let found = self.read(Resource::Decision, move |tx| {
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

/// The decision about a message that the member may see. The import that read it is named when it was their own.
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
