use rapport_model::Moment;
use uuid::Uuid;

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::values;
use crate::error::Result;

statements! {
    ADD = "INSERT INTO job (workspace_id, id, kind, content, requested_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (workspace_id, id) DO NOTHING";
    NEXT = "SELECT id, kind, content FROM job WHERE workspace_id = $1 AND finished_at IS NULL
        ORDER BY requested_at, id LIMIT 1";
    FINISH = "UPDATE job SET finished_at = $3, failure = $4 WHERE workspace_id = $1 AND id = $2";
}

/// Something to be done in the background.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedJob {
    /// Its id.
    pub id: Uuid,
    /// Which job.
    pub kind: String,
    /// What it needs to know, as JSON.
    pub content: String,
}

impl Tx<'_> {
    /// Asks for a job.
    pub fn add_job(&self, job: &QueuedJob, now: Moment) -> Result<()> {
        self.execute(&ADD, values![job.id, &job.kind, &job.content, now]).map(drop)
    }

    /// The job that has waited longest.
    pub fn next_job(&self) -> Result<Option<QueuedJob>> {
        self.optional(&NEXT, &[], |row| {
            Ok(QueuedJob { id: row.id(0)?, kind: row.text(1)?, content: row.text(2)? })
        })
    }

    /// Notes that a job was done, or why it was not.
    pub fn finish_job(&self, id: Uuid, now: Moment, failure: Option<&str>) -> Result<()> {
        self.execute(&FINISH, values![id, now, failure]).map(drop)
    }
}
