//! Contacts that a member logs by hand: they are kept as they are, until the member withdraws them.

use rapport_model::{
    Account, ArrivalKind, Channel, Decision, HandDraft, ImportCounts, ImportId, Interaction, InteractionId,
    MessageRecord, Moment, Participation, Reason, Touch,
};
use rapport_store::{Conflict, Corruption, Result, StoreError, Tx};

use crate::arrival::Arrival;
use crate::compression::decompress;

/// The longest subject that is made of a note, in characters.
const LONGEST_SUBJECT: usize = 80;

/// Makes the account and import of what a member logs by hand, if there are none; returns the import.
pub(super) fn prepare(tx: &Tx<'_>, account: &Account, now: Moment) -> Result<ImportId> {
    let import = ImportId(account.id.0);
    tx.add_account(account, now)?;
    if tx.import(import)?.is_none() {
        tx.begin_import(import, account.id, &account.name, now)?;
        tx.finish_import(import, &ImportCounts::default(), now, None)?;
    }
    Ok(import)
}

/// Keeps a logged contact. False when the same form was logged before; what was stored then stays.
pub(super) fn land_by_hand(
    tx: &Tx<'_>,
    import: ImportId,
    id: InteractionId,
    draft: &HandDraft,
) -> Result<bool> {
    if tx.messages(&[id])?.into_iter().flatten().next().is_some() {
        return Ok(false);
    }
    keep(tx, &record(import, id, draft), draft)?;
    Ok(true)
}

/// Withdraws a contact that a member logged. False when it is not theirs, or was withdrawn before.
pub fn withdraw(tx: &Tx<'_>, account: &Account, id: InteractionId) -> Result<bool> {
    let Some(mut record) = own(tx, account, id)?.filter(|record| record.decision == Decision::Kept) else {
        return Ok(false);
    };
    record.decision = Decision::SetAside { reason: Reason::Withdrawn };
    tx.save_messages(&[(&record, false)])?;
    tx.remove_interactions(&[id])?;
    Ok(true)
}

/// Keeps a withdrawn contact again. False when there is none of this member.
pub fn restore(tx: &Tx<'_>, account: &Account, id: InteractionId) -> Result<bool> {
    let Some(mut record) = own(tx, account, id)?.filter(|record| record.decision != Decision::Kept) else {
        return Ok(false);
    };
    record.decision = Decision::Kept;
    let draft = original(tx, id)?;
    keep(tx, &record, &draft)?;
    Ok(true)
}

/// A logged contact as its member wrote it; `None` when it is not theirs.
pub fn logged(tx: &Tx<'_>, account: &Account, id: InteractionId) -> Result<Option<HandDraft>> {
    match own(tx, account, id)? {
        Some(_) => original(tx, id).map(Some),
        None => Ok(None),
    }
}

fn own(tx: &Tx<'_>, account: &Account, id: InteractionId) -> Result<Option<MessageRecord>> {
    let found = match tx.messages(&[id])?.into_iter().flatten().next() {
        Some(found) => Some(found),
        None => backfill_record(tx, account, id)?,
    };
    let is_own = tx.sightings(&[id])?.into_iter().flatten().any(|seen| seen == account.id);
    Ok(found.filter(|record| is_own && record.kind == ArrivalKind::ByHand))
}

/// Makes a record of a contact that an earlier version logged without one. It is made when it is first needed.
fn backfill_record(tx: &Tx<'_>, account: &Account, id: InteractionId) -> Result<Option<MessageRecord>> {
    let Some(kept) = tx.interaction(id)? else { return Ok(None) };
    let parts = tx.participants(id)?;
    let [part] = parts.as_slice() else { return Ok(None) };
    let address = tx.person(part.person)?.and_then(|person| person.addresses.into_iter().next());
    let (true, Some(person)) = (part.member == account.member, address) else { return Ok(None) };
    let Interaction { channel, side, at, own_text: note, .. } = kept;
    let draft = HandDraft { key: id.0, member: account.member, person, channel, side, at, note };
    let import = prepare(tx, account, at)?;
    let record = record(import, id, &draft);
    tx.save_messages(&[(&record, false)])?;
    tx.save_originals(&[Arrival::by_hand(draft).original(id)])?;
    tx.add_sightings(account.id, &[id])?;
    Ok(Some(record))
}

fn original(tx: &Tx<'_>, id: InteractionId) -> Result<HandDraft> {
    let lost = || StoreError::from(Corruption::Row("what was logged by hand does not read back"));
    let original = tx.originals(id)?.into_iter().next().ok_or_else(lost)?;
    let bytes = decompress(&original.content, original.size).ok_or_else(lost)?;
    serde_json::from_slice(&bytes).map_err(|_| lost())
}

fn record(import: ImportId, id: InteractionId, draft: &HandDraft) -> MessageRecord {
    MessageRecord {
        id,
        kind: ArrivalKind::ByHand,
        message_id: None,
        answers: None,
        sender: None,
        sender_member: Some(draft.member),
        at: Some(draft.at),
        subject: subject_of(draft),
        decision: Decision::Kept,
        is_copied: false,
        problems: Vec::new(),
        import,
    }
}

fn keep(tx: &Tx<'_>, record: &MessageRecord, draft: &HandDraft) -> Result<()> {
    let owner = tx.owners_of(&[draft.person.without_tag()])?.into_iter().next().flatten();
    let person = owner.ok_or(Conflict::AddressGone)?;
    tx.save_messages(&[(record, false)])?;
    let HandDraft { at, side, channel, .. } = *draft;
    let bits = record.id.0.as_u64_pair().1;
    let kept = Interaction {
        id: record.id,
        at,
        channel,
        side,
        opens: true,
        subject: record.subject.clone(),
        own_text: draft.note.trim().to_owned(),
        thread: bits as i64,
    };
    let touch = Touch { at, side, channel, opens: true };
    let part = Participation { member: draft.member, person, interaction: record.id, touch };
    tx.add_interactions(&[kept], &[part])
}

/// The first line of the note, or the channel when there is none.
fn subject_of(draft: &HandDraft) -> String {
    let line = draft.note.lines().map(str::trim).find(|line| !line.is_empty());
    line.map_or_else(
        || match draft.channel {
            Channel::Mail => "Mail".to_owned(),
            Channel::Meeting => "Meeting".to_owned(),
            Channel::Call => "Call".to_owned(),
            Channel::Message => "Message".to_owned(),
        },
        |line| line.chars().take(LONGEST_SUBJECT).collect(),
    )
}
