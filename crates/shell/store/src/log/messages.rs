use rapport_model::{
    Address, ArrivalKind, Decision, ImportId, InteractionId, MemberId, MessageRecord, Reason,
};
use sha2::{Digest, Sha256};

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Row, Value, values};
use crate::error::{Corruption, Result};

statements! {
    KNOWN = "SELECT message_id FROM original WHERE workspace_id = $1 AND sha256 = $2";
    BY_ID = "SELECT id, message_id, answers, sender, sender_member_id, at, subject, decision, reason, is_copied,
        problems, import_id, kind FROM message WHERE workspace_id = $1 AND id = $2";
    BY_KEY = "SELECT id, message_id, answers, sender, sender_member_id, at, subject, decision, reason, is_copied,
        problems, import_id, kind FROM message WHERE workspace_id = $1 AND message_key = $2 ORDER BY id";
    WAITING = "SELECT id FROM message WHERE workspace_id = $1 AND waits_for = $2 ORDER BY id";
    ANY_WAITING = "SELECT id FROM message WHERE workspace_id = $1 AND waits_for IS NOT NULL LIMIT 1";
    SAVE = "INSERT INTO message (workspace_id, id, message_id, message_key, answers, waits_for, sender,
            sender_member_id, at, subject, decision, reason, is_copied, problems, import_id, kind)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        ON CONFLICT (workspace_id, id) DO UPDATE SET waits_for = excluded.waits_for, sender = excluded.sender,
            sender_member_id = excluded.sender_member_id, subject = excluded.subject, decision = excluded.decision, reason = excluded.reason,
            problems = excluded.problems";
    MARK_COPIED = "UPDATE message SET is_copied = $3 WHERE workspace_id = $1 AND id = $2";
    SAVE_ORIGINAL = "INSERT INTO original (workspace_id, sha256, message_id, size, content)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (workspace_id, sha256) DO NOTHING";
    ORIGINALS = "SELECT sha256, message_id, size, content FROM original
        WHERE workspace_id = $1 AND message_id = $2 ORDER BY sha256";
    ALL_ORIGINALS = "SELECT sha256, message_id, size, content FROM original WHERE workspace_id = $1";
    IDS_AFTER = "SELECT id FROM message WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    SET_ASIDE = "SELECT id, message_id, answers, sender, sender_member_id, at, subject, decision, reason, is_copied,
        problems, import_id, kind FROM message
        WHERE workspace_id = $1 AND decision = 'set_aside' AND reason = $3 AND id < $4 AND EXISTS (SELECT 1 FROM account JOIN sighting ON sighting.workspace_id = account.workspace_id
            AND sighting.account_id = account.id AND sighting.message_id = message.id
            WHERE account.workspace_id = $1 AND account.member_id = $2)
        ORDER BY id DESC LIMIT $5";
    UNREADABLE = "SELECT id, message_id, answers, sender, sender_member_id, at, subject, decision, reason, is_copied,
        problems, import_id, kind FROM message
        WHERE workspace_id = $1 AND decision = 'unreadable' AND id < $3 AND EXISTS (SELECT 1 FROM account JOIN sighting ON sighting.workspace_id = account.workspace_id
            AND sighting.account_id = account.id AND sighting.message_id = message.id
            WHERE account.workspace_id = $1 AND account.member_id = $2)
        ORDER BY id DESC LIMIT $4";
    LOOK_UP = "SELECT id, message_id, answers, sender, sender_member_id, at, subject, decision, reason, is_copied,
        problems, import_id, kind FROM message WHERE workspace_id = $1 AND id < $4 AND decision <> 'kept'
        AND (sender LIKE $3 ESCAPE '!' OR lower(subject) LIKE $3 ESCAPE '!') AND EXISTS (SELECT 1 FROM account JOIN sighting ON sighting.workspace_id = account.workspace_id
            AND sighting.account_id = account.id AND sighting.message_id = message.id
            WHERE account.workspace_id = $1 AND account.member_id = $2)
        ORDER BY id DESC LIMIT $5";
    SENDERS = "SELECT DISTINCT sender FROM message WHERE workspace_id = $1 AND sender IS NOT NULL";
    SET_SENDER_MEMBER = "UPDATE message SET sender_member_id = $3 WHERE workspace_id = $1 AND sender = $2";
}

