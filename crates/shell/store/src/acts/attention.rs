use rapport_model::{Day, Lane, LeanBackRecord, MemberId, Moment, PersonId, Side, Suggestion};
use uuid::Uuid;

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Row, Value, values};
use crate::error::Result;

statements! {
    SUGGEST = "INSERT INTO suggestion (workspace_id, member_id, day, person_id, at, lane, explored)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (workspace_id, member_id, day, person_id) DO NOTHING";
    SUGGESTED = "SELECT person_id, day, at, lane, explored FROM suggestion
        WHERE workspace_id = $1 AND member_id = $2 AND day >= $3 AND day <= $4 ORDER BY day, at, person_id";
    BEGIN = "INSERT INTO lean_back (workspace_id, id, member_id, person_id, reason, plan, suggested_at, starts_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (workspace_id, id) DO NOTHING";
    STOP = "UPDATE lean_back SET stopped_at = $4
        WHERE workspace_id = $1 AND id = $2 AND member_id = $3 AND stopped_at IS NULL";
    RESUME = "UPDATE lean_back SET stopped_at = NULL WHERE workspace_id = $1 AND id = $2 AND member_id = $3";
    TESTS = "SELECT id, member_id, person_id, reason, plan, suggested_at, starts_at, stopped_at FROM lean_back
        WHERE workspace_id = $1 AND member_id = $2 AND suggested_at <= $3 ORDER BY suggested_at DESC, id DESC";
    RELIABILITY = "SELECT at, pairs, content FROM reliability
        WHERE workspace_id = $1 AND at <= $2 ORDER BY at DESC LIMIT 1";
    NOTE_RELIABILITY = "INSERT INTO reliability (workspace_id, at, pairs, content) VALUES ($1, $2, $3, $4)
        ON CONFLICT (workspace_id, at) DO UPDATE SET pairs = excluded.pairs, content = excluded.content";
    FIRST_AFTER = "SELECT MIN(at) FROM touch
        WHERE workspace_id = $1 AND person_id = $2 AND side = $3 AND at > $4 AND at <= $5";
}

/// The latest reliability of the probabilities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReliability {
    /// When it was computed.
    pub at: Moment,
    /// The number of relationships at that moment.
    pub pairs: u64,
    /// The result as JSON, written and read by the jobs and the app.
    pub content: String,
}

impl Tx<'_> {
    /// Saves who was put on a member's list. What is stored for the same person and day stays as it was.
    pub fn add_suggestions(&self, member: MemberId, suggestions: &[Suggestion]) -> Result<()> {
        for suggestion in suggestions {
            let values = [
                Value::from(member),
                Value::from(i64::from(suggestion.day.0)),
                Value::from(suggestion.person),
                Value::from(suggestion.at),
                Value::from(suggestion.lane.name()),
                Value::from(suggestion.explored),
            ];
            self.execute(&SUGGEST, &values)?;
        }
        Ok(())
    }

    /// Who was on a member's list on the days from `first` to `last`, oldest first.
    pub fn suggestions(&self, member: MemberId, first: Day, last: Day) -> Result<Vec<Suggestion>> {
        self.query(&SUGGESTED, values![member, i64::from(first.0), i64::from(last.0)], |row| {
            Ok(Suggestion {
                person: PersonId(row.id(0)?),
                day: Day(i32::try_from(row.int(1)?).unwrap_or(i32::MAX)),
                at: row.moment(2)?,
                lane: row.name(3, Lane::from_name)?,
                explored: row.bool(4)?,
            })
        })
    }

    /// Begins a lean-back test. It changes the ranking, so the revision grows.
    pub fn add_lean_back(&self, test: &LeanBackRecord) -> Result<()> {
        let values = [
            Value::from(test.id),
            Value::from(test.member),
            Value::from(test.person),
            Value::from(&test.reason),
            Value::from(&test.plan),
            Value::from(test.suggested_at),
            Value::from(test.starts_at),
        ];
        self.execute(&BEGIN, &values)?;
        self.bump_revision()
    }

    /// Ends a test early. False when there was none to end.
    pub fn stop_lean_back(&self, id: Uuid, member: MemberId, now: Moment) -> Result<bool> {
        let is_stopped = self.execute(&STOP, values![id, member, now])? > 0;
        self.bump_revision()?;
        Ok(is_stopped)
    }

    /// Undoes the early end of a test. False when there was none to undo.
    pub fn resume_lean_back(&self, id: Uuid, member: MemberId) -> Result<bool> {
        let is_resumed = self.execute(&RESUME, values![id, member])? > 0;
        self.bump_revision()?;
        Ok(is_resumed)
    }

    /// A member's tests agreed to until `now`, newest first.
    pub fn lean_backs(&self, member: MemberId, now: Moment) -> Result<Vec<LeanBackRecord>> {
        self.query(&TESTS, values![member, now], read)
    }

    /// The latest reliability that was computed before `now`; `None` when there is none.
    pub fn reliability(&self, now: Moment) -> Result<Option<StoredReliability>> {
        self.optional(&RELIABILITY, values![now], |row| {
            Ok(StoredReliability { at: row.moment(0)?, pairs: row.count(1)?, content: row.text(2)? })
        })
    }

    /// Saves the reliability that was computed.
    pub fn note_reliability(&self, found: &StoredReliability) -> Result<()> {
        let values = [Value::from(found.at), Value::Int(found.pairs as i64), Value::from(&found.content)];
        self.execute(&NOTE_RELIABILITY, &values).map(drop)
    }

    /// When a side first did something with a person after `after` and until `now`, with any member of the team; `None`
    /// when it did not.
    pub fn first_touch_after(
        &self,
        person: PersonId,
        side: Side,
        after: Moment,
        now: Moment,
    ) -> Result<Option<Moment>> {
        let found =
            self.query(&FIRST_AFTER, values![person, side.name(), after, now], |row| row.maybe_moment(0))?;
        Ok(found.into_iter().flatten().next())
    }
}

fn read(row: &Row<'_>) -> Result<LeanBackRecord> {
    Ok(LeanBackRecord {
        id: row.id(0)?,
        member: MemberId(row.id(1)?),
        person: PersonId(row.id(2)?),
        reason: row.text(3)?,
        plan: row.text(4)?,
        suggested_at: row.moment(5)?,
        starts_at: row.moment(6)?,
        stopped_at: row.maybe_moment(7)?,
    })
}
