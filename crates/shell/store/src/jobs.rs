use rapport_model::{JobRequest, JobState, MAX_ATTEMPTS, Moment, OpenJob, next_attempt};
use uuid::Uuid;

use crate::engine::statement::{Statement, statements};
use crate::engine::tx::Tx;
use crate::engine::value::{Row, values};
use crate::error::Result;

// A job is open until it is finished. An open one waits while `locked_until` is empty, and is set aside when
// `set_aside_at` is not. `lease` grows with each taking: who holds an older number writes nothing any more.
statements! {
    ADD = "INSERT INTO job (workspace_id, id, kind, content, priority, key, requested_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT DO NOTHING";
    LAST_REQUEST = "SELECT requested_at FROM job WHERE workspace_id = $1 AND key = $2 ORDER BY requested_at DESC LIMIT 1";
    NEXT = "SELECT id, kind, content, priority, lease, locked_until, cuts, stop_asked_at FROM job
        WHERE workspace_id = $1 AND finished_at IS NULL AND set_aside_at IS NULL AND priority >= $2
            AND ((locked_until IS NULL AND not_before <= $3) OR locked_until <= $3)
            AND NOT EXISTS (SELECT 1 FROM job twin WHERE twin.workspace_id = $1 AND twin.key = job.key
                AND twin.finished_at IS NULL AND twin.locked_until > $3)
        ORDER BY priority DESC, requested_at, id LIMIT 1";
    TAKE = "UPDATE job SET lease = $3, cuts = $4, begun_at = $5, locked_until = $6
        WHERE workspace_id = $1 AND id = $2 AND finished_at IS NULL";
    HELD = "SELECT kind, key, attempts, cuts, stop_asked_at FROM job
        WHERE workspace_id = $1 AND id = $2 AND lease = $3 AND locked_until IS NOT NULL AND finished_at IS NULL";
    RENEW = "UPDATE job SET locked_until = $4
        WHERE workspace_id = $1 AND id = $2 AND lease = $3 AND locked_until IS NOT NULL AND finished_at IS NULL";
    FINISH = "UPDATE job SET finished_at = $3, failure = $4, cuts = $5, locked_until = NULL WHERE workspace_id = $1 AND id = $2";
    PUT_BACK = "UPDATE job SET attempts = $3, cuts = $4, failure = $5, not_before = $6, set_aside_at = $7,
        locked_until = NULL WHERE workspace_id = $1 AND id = $2";
    DROP_WAITING = "UPDATE job SET finished_at = $4 WHERE workspace_id = $1 AND id <> $2 AND key = $3
        AND finished_at IS NULL AND set_aside_at IS NULL AND locked_until IS NULL";
    DROP_SET_ASIDE = "UPDATE job SET finished_at = $4 WHERE workspace_id = $1 AND id <> $2 AND key = $3
        AND finished_at IS NULL AND set_aside_at IS NOT NULL";
    SET_ASIDE_KEY = "SELECT key FROM job WHERE workspace_id = $1 AND id = $2 AND finished_at IS NULL AND set_aside_at IS NOT NULL";
    RETRY = "UPDATE job SET attempts = 0, cuts = 0, not_before = $3, set_aside_at = NULL, stop_asked_at = NULL
        WHERE workspace_id = $1 AND id = $2";
    IDLE = "SELECT content FROM job WHERE workspace_id = $1 AND id = $2 AND finished_at IS NULL AND locked_until IS NULL";
    ASK_TO_STOP = "UPDATE job SET stop_asked_at = $3 WHERE workspace_id = $1 AND id = $2 AND finished_at IS NULL";
    STOP_IDLE = "UPDATE job SET finished_at = $3 WHERE workspace_id = $1 AND id = $2 AND finished_at IS NULL
        AND (locked_until IS NULL OR locked_until <= $3)";
    EXPIRE = "UPDATE job SET locked_until = $2 WHERE workspace_id = $1 AND finished_at IS NULL AND locked_until > $2";
    FORGET = "DELETE FROM job WHERE workspace_id = $1 AND finished_at < $2 AND EXISTS (SELECT 1 FROM job later
        WHERE later.workspace_id = $1 AND later.requested_at > job.requested_at
            AND (later.key = job.key OR (later.key IS NULL AND job.key IS NULL)))";
    OPEN = "SELECT id, kind, requested_at, begun_at, not_before, attempts, cuts, stop_asked_at, set_aside_at,
            locked_until, failure FROM job
        WHERE workspace_id = $1 AND finished_at IS NULL ORDER BY priority DESC, requested_at, id LIMIT $2";
}

