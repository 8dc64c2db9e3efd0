use std::collections::HashMap;

use rapport_model::{Channel, MemberId, Moment, OptOut, PersonId};
use uuid::Uuid;

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Row, Value, values};
use crate::error::{Corruption, Result};

statements! {
    ADD = "INSERT INTO opt_out (workspace_id, id, person_id, noted_by, channel, note, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (workspace_id, id) DO NOTHING";
    WITHDRAW = "UPDATE opt_out SET withdrawn_at = $4, withdrawn_by = $3
        WHERE workspace_id = $1 AND id = $2 AND withdrawn_at IS NULL";
    FIND = "SELECT id, person_id, noted_by, channel, note, at, withdrawn_at, withdrawn_by FROM opt_out
        WHERE workspace_id = $1 AND id = $2";
    ALL_OPT_OUTS = "SELECT id, person_id, noted_by, channel, note, at, withdrawn_at, withdrawn_by FROM opt_out
        WHERE workspace_id = $1 AND withdrawn_at IS NULL ORDER BY at, id";
    OF_PERSON = "SELECT id, person_id, noted_by, channel, note, at, withdrawn_at, withdrawn_by FROM opt_out
        WHERE workspace_id = $1 AND person_id = $2 AND withdrawn_at IS NULL ORDER BY at, id LIMIT 1";
}

impl Tx<'_> {
    /// Saves that somebody asked not to be contacted. It changes what the team sees, so the revision grows.
    pub fn add_opt_out(&self, opt_out: &OptOut) -> Result<()> {
        let values = [
            Value::from(opt_out.id),
            Value::from(opt_out.person),
            Value::from(opt_out.noted_by),
            Value::from(opt_out.channel.map(Channel::name)),
            Value::from(&opt_out.note),
            Value::from(opt_out.at),
        ];
        self.execute(&ADD, &values)?;
        self.bump_revision()
    }

    /// Saves that somebody may be contacted again. False when there is no such opt-out, or it was withdrawn before.
    pub fn withdraw_opt_out(&self, id: Uuid, member: MemberId, now: Moment) -> Result<bool> {
        let is_withdrawn = self.execute(&WITHDRAW, values![id, member, now])? > 0;
        if is_withdrawn {
            self.bump_revision()?;
        }
        Ok(is_withdrawn)
    }

    /// The opt-out with this id, withdrawn or not; `None` when there is none.
    pub fn opt_out(&self, id: Uuid) -> Result<Option<OptOut>> {
        self.optional(&FIND, values![id], read)
    }

    /// The opt-outs that hold, oldest first, whoever of the team noted them.
    pub fn opt_outs(&self) -> Result<Vec<OptOut>> {
        self.query(&ALL_OPT_OUTS, &[], read)
    }

    /// Since when each of these people does not want to be contacted: the moment of the first opt-out that holds.
    pub fn opted_out(&self) -> Result<HashMap<PersonId, Moment>> {
        // A later entry of the same person is replaced by an earlier one.
        Ok(self.opt_outs()?.into_iter().rev().map(|opt_out| (opt_out.person, opt_out.at)).collect())
    }

    /// The first opt-out of a person that holds; `None` when none does.
    pub fn opt_out_of(&self, person: PersonId) -> Result<Option<OptOut>> {
        self.optional(&OF_PERSON, values![person], read)
    }
}

fn read(row: &Row<'_>) -> Result<OptOut> {
    let channel = row.maybe_text(3)?;
    let channel = match channel {
        Some(name) => Some(Channel::from_name(&name).ok_or(Corruption::Name(name))?),
        None => None,
    };
    Ok(OptOut {
        id: row.id(0)?,
        person: PersonId(row.id(1)?),
        noted_by: MemberId(row.id(2)?),
        channel,
        note: row.text(4)?,
        at: row.moment(5)?,
        withdrawn_at: row.maybe_moment(6)?,
        withdrawn_by: row.maybe_id(7)?.map(MemberId),
    })
}