/// The bytes of a message as they were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// The hash of the bytes before compression.
    pub sha256: [u8; 32],
    /// The message that was read from them.
    pub message: InteractionId,
    /// The number of bytes before compression.
    pub size: u64,
    /// The compressed bytes; see `rapport_capture::decompress`.
    pub content: Vec<u8>,
}

/// Which of the messages that were not kept are listed.
#[derive(Clone, Debug)]
pub enum SetAsidePage {
    /// Those that were set aside for this reason.
    Reason(Reason),
    /// Those in which no message was found.
    Unreadable,
    /// Those whose sender or subject contains this text.
    Containing(String),
}

impl Tx<'_> {
    /// For each hash, the message that has an original with it; `None` when there is none.
    pub fn known_originals(&self, hashes: &[[u8; 32]]) -> Result<Vec<Option<InteractionId>>> {
        let rows: Vec<_> = hashes.iter().map(|hash| vec![Value::from(hash.as_slice())]).collect();
        let found = self.query_each(&KNOWN, &rows, |row| Ok(InteractionId(row.id(0)?)))?;
        Ok(found.into_iter().map(|ids| ids.into_iter().next()).collect())
    }

    /// The records of messages, in the order of the ids; `None` for an id without a message.
    pub fn messages(&self, ids: &[InteractionId]) -> Result<Vec<Option<MessageRecord>>> {
        let rows: Vec<_> = ids.iter().map(|id| vec![Value::from(*id)]).collect();
        let found = self.query_each(&BY_ID, &rows, read)?;
        Ok(found.into_iter().map(|records| records.into_iter().next()).collect())
    }

    /// For each Message-ID, the messages that have it. There are several when it was copied.
    pub fn messages_by_message_id(&self, message_ids: &[&str]) -> Result<Vec<Vec<MessageRecord>>> {
        let rows: Vec<_> = message_ids.iter().map(|id| vec![Value::from(key(id))]).collect();
        let found = self.query_each(&BY_KEY, &rows, read)?;
        let bears = |record: &MessageRecord, id: &str| record.message_id.as_deref() == Some(id);
        Ok(found
            .into_iter()
            .zip(message_ids)
            .map(|(records, id)| records.into_iter().filter(|record| bears(record, id)).collect())
            .collect())
    }

    /// For each Message-ID, the list messages whose decision rests on who wrote the message of that id.
    pub fn dependents_of(&self, message_ids: &[&str]) -> Result<Vec<Vec<InteractionId>>> {
        if self.optional(&ANY_WAITING, &[], |_| Ok(()))?.is_none() {
            return Ok(vec![Vec::new(); message_ids.len()]);
        }
        let rows: Vec<_> = message_ids.iter().map(|id| vec![Value::from(key(id))]).collect();
        self.query_each(&WAITING, &rows, |row| Ok(InteractionId(row.id(0)?)))
    }

    /// Saves the records of messages; `waits` says which decisions depend on the message they reply to.
    pub fn save_messages(&self, records: &[(&MessageRecord, bool)]) -> Result<()> {
        let after: Vec<_> = records.iter().map(|(record, _)| (record.id, &record.decision)).collect();
        self.move_counts(&after)?;
        let rows: Vec<_> = records.iter().map(|(record, waits)| written(record, *waits)).collect();
        self.execute_each(&SAVE, &rows)
    }

    /// Saves that other messages have the same Message-ID with other content.
    pub fn mark_copied(&self, ids: &[InteractionId]) -> Result<()> {
        let rows: Vec<_> = ids.iter().map(|id| vec![Value::from(*id), Value::from(true)]).collect();
        self.execute_each(&MARK_COPIED, &rows)
    }

    /// Saves originals; those stored already stay as they are.
    pub fn save_originals(&self, originals: &[Original]) -> Result<()> {
        self.execute_each(&SAVE_ORIGINAL, &originals.iter().map(written_original).collect::<Vec<_>>())
    }

    /// The originals of one message: several when its copies differ in their bytes.
    pub fn originals(&self, message: InteractionId) -> Result<Vec<Original>> {
        self.query(&ORIGINALS, values![message], read_original)
    }

    /// Calls `each` with every original, without collecting them.
    pub fn each_original(&self, mut each: impl FnMut(Original) -> Result<()>) -> Result<()> {
        self.for_each(&ALL_ORIGINALS, &[], |row| each(read_original(row)?))
    }

    /// The next `limit` message ids after one, for walking over all of them.
    pub fn message_ids_after(&self, after: InteractionId, limit: u32) -> Result<Vec<InteractionId>> {
        self.query(&IDS_AFTER, values![after, limit], |row| Ok(InteractionId(row.id(0)?)))
    }

    /// Messages of a member's accounts that were not kept, newest first, before a given one.
    pub fn not_kept(
        &self,
        member: MemberId,
        page: &SetAsidePage,
        before: InteractionId,
        limit: u32,
    ) -> Result<Vec<MessageRecord>> {
        match page {
            SetAsidePage::Reason(reason) => {
                self.query(&SET_ASIDE, values![member, reason.name(), before, limit], read)
            }
            SetAsidePage::Unreadable => self.query(&UNREADABLE, values![member, before, limit], read),
            SetAsidePage::Containing(text) => {
                let escaped = text.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
                self.query(&LOOK_UP, values![member, format!("%{escaped}%"), before, limit], read)
            }
        }
    }

    /// Sets again which senders are members, after the team's addresses have changed.
    pub fn assign_senders(&self, member: impl Fn(&Address) -> Option<MemberId>) -> Result<()> {
        let senders = self.query(&SENDERS, &[], |row| row.text(0))?;
        let row = |sender: String| {
            let member = Address::parse(&sender).and_then(|address| member(&address));
            vec![Value::from(sender), Value::from(member)]
        };
        self.execute_each(&SET_SENDER_MEMBER, &senders.into_iter().map(row).collect::<Vec<_>>())
    }
}