/// A job to be added to the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedJob {
    /// Identifies the job in the queue.
    pub id: Uuid,
    /// The stable name of its kind.
    pub kind: String,
    /// Its parameters as JSON.
    pub content: String,
    /// Higher values are taken first; see [`rapport_model::Priority`].
    pub priority: i64,
    /// The deduplication key; `None` when every request is work of its own.
    pub key: Option<String>,
}

/// A job that was taken under a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenJob {
    /// Identifies the job in the queue.
    pub id: Uuid,
    /// The stable name of its kind.
    pub kind: String,
    /// Its parameters as JSON.
    pub content: String,
    /// Its priority; see [`rapport_model::Priority`].
    pub priority: i64,
    /// The fencing token of the lease. Only the holder of the latest one may write the job's result.
    pub lease: i64,
}

/// The columns of a job whose lease is held.
struct Held {
    kind: String,
    key: Option<String>,
    attempts: u32,
    interruptions: u32,
    is_stopping: bool,
}

/// Why a job did not finish.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Setback {
    Failure,
    Interruption,
}

impl QueuedJob {
    /// Makes a job from its request.
    pub fn new<R: JobRequest>(id: Uuid, request: &R) -> Self {
        Self {
            id,
            kind: R::KIND.to_owned(),
            content: serde_json::to_string(request)
                .expect("a job is plain text and numbers under plain names"),
            priority: R::PRIORITY as i64,
            key: request.key(),
        }
    }
}

