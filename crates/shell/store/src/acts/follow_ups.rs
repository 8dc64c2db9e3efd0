use rapport_model::{FollowUp, FollowUpAct, MemberId, Moment, PersonId};
use uuid::Uuid;

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Row, Value, values};
use crate::error::Result;

statements! {
    ADD = "INSERT INTO follow_up (workspace_id, id, member_id, person_id, at, act, until_at, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (workspace_id, id) DO NOTHING";
    UNDO = "UPDATE follow_up SET undone_at = $4
        WHERE workspace_id = $1 AND id = $2 AND member_id = $3 AND undone_at IS NULL";
    STANDING = "SELECT id, member_id, person_id, at, act, until_at, reason FROM follow_up
        WHERE workspace_id = $1 AND member_id = $2 AND until_at > $3 AND undone_at IS NULL ORDER BY at, id";
    OF_PERSON = "SELECT id, member_id, person_id, at, act, until_at, reason FROM follow_up
        WHERE workspace_id = $1 AND person_id = $2 AND member_id = $3 AND undone_at IS NULL ORDER BY at DESC LIMIT 20";
}

impl Tx<'_> {
    /// Saves what a member did with a suggestion.
    pub fn add_follow_up(&self, follow_up: &FollowUp) -> Result<()> {
        let values = [
            Value::from(follow_up.id),
            Value::from(follow_up.member),
            Value::from(follow_up.person),
            Value::from(follow_up.at),
            Value::from(follow_up.act.name()),
            Value::from(follow_up.until),
            Value::from(&follow_up.reason),
        ];
        self.execute(&ADD, &values).map(drop)
    }

    /// Undoes an act. False when there was none to undo.
    pub fn undo_follow_up(&self, id: Uuid, member: MemberId, now: Moment) -> Result<bool> {
        Ok(self.execute(&UNDO, values![id, member, now])? > 0)
    }

    /// The acts that still keep people off a member's list.
    pub fn standing_follow_ups(&self, member: MemberId, now: Moment) -> Result<Vec<FollowUp>> {
        self.query(&STANDING, values![member, now], read)
    }

    /// What a member did about one person, newest first.
    pub fn follow_ups_of(&self, member: MemberId, person: PersonId) -> Result<Vec<FollowUp>> {
        self.query(&OF_PERSON, values![person, member], read)
    }
}

fn read(row: &Row<'_>) -> Result<FollowUp> {
    Ok(FollowUp {
        id: row.id(0)?,
        member: MemberId(row.id(1)?),
        person: PersonId(row.id(2)?),
        at: row.moment(3)?,
        act: row.name(4, FollowUpAct::from_name)?,
        until: row.moment(5)?,
        reason: row.text(6)?,
    })
}
