use rapport_model::{IntroductionAsked, MemberId, Moment, PersonId, Via};
use uuid::Uuid;

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Row, Value, values};
use crate::error::{Corruption, Result};

statements! {
    ADD = "INSERT INTO introduction
            (workspace_id, id, member_id, via_member_id, via_person_id, person_id, asked_at, declined_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (workspace_id, id) DO NOTHING";
    DECLINED = "UPDATE introduction SET declined_at = $4
        WHERE workspace_id = $1 AND id = $2 AND member_id = $3 AND declined_at IS NULL AND undone_at IS NULL";
    UNDO = "UPDATE introduction SET undone_at = $4
        WHERE workspace_id = $1 AND id = $2 AND member_id = $3 AND undone_at IS NULL";
    ASKED_BY = "SELECT id, member_id, via_member_id, via_person_id, person_id, asked_at, declined_at FROM introduction
        WHERE workspace_id = $1 AND member_id = $2 AND asked_at >= $3 AND undone_at IS NULL
        ORDER BY asked_at DESC, id DESC";
    ASKED_SINCE = "SELECT id, member_id, via_member_id, via_person_id, person_id, asked_at, declined_at FROM introduction
        WHERE workspace_id = $1 AND asked_at >= $2 AND undone_at IS NULL ORDER BY asked_at DESC, id DESC";
    HIDE = "INSERT INTO hidden_tie (workspace_id, member_id, person_id, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (workspace_id, member_id, person_id) DO NOTHING";
    SHOW = "DELETE FROM hidden_tie WHERE workspace_id = $1 AND member_id = $2 AND person_id = $3";
    HIDDEN = "SELECT member_id, person_id FROM hidden_tie WHERE workspace_id = $1";
}

impl Tx<'_> {
    /// Saves a request for an introduction.
    pub fn add_introduction(&self, asked: &IntroductionAsked) -> Result<()> {
        let (member, person) = match asked.via {
            Via::Member(member) => (Some(member), None),
            Via::Person(person) => (None, Some(person)),
        };
        let values = [
            Value::from(asked.id),
            Value::from(asked.member),
            Value::from(member),
            Value::from(person),
            Value::from(asked.person),
            Value::from(asked.asked_at),
            Value::from(asked.declined_at),
        ];
        self.execute(&ADD, &values).map(drop)
    }

    /// Saves that whoever was asked declined. False when that was known, or there is no such request.
    pub fn decline_introduction(&self, id: Uuid, member: MemberId, now: Moment) -> Result<bool> {
        Ok(self.execute(&DECLINED, values![id, member, now])? > 0)
    }

    /// Undoes a request. False when there was none to undo.
    pub fn undo_introduction(&self, id: Uuid, member: MemberId, now: Moment) -> Result<bool> {
        Ok(self.execute(&UNDO, values![id, member, now])? > 0)
    }

    /// What a member asked for from a moment on, newest first.
    pub fn introductions_of(&self, member: MemberId, since: Moment) -> Result<Vec<IntroductionAsked>> {
        self.query(&ASKED_BY, values![member, since], read)
    }

    /// What the whole team asked for from a moment on, newest first.
    pub fn introductions_since(&self, since: Moment) -> Result<Vec<IntroductionAsked>> {
        self.query(&ASKED_SINCE, values![since], read)
    }

    /// Hides a member's tie with a person from the rest of the team. It changes what others see, so the revision grows.
    pub fn hide_tie(&self, member: MemberId, person: PersonId, now: Moment) -> Result<()> {
        self.execute(&HIDE, values![member, person, now])?;
        self.bump_revision()
    }

    /// Shows a tie again. False when it was not hidden.
    pub fn show_tie(&self, member: MemberId, person: PersonId) -> Result<bool> {
        let was_hidden = self.execute(&SHOW, values![member, person])? > 0;
        self.bump_revision()?;
        Ok(was_hidden)
    }

    /// Every hidden tie of the team.
    pub fn hidden_ties(&self) -> Result<Vec<(MemberId, PersonId)>> {
        self.query(&HIDDEN, &[], |row| Ok((MemberId(row.id(0)?), PersonId(row.id(1)?))))
    }
}

fn read(row: &Row<'_>) -> Result<IntroductionAsked> {
    let via = match (row.maybe_id(2)?, row.maybe_id(3)?) {
        (Some(member), None) => Via::Member(MemberId(member)),
        (None, Some(person)) => Via::Person(PersonId(person)),
        _ => return Err(Corruption::Row("an introduction through nobody").into()),
    };
    Ok(IntroductionAsked {
        id: row.id(0)?,
        member: MemberId(row.id(1)?),
        via,
        person: PersonId(row.id(4)?),
        asked_at: row.moment(5)?,
        declined_at: row.maybe_moment(6)?,
    })
}
