//! Mail: what is decided about each message of a batch, and about those that rest on it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rapport_formats::mail::MailRead;
use rapport_model::{ArrivalKind, Decision, ImportCounts, InteractionId, MailDraft, MessageRecord, Rules};
use rapport_store::{Result, Tx};

use crate::arrival::CUT;
use crate::compression::decompress;
use crate::decide::{Parent, Verdict, decide, decide_for, rests_on_parent, sender_member};
use crate::land::landing::Landing;
use crate::land::settle::{Settled, settle};

/// Decides about the mails of a batch and keeps what follows from it; their originals are to be saved with them. Gives
/// those that were not here before, and their Message-IDs.
pub(super) fn land_mails(
    tx: &Tx<'_>,
    landing: &Landing,
    mails: Vec<(InteractionId, MailRead)>,
    counts: &mut ImportCounts,
) -> Result<(BTreeSet<InteractionId>, Vec<String>)> {
    let ids: Vec<InteractionId> = mails.iter().map(|(id, _)| *id).collect();
    let mut known: HashMap<InteractionId, Option<MessageRecord>> =
        ids.iter().copied().zip(tx.messages(&ids)?).collect();
    let parents = Parents::of(tx, &landing.rules, drafts(&mails))?;
    let mut settled: BTreeMap<InteractionId, Settled> = BTreeMap::new();
    let mut fresh = BTreeSet::new();
    for (id, read) in mails {
        let (record, verdict, draft) = judged(id, read, landing, &parents);
        let before = known.get_mut(&id).and_then(Option::take);
        let earlier = settled.remove(&id);
        let is_known = before.is_some() || earlier.is_some();
        let copy = Settled { record, verdict, draft, before, is_complete: false };
        match earlier {
            Some(earlier) => settled.insert(id, earlier.with_copy(copy)),
            None => settled.insert(id, copy.over_what_is_kept()),
        };
        if is_known {
            counts.known += 1;
        } else {
            fresh.insert(id);
        }
    }
    for (id, one) in &settled {
        if fresh.contains(id) {
            counts.count(&one.record.decision);
        } else if let Some(before) = &one.before {
            recount(before, &one.record.decision, landing, counts);
        }
    }
    flag_copied_ids(tx, &fresh, &mut settled)?;
    let answered: Vec<String> = fresh.iter().filter_map(|id| settled[id].record.message_id.clone()).collect();
    settle(tx, settled.into_values().collect())?;
    Ok((fresh, answered))
}

fn drafts(mails: &[(InteractionId, MailRead)]) -> impl Iterator<Item = &MailDraft> + Clone {
    mails.iter().filter_map(|(_, read)| match read {
        MailRead::Message(draft) => Some(draft.as_ref()),
        MailRead::Unreadable(_) => None,
    })
}

fn judged(
    id: InteractionId,
    read: MailRead,
    landing: &Landing,
    parents: &Parents,
) -> (MessageRecord, Option<Verdict>, MailDraft) {
    match read {
        MailRead::Message(draft) => {
            let verdict = decide(&draft, &landing.rules, landing.account.member, parents.of_draft(&draft));
            (record(id, &draft, &verdict, landing), Some(verdict), *draft)
        }
        MailRead::Unreadable(problems) => {
            let record = MessageRecord {
                id,
                kind: ArrivalKind::Mail,
                message_id: None,
                answers: None,
                sender: None,
                sender_member: None,
                at: None,
                subject: String::new(),
                decision: Decision::Unreadable,
                is_copied: false,
                problems,
                import: landing.import,
            };
            (record, None, MailDraft::default())
        }
    }
}

pub(crate) fn record(
    id: InteractionId,
    draft: &MailDraft,
    verdict: &Verdict,
    landing: &Landing,
) -> MessageRecord {
    MessageRecord {
        id,
        kind: ArrivalKind::Mail,
        message_id: draft.message_id.clone(),
        answers: draft.answers.clone(),
        sender: draft.from.as_ref().map(|from| from.address.clone()),
        sender_member: sender_member(draft, &landing.rules),
        at: draft.at,
        subject: draft.subject.clone(),
        decision: verdict.decision.clone(),
        is_copied: false,
        problems: draft.problems.clone(),
        import: landing.import,
    }
}

/// Who wrote the messages that list mail answers, from this batch or from before.
pub(crate) struct Parents {
    by_message_id: HashMap<String, Parent>,
}

