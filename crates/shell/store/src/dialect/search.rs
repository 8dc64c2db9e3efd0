//! Full-text search: FTS5 on SQLite, tsvector on PostgreSQL, fed by one tokenizer ([`crate::log::words`]).

use rusqlite::OptionalExtension;
use uuid::Uuid;

use crate::engine::tx::{EngineTx, Tx};
use crate::error::Result;

// Contentless, without positions: the words themselves stand in the rows they point to. A batch of an import is
// sorted in memory and written in few pieces, and pieces are merged eight at a time, since
// writing and merging them was a quarter of an import.
pub(super) const SQLITE_TABLES: &str = "
CREATE VIRTUAL TABLE interaction_words USING fts5 (
    words, content='', contentless_delete=1, detail=none, prefix='3', tokenize='ascii');
CREATE VIRTUAL TABLE interaction_vocabulary USING fts5vocab(interaction_words, instance);
INSERT INTO interaction_words (interaction_words, rank) VALUES ('hashsize', 4194304), ('automerge', 8);
";

pub(super) const POSTGRES_TABLES: &str = "
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE TABLE interaction_words (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    words TSVECTOR NOT NULL,
    CONSTRAINT interaction_words_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX interaction_words_by_word ON interaction_words USING gin (workspace_id, words);
";

/// Adds the words of each interaction to the index.
pub(crate) fn index(tx: &Tx<'_>, entries: &[(Uuid, String)]) -> Result<()> {
    match &tx.engine {
        EngineTx::Sqlite(connection) => {
            // FTS5 writes fastest when its row ids ascend.
            let mut ordered: Vec<(i64, &str)> =
                entries.iter().map(|(id, words)| (place(*id), words.as_str())).collect();
            ordered.sort_unstable();
            // An interaction never changes, so nothing is looked up to be replaced, which takes as long as writing.
            let mut insert =
                connection.prepare_cached("INSERT INTO interaction_words (rowid, words) VALUES (?1, ?2)")?;
            for (place, words) in ordered {
                insert.execute((place, words))?;
            }
            Ok(())
        }
        EngineTx::Postgres { transaction, runtime } => {
            let text = "INSERT INTO interaction_words (workspace_id, id, words) VALUES ($1, $2, array_to_tsvector($3)) \
                 ON CONFLICT (workspace_id, id) DO UPDATE SET words = excluded.words";
            runtime.block_on(async {
                let insert = transaction.prepare_cached(text).await?;
                let insert = &insert;
                let each = entries.iter().map(|(id, words)| async move {
                    let mut words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
                    words.sort_unstable();
                    words.dedup();
                    transaction.execute(insert, &[&tx.workspace.0, id, &words]).await
                });
                futures_util::future::try_join_all(each).await?;
                Ok(())
            })
        }
    }
}

/// Removes the words of each interaction from the index.
pub(crate) fn forget(tx: &Tx<'_>, ids: &[Uuid]) -> Result<()> {
    match &tx.engine {
        EngineTx::Sqlite(connection) => {
            let mut delete = connection.prepare_cached("DELETE FROM interaction_words WHERE rowid = ?1")?;
            for id in ids {
                delete.execute([place(*id)])?;
            }
            Ok(())
        }
        EngineTx::Postgres { transaction, runtime } => {
            let text = "DELETE FROM interaction_words WHERE workspace_id = $1 AND id = ANY ($2)";
            runtime.block_on(async {
                let delete = transaction.prepare_cached(text).await?;
                transaction.execute(&delete, &[&tx.workspace.0, &ids]).await?;
                Ok(())
            })
        }
    }
}

/// The ids in which all `words` occur (each as the beginning of a word when marked so), highest id first.
/// On SQLite an id found may belong to another workspace or be shared by two rows: look it up under the scope.
pub(crate) fn find(tx: &Tx<'_>, words: &[Term], before: Option<Uuid>, limit: u32) -> Result<Vec<Found>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    match &tx.engine {
        EngineTx::Sqlite(connection) => {
            let query = words
                .iter()
                .map(|term| asked(connection, term))
                .collect::<Result<Vec<_>, _>>()?
                .join(" AND ");
            let text = "SELECT rowid FROM interaction_words WHERE interaction_words MATCH ?1 AND rowid < ?2 \
                 ORDER BY rowid DESC LIMIT ?3";
            let mut find = connection.prepare_cached(text)?;
            let before = before.map_or(i64::MAX, place);
            let rows = find.query_map((query, before, limit), |row| row.get::<_, i64>(0))?;
            Ok(rows.map(|place| place.map(Found::near)).collect::<Result<Vec<_>, _>>()?)
        }
        EngineTx::Postgres { transaction, runtime } => {
            let query: Vec<String> = words
                .iter()
                .map(|term| {
                    format!("'{}'{}", term.word.replace('\'', "''"), if term.is_prefix { ":*" } else { "" })
                })
                .collect();
            let text = "SELECT id FROM interaction_words \
                 WHERE workspace_id = $1 AND words @@ ($2::text)::tsquery AND id < $3 ORDER BY id DESC LIMIT $4";
            runtime.block_on(async {
                let find = transaction.prepare_cached(text).await?;
                let before = before.unwrap_or(Uuid::max());
                let limit = i64::from(limit);
                let rows =
                    transaction.query(&find, &[&tx.workspace.0, &query.join(" & "), &before, &limit]).await?;
                rows.iter().map(|row| Ok(Found { first: row.try_get(0)?, last: row.try_get(0)? })).collect()
            })
        }
    }
}

/// Beginnings of three letters have an index of their own; a shorter word is only found whole, since it begins nearly
/// every mail.
pub(crate) const SHORTEST_BEGINNING: usize = 3;

/// FTS5 reads all rows of the beginning of a word before it gives the newest, but only the newest of whole words. So
/// where few words begin so, those are asked for.
fn asked(connection: &rusqlite::Connection, term: &Term) -> rusqlite::Result<String> {
    const MOST: usize = 40;
    if !term.is_prefix {
        return Ok(format!("\"{}\"", term.word));
    }
    let beginning = format!("\"{}\"*", term.word);
    if term.word.chars().count() == SHORTEST_BEGINNING {
        return Ok(beginning);
    }
    let mut next =
        connection.prepare_cached("SELECT term FROM interaction_vocabulary WHERE term >= ?1 LIMIT 1")?;
    let mut words = Vec::new();
    let mut from = term.word.clone();
    while let Some(word) = next.query_row([&from], |row| row.get::<_, String>(0)).optional()? {
        if !word.starts_with(&term.word) {
            break;
        }
        if words.len() == MOST {
            return Ok(beginning);
        }
        // Nothing in a word sorts before a letter or digit, so the next word is not before this.
        from = format!("{word}!");
        words.push(format!("\"{word}\""));
    }
    Ok(if words.is_empty() { beginning } else { format!("({})", words.join(" OR ")) })
}

/// One word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) word: String,
    pub(crate) is_prefix: bool,
}

/// The range of ids that a hit stands for, both ends included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) first: Uuid,
    pub(crate) last: Uuid,
}

/// The row number in FTS5, which has 64 bits: the moment of a UUIDv7 and the twelve bits after it.
fn place(id: Uuid) -> i64 {
    let (high, _) = id.as_u64_pair();
    ((high >> 16 << 12) | (high & 0xfff)) as i64
}

impl Found {
    fn near(place: i64) -> Self {
        let place = place as u64;
        let high = (place >> 12 << 16) | 0x7000 | (place & 0xfff);
        Self { first: Uuid::from_u64_pair(high, 0), last: Uuid::from_u64_pair(high, u64::MAX) }
    }
}
