use std::collections::HashMap;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::Row;
use crate::error::Result;

statements! {
    ADDRESSES = "SELECT address, person_id FROM address WHERE workspace_id = $1";
    PEOPLE = "SELECT id, name FROM person WHERE workspace_id = $1";
    MESSAGES = "SELECT id, message_id, answers, sender, at, subject, decision, reason, is_copied, problems, kind FROM message
        WHERE workspace_id = $1";
    ORIGINALS = "SELECT sha256, message_id, size FROM original WHERE workspace_id = $1";
    INTERACTIONS = "SELECT id, at, channel, side, opens, subject, own_text, thread FROM interaction
        WHERE workspace_id = $1";
    TOUCHES = "SELECT person_id, member_id, at, interaction_id, side, channel, opens FROM touch
        WHERE workspace_id = $1";
    STATES = "SELECT member_id, person_id, state FROM relationship WHERE workspace_id = $1 AND state IS NOT NULL";
    OPT_OUTS = "SELECT id, person_id, noted_by, channel, note, at, withdrawn_at, withdrawn_by FROM opt_out
        WHERE workspace_id = $1";
    SIGHTINGS = "SELECT message_id, account_id FROM sighting WHERE workspace_id = $1";
    FOLLOW_UPS = "SELECT id, member_id, person_id, at, act, until_at, reason, undone_at FROM follow_up
        WHERE workspace_id = $1";
    LEAN_BACKS = "SELECT id, member_id, person_id, reason, plan, suggested_at, starts_at, stopped_at FROM lean_back
        WHERE workspace_id = $1";
    INTRODUCTIONS = "SELECT id, member_id, via_member_id, via_person_id, person_id, asked_at, declined_at, undone_at
        FROM introduction WHERE workspace_id = $1";
    HIDDEN_TIES = "SELECT member_id, person_id, at FROM hidden_tie WHERE workspace_id = $1";
    MEMBERS = "SELECT id, name, role FROM member WHERE workspace_id = $1";
    OURS = "SELECT address, member_id FROM member_address WHERE workspace_id = $1";
}

/// How a column enters the hash.
#[derive(Clone, Copy)]
enum Column {
    Id,
    /// The id of a person, which differs from store to store; the first of their addresses is hashed instead.
    Person,
    Int,
    Flag,
    Text,
    Bytes,
}

use Column::{Bytes, Flag, Id, Int, Person, Text};

/// What is hashed: everything that was captured or entered, and the states folded from it. Left out is when and
/// by which run it came, which says nothing about it.
const TABLES: [(&str, &crate::engine::statement::Statement, &[Column]); 15] = [
    ("address", &ADDRESSES, &[Text, Person]),
    ("person", &PEOPLE, &[Person, Text]),
    ("message", &MESSAGES, &[Id, Text, Text, Text, Int, Text, Text, Text, Flag, Text, Text]),
    ("original", &ORIGINALS, &[Bytes, Id, Int]),
    ("interaction", &INTERACTIONS, &[Id, Int, Text, Text, Flag, Text, Text, Int]),
    ("touch", &TOUCHES, &[Person, Id, Int, Id, Text, Text, Flag]),
    ("state", &STATES, &[Id, Person, Bytes]),
    ("follow_up", &FOLLOW_UPS, &[Id, Id, Person, Int, Text, Int, Text, Int]),
    ("lean_back", &LEAN_BACKS, &[Id, Id, Person, Text, Text, Int, Int, Int]),
    ("introduction", &INTRODUCTIONS, &[Id, Id, Id, Person, Person, Int, Int, Int]),
    ("hidden_tie", &HIDDEN_TIES, &[Id, Person, Int]),
    ("opt_out", &OPT_OUTS, &[Id, Person, Id, Text, Text, Int, Int, Id]),
    ("sighting", &SIGHTINGS, &[Id, Id]),
    ("member", &MEMBERS, &[Id, Text, Text]),
    ("member_address", &OURS, &[Text, Id]),
];

impl Tx<'_> {
    /// One hash over the content of a workspace, the same on both engines and in whatever order it was written;
    /// and how many rows of each kind went into it.
    pub fn logical_hash(&self) -> Result<(String, Vec<(&'static str, u64)>)> {
        let names = self.first_addresses()?;
        let mut whole = Sha256::new();
        let mut counts = Vec::new();
        for (table, statement, columns) in TABLES {
            // Adding the hashes of the rows makes their order irrelevant without sorting them.
            let mut sum = [0_u64; 4];
            let mut rows = 0_u64;
            self.for_each(statement, &[], |row| {
                let hash = hash_row(row, columns, &names)?;
                for (sum, part) in sum.iter_mut().zip(hash.chunks_exact(8)) {
                    *sum =
                        sum.wrapping_add(u64::from_be_bytes(part.try_into().expect("chunks of eight bytes")));
                }
                rows += 1;
                Ok(())
            })?;
            whole.update(table);
            whole.update(rows.to_be_bytes());
            for part in sum {
                whole.update(part.to_be_bytes());
            }
            counts.push((table, rows));
        }
        Ok((format!("{:x}", whole.finalize()), counts))
    }

    /// The first of each person's addresses, in the order of the letters.
    fn first_addresses(&self) -> Result<HashMap<Uuid, String>> {
        let mut first: HashMap<Uuid, String> = HashMap::new();
        self.for_each(&ADDRESSES, &[], |row| {
            let (address, person) = (row.text(0)?, row.id(1)?);
            let known = first.entry(person).or_insert_with(|| address.clone());
            if address < *known {
                *known = address;
            }
            Ok(())
        })?;
        Ok(first)
    }
}

fn hash_row(row: &Row<'_>, columns: &[Column], names: &HashMap<Uuid, String>) -> Result<[u8; 32]> {
    let mut hash = Sha256::new();
    for (place, column) in columns.iter().enumerate() {
        let bytes: Option<Vec<u8>> = match column {
            Id => row.maybe_id(place)?.map(|id| id.as_bytes().to_vec()),
            Person => row.maybe_id(place)?.map(|id| {
                names.get(&id).map_or_else(|| id.as_bytes().to_vec(), |address| address.clone().into_bytes())
            }),
            Int => row.maybe_int(place)?.map(|value| value.to_be_bytes().to_vec()),
            Flag => Some(vec![u8::from(row.bool(place)?)]),
            Text => row.maybe_text(place)?.map(String::into_bytes),
            Bytes => row.maybe_bytes(place)?,
        };
        hash.update(bytes.as_ref().map_or(u64::MAX, |bytes| bytes.len() as u64).to_be_bytes());
        hash.update(bytes.unwrap_or_default());
    }
    Ok(hash.finalize().into())
}