impl Parents {
    pub(crate) fn of<'a>(
        tx: &Tx<'_>,
        rules: &Rules,
        drafts: impl Iterator<Item = &'a MailDraft> + Clone,
    ) -> Result<Self> {
        let wanted: BTreeSet<&str> = drafts
            .clone()
            .filter(|draft| rests_on_parent(draft, rules))
            .filter_map(|draft| draft.answers.as_deref())
            .collect();
        let mut by_message_id: HashMap<String, Parent> = HashMap::new();
        let mut add = |id: &str, parent: Parent| {
            // Of several messages with the id, ours is the one that was most likely replied to.
            let present = by_message_id.get(id);
            if present.is_none_or(|present| present.member.is_none() && parent.member.is_some()) {
                by_message_id.insert(id.to_owned(), parent);
            }
        };
        let stored: Vec<&str> = wanted.iter().copied().collect();
        for records in tx.messages_by_message_id(&stored)? {
            for record in records {
                if let (Some(id), Some(sender)) = (&record.message_id, record.sender) {
                    add(id, Parent { member: record.sender_member, sender });
                }
            }
        }
        for draft in drafts {
            if let (Some(id), Some(from)) = (draft.message_id.as_deref(), &draft.from)
                && wanted.contains(id)
            {
                add(id, Parent { member: rules.member(&from.address), sender: from.address.clone() });
            }
        }
        Ok(Self { by_message_id })
    }

    pub(crate) fn of_draft(&self, draft: &MailDraft) -> Option<&Parent> {
        self.by_message_id.get(draft.answers.as_deref()?)
    }
}

/// Flags every message whose Message-ID stands on another message too. None of them hides another.
fn flag_copied_ids(
    tx: &Tx<'_>,
    fresh: &BTreeSet<InteractionId>,
    settled: &mut BTreeMap<InteractionId, Settled>,
) -> Result<()> {
    let mut bearers: BTreeMap<String, Vec<InteractionId>> = BTreeMap::new();
    for id in fresh {
        if let Some(message_id) = &settled[id].record.message_id {
            bearers.entry(message_id.clone()).or_default().push(*id);
        }
    }
    let message_ids: Vec<&str> = bearers.keys().map(String::as_str).collect();
    let stored = tx.messages_by_message_id(&message_ids)?;
    let mut copied = Vec::new();
    for (bearing, stored) in bearers.values().zip(stored) {
        if bearing.len() + stored.len() > 1 {
            copied.extend(stored.iter().filter(|record| !record.is_copied).map(|record| record.id));
            for id in bearing {
                if let Some(settled) = settled.get_mut(id) {
                    settled.record.is_copied = true;
                }
            }
        }
    }
    tx.mark_copied(&copied)
}

/// Decides again about list mail that answers what has just arrived.
pub(super) fn reconsider(
    tx: &Tx<'_>,
    landing: &Landing,
    answered: &[String],
    counts: &mut ImportCounts,
) -> Result<()> {
    let answered: Vec<&str> = answered.iter().map(String::as_str).collect();
    let waiting: BTreeSet<InteractionId> = tx.dependents_of(&answered)?.into_iter().flatten().collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let waiting: Vec<InteractionId> = waiting.into_iter().collect();
    for (before, after) in redecide(tx, landing, &waiting)? {
        recount(&before, &after, landing, counts);
    }
    Ok(())
}

/// Corrects the counts of this import. A message that an earlier one read was counted there.
fn recount(before: &MessageRecord, after: &Decision, landing: &Landing, counts: &mut ImportCounts) {
    if before.import == landing.import && before.decision != *after {
        counts.recount(&before.decision, after);
    }
}

/// Decides again about messages from their originals, and says what each was and is.
pub(crate) fn redecide(
    tx: &Tx<'_>,
    landing: &Landing,
    ids: &[InteractionId],
) -> Result<Vec<(MessageRecord, Decision)>> {
    let mut found = Vec::with_capacity(ids.len());
    for (id, before) in ids.iter().zip(tx.messages(ids)?) {
        // The rules are not applied to what was logged by hand.
        let Some(before) = before.filter(|before| before.kind == ArrivalKind::Mail) else { continue };
        for original in tx.originals(*id)? {
            let read = decompress(&original.content, original.size)
                .map(|bytes| rapport_formats::mail::read(&bytes, before.at));
            if let Some(MailRead::Message(draft)) = read {
                found.push((before.clone(), draft));
            }
        }
    }
    let parents = Parents::of(tx, &landing.rules, found.iter().map(|(_, draft)| draft.as_ref()))?;
    let mut settled: BTreeMap<InteractionId, Settled> = BTreeMap::new();
    let mut changes = Vec::new();
    let ids: Vec<InteractionId> = found.iter().map(|(before, _)| before.id).collect();
    for ((before, draft), readers) in found.into_iter().zip(tx.members_who_saw(&ids)?) {
        let verdict = decide_for(&draft, &landing.rules, &readers, parents.of_draft(&draft));
        let mut record = record(before.id, &draft, &verdict, landing);
        record.import = before.import;
        record.is_copied = before.is_copied;
        record.problems.extend(before.problems.iter().filter(|problem| problem.code == CUT).cloned());
        let id = before.id;
        let copy = Settled {
            record,
            verdict: Some(verdict),
            draft: *draft,
            before: Some(before),
            is_complete: true,
        };
        let merged = match settled.remove(&id) {
            Some(earlier) => earlier.with_copy(copy),
            None => copy,
        };
        settled.insert(id, merged);
    }
    for one in settled.values() {
        if let Some(before) = &one.before {
            changes.push((before.clone(), one.record.decision.clone()));
        }
    }
    settle(tx, settled.into_values().collect())?;
    Ok(changes)
}