/// The hash by which a Message-ID is looked up.
pub(crate) fn key(message_id: &str) -> i64 {
    let hash = Sha256::digest(message_id.as_bytes());
    i64::from_be_bytes(hash[..8].try_into().expect("a hash has more than eight bytes"))
}

fn written(record: &MessageRecord, waits: bool) -> Vec<Value<'_>> {
    let problems = (!record.problems.is_empty())
        .then(|| serde_json::to_string(&record.problems).expect("problems are plain text under plain names"));
    vec![
        Value::from(record.id),
        Value::from(record.message_id.as_deref()),
        Value::from(record.message_id.as_deref().map(key)),
        Value::from(record.answers.as_deref()),
        Value::from(record.answers.as_deref().filter(|_| waits).map(key)),
        Value::from(record.sender.as_ref().map(Address::as_str)),
        Value::from(record.sender_member),
        Value::from(record.at),
        Value::from(&record.subject),
        Value::from(record.decision.name()),
        Value::from(record.decision.reason().map(Reason::name)),
        Value::from(record.is_copied),
        Value::from(problems),
        Value::from(record.import),
        Value::from(record.kind.name()),
    ]
}

fn read(row: &Row<'_>) -> Result<MessageRecord> {
    let problems = row.maybe_text(10)?;
    Ok(MessageRecord {
        id: InteractionId(row.id(0)?),
        message_id: row.maybe_text(1)?,
        answers: row.maybe_text(2)?,
        sender: row.maybe_text(3)?.and_then(|address| Address::parse(&address)),
        sender_member: row.maybe_id(4)?.map(MemberId),
        at: row.maybe_moment(5)?,
        subject: row.text(6)?,
        decision: decision(row, 7, 8)?,
        is_copied: row.bool(9)?,
        problems: match problems {
            Some(text) => serde_json::from_str(&text).map_err(Corruption::Json)?,
            None => Vec::new(),
        },
        import: ImportId(row.id(11)?),
        kind: row.name(12, ArrivalKind::from_name)?,
    })
}

fn decision(row: &Row<'_>, decision: usize, reason: usize) -> Result<Decision> {
    let reason = row.maybe_text(reason)?;
    row.name(decision, |name| Decision::from_names(name, reason.as_deref()))
}

fn read_original(row: &Row<'_>) -> Result<Original> {
    let hash = row.bytes(0)?;
    Ok(Original {
        sha256: hash.try_into().map_err(|_| Corruption::Row("a stored hash is not a hash"))?,
        message: InteractionId(row.id(1)?),
        size: row.count(2)?,
        content: row.bytes(3)?,
    })
}

fn written_original(original: &Original) -> Vec<Value<'_>> {
    vec![
        Value::from(original.sha256.as_slice()),
        Value::from(original.message),
        Value::Int(original.size as i64),
        Value::from(&original.content),
    ]
}
