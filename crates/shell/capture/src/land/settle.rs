use std::collections::BTreeMap;

use rapport_model::{
    Address, Channel, Decision, Interaction, InteractionId, MailDraft, Mailbox, MessageRecord, Moment,
    NameSeen, Participation, PersonId, Touch,
};
use rapport_store::{Result, Tx};
use sha2::{Digest, Sha256};

use crate::decide::{Exchange, Verdict};

/// A message with its decision and, when it is stored already, the one before.
#[derive(Debug)]
pub(crate) struct Settled {
    pub(crate) record: MessageRecord,
    pub(crate) verdict: Option<Verdict>,
    pub(crate) draft: MailDraft,
    pub(crate) before: Option<MessageRecord>,
    /// Whether it was decided from every copy there is, so that the stored decision is replaced.
    pub(crate) is_complete: bool,
}

impl Settled {
    /// Of two copies of one message the one that says more counts: what came to us directly beats what came
    /// through a list. Between two that are kept, whoever took part in either took part.
    pub(crate) fn with_copy(self, other: Self) -> Self {
        let (mut best, rest) =
            if rank(&other.record) < rank(&self.record) { (other, self) } else { (self, other) };
        best.before = best.before.or(rest.before);
        if let (Some(verdict), Some(others)) = (&mut best.verdict, rest.verdict) {
            for exchange in others.exchanges {
                let is_there = |present: &Exchange| {
                    present.member == exchange.member && present.person.address == exchange.person.address
                };
                if best.record.decision == Decision::Kept && !verdict.exchanges.iter().any(is_there) {
                    verdict.exchanges.push(exchange);
                }
            }
        }
        best
    }

    /// A further copy of a message that is here already never takes back what a better copy has shown.
    pub(crate) fn over_what_is_kept(mut self) -> Self {
        if let Some(before) = &self.before {
            self.record.import = before.import;
            self.record.is_copied = before.is_copied;
            if rank(before) <= rank(&self.record) {
                if self.record.decision != Decision::Kept {
                    self.verdict = None;
                }
                self.record = before.clone();
            }
        }
        self
    }
}

fn rank(record: &MessageRecord) -> u8 {
    match record.decision {
        Decision::Kept => 0,
        Decision::SetAside { reason } => 1 + reason as u8,
        Decision::Unreadable => u8::MAX,
    }
}

/// Writes decisions down, with the interactions and people that follow from them.
pub(crate) fn settle(tx: &Tx<'_>, settled: Vec<Settled>) -> Result<()> {
    let records: Vec<(&MessageRecord, bool)> = settled.iter().map(|one| (&one.record, waits(one))).collect();
    tx.save_messages(&records)?;
    let is_kept = |record: &MessageRecord| record.decision == Decision::Kept;
    let removed: Vec<InteractionId> = settled
        .iter()
        .filter(|one| one.is_complete && one.before.as_ref().is_some_and(is_kept))
        .map(|one| one.record.id)
        .collect();
    if !removed.is_empty() {
        tx.remove_interactions(&removed)?;
    }
    let kept: Vec<(Settled, Verdict)> = settled
        .into_iter()
        .filter(|one| is_kept(&one.record))
        .filter_map(|mut one| one.verdict.take().map(|verdict| (one, verdict)))
        .collect();
    let people = people_of(tx, &kept)?;
    let keys: Vec<Vec<i64>> = kept.iter().map(|(one, verdict)| thread_keys(&one.draft, verdict)).collect();
    let threads = tx.assign_threads(&keys)?;
    let mut interactions = Vec::with_capacity(kept.len());
    let mut participations = Vec::new();
    for ((one, verdict), thread) in kept.into_iter().zip(threads) {
        let at = one.draft.at.expect("an undated message is set aside");
        let opens = one.draft.answers.is_none() && !one.draft.is_reply;
        let touch = Touch { at, side: verdict.side, channel: Channel::Mail, opens };
        interactions.push(Interaction {
            id: one.record.id,
            at,
            channel: Channel::Mail,
            side: verdict.side,
            opens,
            subject: one.draft.subject,
            own_text: one.draft.own_text,
            thread,
        });
        for exchange in &verdict.exchanges {
            let person = people[&exchange.person.address.without_tag()];
            participations.push(Participation {
                member: exchange.member,
                person,
                interaction: one.record.id,
                touch,
            });
        }
    }
    tx.add_interactions(&interactions, &participations)
}

fn waits(one: &Settled) -> bool {
    matches!(one.record.decision, Decision::SetAside { reason: rapport_model::Reason::List })
}

/// Finds or makes the people of kept messages, and saves their names.
fn people_of(tx: &Tx<'_>, kept: &[(Settled, Verdict)]) -> Result<BTreeMap<Address, PersonId>> {
    let mut seen: BTreeMap<Address, Vec<(NameSeen, Moment)>> = BTreeMap::new();
    for (one, verdict) in kept {
        let at = one.draft.at.unwrap_or_default();
        for Exchange { person: Mailbox { address, name }, is_own_name, .. } in &verdict.exchanges {
            let name = NameSeen { is_own: *is_own_name, at, name: name.clone().unwrap_or_default() };
            seen.entry(address.without_tag()).or_default().push((name, at));
        }
    }
    let addresses: Vec<Address> = seen.keys().cloned().collect();
    let owners = tx.owners_of(&addresses)?;
    let fresh = tx.person_ids(&addresses.iter().collect::<Vec<_>>())?;
    let mut people = BTreeMap::new();
    let mut names = Vec::new();
    let mut used = Vec::new();
    for (((address, seen), owner), fresh) in seen.into_iter().zip(owners).zip(fresh) {
        let person = owner.unwrap_or(fresh);
        let last = seen.iter().map(|(_, at)| *at).max().unwrap_or_default();
        let best =
            seen.into_iter().map(|(name, _)| name).max_by_key(|name| (!name.name.is_empty(), name.clone()));
        names.push((person, best.unwrap_or_default()));
        used.push((address.clone(), person, last));
        people.insert(address, person);
    }
    tx.save_people(&names)?;
    tx.save_addresses(&used)?;
    Ok(people)
}

/// What a mail shares with others of its thread: its own id, the ids it answers, or the subject between the same
/// people when it names none.
fn thread_keys(draft: &MailDraft, verdict: &Verdict) -> Vec<i64> {
    let mut keys = Vec::new();
    if let Some(id) = &draft.message_id {
        keys.push(key("id", id));
    }
    if let Some(id) = &draft.answers {
        keys.push(key("id", id));
    }
    if let Some(id) = draft.references.first() {
        keys.push(key("id", id));
    }
    let names_none = draft.answers.is_none() && draft.references.is_empty();
    if names_none && !draft.base_subject.is_empty() {
        let subject = draft.base_subject.to_lowercase();
        for exchange in &verdict.exchanges {
            keys.push(key(exchange.person.address.as_str(), &subject));
        }
    }
    if keys.is_empty() {
        keys.push(key("own", &draft.own_text));
    }
    keys
}

fn key(kind: &str, text: &str) -> i64 {
    let mut hash = Sha256::new();
    hash.update(kind);
    hash.update([0]);
    hash.update(text);
    let hash = hash.finalize();
    i64::from_be_bytes(hash[..8].try_into().expect("a hash has more than eight bytes"))
}