impl Tx<'_> {
    /// Adds a job. False when another of the same key waits already.
    pub fn add_job(&self, job: &QueuedJob, now: Moment) -> Result<bool> {
        let values = values![job.id, &job.kind, &job.content, job.priority, job.key.as_deref(), now];
        Ok(self.execute(&ADD, values)? > 0)
    }

    /// When a job of this key was last requested, done or not; `None` when it never was.
    pub fn last_request(&self, key: &str) -> Result<Option<Moment>> {
        self.optional(&LAST_REQUEST, values![key], |row| row.moment(0))
    }

    /// Deletes jobs that finished before a moment, but for the last one of each key, by which the schedule goes.
    pub fn forget_finished_jobs(&self, before: Moment) -> Result<u64> {
        self.execute(&FORGET, values![before])
    }

    /// Whether a job of at least this priority can be taken.
    pub fn is_job_due(&self, least_priority: i64, now: Moment) -> Result<bool> {
        Ok(self.optional(&NEXT, values![least_priority, now], |_| Ok(()))?.is_some())
    }

    /// Takes the next job under a lease until `until`: the one with the highest priority, then the one that has waited
    /// longest. A job whose lease ran out counts as interrupted and is taken again. `None` when there is none to take.
    pub fn take_job(&self, least_priority: i64, now: Moment, until: Moment) -> Result<Option<TakenJob>> {
        loop {
            let next = self.optional(&NEXT, values![least_priority, now], |row| {
                let taken = TakenJob {
                    id: row.id(0)?,
                    kind: row.text(1)?,
                    content: row.text(2)?,
                    priority: row.int(3)?,
                    lease: row.int(4)?,
                };
                let was_cut = row.maybe_int(5)?.is_some();
                Ok((taken, row.count(6)? as u32 + u32::from(was_cut), row.maybe_int(7)?.is_some()))
            })?;
            let Some((mut taken, interruptions, is_stopping)) = next else { return Ok(None) };
            taken.lease += 1;
            // No row is changed when the job was stopped since it was found.
            if self.execute(&TAKE, values![taken.id, taken.lease, interruptions, now, until])? == 0 {
                continue;
            }
            if interruptions < MAX_ATTEMPTS && !is_stopping {
                return Ok(Some(taken));
            }
            // Its process is gone, so the result has to be saved here.
            let held = self
                .held(taken.id, taken.lease)?
                .map(|held| Held { interruptions: interruptions.saturating_sub(1), ..held });
            if let Some(held) = held {
                self.note_setback(
                    taken.id,
                    held,
                    Setback::Interruption,
                    now,
                    "The process that was at it ended, each time.",
                )?;
            }
        }
    }

    /// Extends a lease. `None` when it is no longer held, otherwise whether the job was asked to stop.
    pub fn renew_job(&self, id: Uuid, lease: i64, until: Moment) -> Result<Option<bool>> {
        self.execute(&RENEW, values![id, lease, until])?;
        self.is_job_stopping(id, lease)
    }

    /// Whether a job was asked to stop; `None` when the lease is no longer held.
    pub fn is_job_stopping(&self, id: Uuid, lease: i64) -> Result<Option<bool>> {
        Ok(self.held(id, lease)?.map(|held| held.is_stopping))
    }

    /// Saves that a job finished. False, and nothing is changed, when the lease is no longer held.
    pub fn finish_job(&self, id: Uuid, lease: i64, now: Moment) -> Result<bool> {
        let Some(held) = self.held(id, lease)? else { return Ok(false) };
        self.execute(&FINISH, values![id, now, None::<&str>, held.interruptions])?;
        // A job with the same key that was set aside is done by this one.
        self.drop_duplicates(&DROP_SET_ASIDE, id, held.key.as_deref(), now)?;
        Ok(true)
    }

    /// Saves that a job failed: it is attempted again later, or set aside. False when the lease is no longer held.
    pub fn fail_job(&self, id: Uuid, lease: i64, now: Moment, error: &str) -> Result<bool> {
        let Some(held) = self.held(id, lease)? else { return Ok(false) };
        self.note_setback(id, held, Setback::Failure, now, error)?;
        Ok(true)
    }

    /// Saves that a job was interrupted: it is attempted again later, or set aside. False when the lease is no longer
    /// held.
    pub fn interrupt_job(&self, id: Uuid, lease: i64, now: Moment, error: &str) -> Result<bool> {
        let Some(held) = self.held(id, lease)? else { return Ok(false) };
        self.note_setback(id, held, Setback::Interruption, now, error)?;
        Ok(true)
    }

    /// Returns a job to the queue as if it had not been taken. False when the lease is no longer held.
    pub fn release_job(&self, id: Uuid, lease: i64, now: Moment) -> Result<bool> {
        let Some(held) = self.held(id, lease)? else { return Ok(false) };
        if held.is_stopping {
            return self.finish_job(id, lease, now);
        }
        self.drop_duplicates(&DROP_WAITING, id, held.key.as_deref(), now)?;
        let nothing = (None::<&str>, None::<Moment>);
        self.execute(&PUT_BACK, values![id, held.attempts, held.interruptions, nothing.0, now, nothing.1])?;
        Ok(true)
    }

    /// Makes a job that was set aside wait again, with all its attempts. False when there is none with this id.
    pub fn retry_job(&self, id: Uuid, now: Moment) -> Result<bool> {
        let Some(key) = self.optional(&SET_ASIDE_KEY, values![id], |row| row.maybe_text(0))? else {
            return Ok(false);
        };
        self.drop_duplicates(&DROP_WAITING, id, key.as_deref(), now)?;
        self.execute(&RETRY, values![id, now])?;
        Ok(true)
    }

    /// The parameters of a job that nobody has taken; `None` when it runs or is done.
    pub fn idle_job(&self, id: Uuid) -> Result<Option<String>> {
        self.optional(&IDLE, values![id], |row| row.text(0))
    }

    /// Asks a running job to stop, and ends one that waits or was set aside. False when there is none with this id.
    ///
    /// It depends on nothing that was read before, so it may run through
    /// [`Store::write_unlocked`](crate::Store::write_unlocked).
    pub fn stop_job(&self, id: Uuid, now: Moment) -> Result<bool> {
        let was_open = self.execute(&ASK_TO_STOP, values![id, now])? > 0;
        if self.execute(&STOP_IDLE, values![id, now])? > 0 {
            self.note_interrupted_imports(now)?;
        }
        Ok(was_open)
    }

    /// Ends all leases; for when it is known that no process runs a job.
    pub fn expire_jobs(&self, now: Moment) -> Result<()> {
        self.execute(&EXPIRE, values![now]).map(drop)
    }

    /// The first `limit` jobs that are not done, in the order in which they would be taken.
    pub fn open_jobs(&self, limit: u32) -> Result<Vec<OpenJob>> {
        self.query(&OPEN, values![limit], read_open)
    }

    fn held(&self, id: Uuid, lease: i64) -> Result<Option<Held>> {
        self.optional(&HELD, values![id, lease], |row| {
            Ok(Held {
                kind: row.text(0)?,
                key: row.maybe_text(1)?,
                attempts: row.count(2)? as u32,
                interruptions: row.count(3)? as u32,
                is_stopping: row.maybe_int(4)?.is_some(),
            })
        })
    }

    /// Makes a job wait, sets it aside, or ends it when it was asked to stop.
    fn note_setback(&self, id: Uuid, held: Held, setback: Setback, now: Moment, error: &str) -> Result<()> {
        let attempts = held.attempts + u32::from(setback == Setback::Failure);
        let interruptions = held.interruptions + u32::from(setback == Setback::Interruption);
        if held.is_stopping {
            self.execute(&FINISH, values![id, now, error, interruptions])?;
            return self.note_interrupted_imports(now);
        }
        let worst = attempts.max(interruptions);
        let is_set_aside = worst >= MAX_ATTEMPTS;
        let duplicates = if is_set_aside { &DROP_SET_ASIDE } else { &DROP_WAITING };
        self.drop_duplicates(duplicates, id, held.key.as_deref(), now)?;
        let set_aside_at = is_set_aside.then_some(now);
        let again = next_attempt(id, worst, now);
        self.execute(&PUT_BACK, values![id, attempts, interruptions, error, again, set_aside_at])?;
        if is_set_aside {
            self.note_interrupted_imports(now)?;
        }
        tracing::warn!(job.id = %id, kind = held.kind, attempts, interruptions, is_set_aside, "a job did not come to its end");
        Ok(())
    }

    /// Removes the other jobs with the same key, whose work this one does.
    fn drop_duplicates(&self, statement: &Statement, id: Uuid, key: Option<&str>, now: Moment) -> Result<()> {
        let Some(key) = key else { return Ok(()) };
        self.execute(statement, values![id, key, now]).map(drop)
    }
}

fn read_open(row: &Row<'_>) -> Result<OpenJob> {
    let is_set_aside = row.maybe_int(8)?.is_some();
    let is_taken = row.maybe_int(9)?.is_some();
    Ok(OpenJob {
        id: row.id(0)?,
        kind: row.text(1)?,
        state: match (is_set_aside, is_taken) {
            (true, _) => JobState::SetAside,
            (false, true) => JobState::Running,
            (false, false) => JobState::Waiting,
        },
        requested_at: row.moment(2)?,
        begun_at: row.maybe_moment(3)?,
        not_before: row.moment(4)?,
        failures: row.count(5)? as u32,
        interruptions: row.count(6)? as u32,
        is_stopping: row.maybe_int(7)?.is_some(),
        error: row.maybe_text(10)?,
    })
}
