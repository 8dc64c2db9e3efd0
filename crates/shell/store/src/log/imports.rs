use rapport_model::{AccountId, ImportCounts, ImportId, ImportRun, MemberId, Moment};

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Row, values};
use crate::error::{Corruption, Result};

statements! {
    ADD = "INSERT INTO import (workspace_id, id, account_id, label, started_at, counts, bytes, total_bytes)
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0) ON CONFLICT (workspace_id, id) DO NOTHING";
    METER = "UPDATE import SET bytes = $3, total_bytes = $4 WHERE workspace_id = $1 AND id = $2";
    PROGRESS = "UPDATE import SET counts = $3, finished_at = NULL, failure = NULL WHERE workspace_id = $1 AND id = $2";
    INTERRUPTED = "UPDATE import SET finished_at = $2, failure = $3 WHERE workspace_id = $1 AND finished_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM job WHERE job.workspace_id = $1 AND job.id = import.id AND job.finished_at IS NULL
            AND job.set_aside_at IS NULL)";
    FINISH = "UPDATE import SET counts = $3, finished_at = $4, failure = $5 WHERE workspace_id = $1 AND id = $2";
    FIND = "SELECT id, label, started_at, finished_at, counts, failure, bytes, total_bytes, account_id FROM import
        WHERE workspace_id = $1 AND id = $2";
    LATEST = "SELECT import.id, label, started_at, finished_at, counts, failure, bytes, total_bytes, account_id
        FROM account JOIN import ON import.workspace_id = account.workspace_id AND import.account_id = account.id
        WHERE account.workspace_id = $1 AND account.member_id = $2 AND account.kind <> 'by_hand' ORDER BY started_at DESC, import.id DESC LIMIT $3";
}

impl Tx<'_> {
    /// Saves that an import was requested.
    pub fn begin_import(&self, id: ImportId, account: AccountId, label: &str, now: Moment) -> Result<()> {
        self.execute(&ADD, values![id, account, label, now, written(&ImportCounts::default())]).map(drop)
    }

    /// Saves the counts of an import, in the transaction that stored what they count, and that it is not interrupted.
    pub fn save_import_counts(&self, id: ImportId, counts: &ImportCounts) -> Result<()> {
        self.execute(&PROGRESS, values![id, written(counts)]).map(drop)
    }

    /// Marks the runs as interrupted that did not end and are not in the queue. The next batch of a run in another
    /// process removes the mark.
    pub fn note_interrupted_imports(&self, now: Moment) -> Result<()> {
        self.execute(&INTERRUPTED, values![now, ImportRun::INTERRUPTED]).map(drop)
    }

    /// Saves how many bytes an import has read, and how many there are.
    pub fn save_import_meter(&self, id: ImportId, bytes: u64, total_bytes: u64) -> Result<()> {
        self.execute(&METER, values![id, bytes as i64, total_bytes as i64]).map(drop)
    }

    /// Saves that an import ended, and the error that ended it if there was one.
    pub fn finish_import(
        &self,
        id: ImportId,
        counts: &ImportCounts,
        now: Moment,
        failure: Option<&str>,
    ) -> Result<()> {
        self.execute(&FINISH, values![id, written(counts), now, failure]).map(drop)
    }

    /// The import with this id; `None` when there is none.
    pub fn import(&self, id: ImportId) -> Result<Option<ImportRun>> {
        self.optional(&FIND, values![id], read)
    }

    /// The latest imports of a member's accounts, newest first.
    pub fn imports(&self, member: MemberId, limit: u32) -> Result<Vec<ImportRun>> {
        self.query(&LATEST, values![member, limit], read)
    }
}

fn written(counts: &ImportCounts) -> String {
    serde_json::to_string(counts).expect("counts are plain numbers under plain names")
}

fn read(row: &Row<'_>) -> Result<ImportRun> {
    let counts = row.text(4)?;
    Ok(ImportRun {
        id: ImportId(row.id(0)?),
        account: AccountId(row.id(8)?),
        label: row.text(1)?,
        started_at: row.moment(2)?,
        finished_at: row.maybe_moment(3)?,
        counts: serde_json::from_str(&counts).map_err(Corruption::Json)?,
        failure: row.maybe_text(5)?,
        bytes: row.count(6)?,
        total_bytes: row.count(7)?,
    })
}
