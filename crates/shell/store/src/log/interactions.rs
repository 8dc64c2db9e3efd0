use std::collections::BTreeSet;

use rapport_model::{
    Channel, Interaction, InteractionId, MemberId, Moment, Participation, PersonId, Side, Touch,
};
use uuid::Uuid;

use crate::dialect::search;
use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Row, Value, values};
use crate::error::Result;
use crate::log::words;

statements! {
    SAVE = "INSERT INTO interaction (workspace_id, id, at, channel, side, opens, subject, own_text, thread)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (workspace_id, id) DO NOTHING";
    SAVE_TOUCH = "INSERT INTO touch (workspace_id, person_id, member_id, at, interaction_id, side, channel, opens)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (workspace_id, person_id, member_id, at, interaction_id) DO NOTHING";
    MARK_PENDING = "INSERT INTO relationship (workspace_id, member_id, person_id, pending_from) VALUES ($1, $2, $3, $4)
        ON CONFLICT (workspace_id, member_id, person_id) DO UPDATE SET pending_from = excluded.pending_from
        WHERE relationship.pending_from IS NULL OR relationship.pending_from > excluded.pending_from";
    FIND = "SELECT id, at, channel, side, opens, subject, own_text, thread FROM interaction
        WHERE workspace_id = $1 AND id = $2";
    NEAR = "SELECT id, at, channel, side, opens, subject, own_text, thread FROM interaction
        WHERE workspace_id = $1 AND id BETWEEN $2 AND $3";
    TOUCHES = "SELECT member_id, person_id, interaction_id, at, side, channel, opens FROM touch
        WHERE workspace_id = $1 AND interaction_id = $2 ORDER BY person_id, member_id";
    DROP_TOUCHES = "DELETE FROM touch WHERE workspace_id = $1 AND interaction_id = $2";
    DROP = "DELETE FROM interaction WHERE workspace_id = $1 AND id = $2";
    TIMELINE = "SELECT member_id, person_id, interaction_id, at, side, channel, opens FROM touch
        WHERE workspace_id = $1 AND person_id = $2 AND member_id = $3 AND at <= $4
        ORDER BY at DESC, interaction_id DESC LIMIT $5";
    HISTORY = "SELECT member_id, person_id, interaction_id, at, side, channel, opens FROM touch
        WHERE workspace_id = $1 AND person_id = $2 AND member_id = $3 AND at >= $4 ORDER BY at, interaction_id";
    OF_MEMBER = "SELECT member_id, person_id, interaction_id, at, side, channel, opens FROM touch
        WHERE workspace_id = $1 AND member_id = $2 AND at <= $3 ORDER BY person_id, at, interaction_id";
    OTHERS = "SELECT member_id, CAST(COUNT(*) AS BIGINT), CAST(MAX(at) AS BIGINT) FROM touch
        WHERE workspace_id = $1 AND person_id = $2 AND member_id <> $3 GROUP BY member_id ORDER BY member_id";
    TOGETHER = "SELECT interaction_id, person_id, member_id, at FROM touch WHERE workspace_id = $1
        ORDER BY interaction_id, person_id, member_id";
    TOGETHER_WITH = "SELECT present.interaction_id, present.person_id, present.member_id, present.at
        FROM touch own JOIN touch present
            ON present.workspace_id = own.workspace_id AND present.interaction_id = own.interaction_id
        WHERE own.workspace_id = $1 AND own.person_id = $2
        ORDER BY present.interaction_id, present.person_id, present.member_id";
    COUNT = "SELECT CAST(COUNT(*) AS BIGINT) FROM interaction WHERE workspace_id = $1";
}

impl Tx<'_> {
    /// Adds interactions with who took part, makes their words findable and marks the relationships they change.
    pub fn add_interactions(&self, added: &[Interaction], participations: &[Participation]) -> Result<()> {
        self.execute_each(&SAVE, &added.iter().map(written).collect::<Vec<_>>())?;
        let row = |kept: &Participation| {
            vec![
                Value::from(kept.person),
                Value::from(kept.member),
                Value::from(kept.touch.at),
                Value::from(kept.interaction),
                Value::from(kept.touch.side),
                Value::from(kept.touch.channel),
                Value::from(kept.touch.opens),
            ]
        };
        self.execute_each(&SAVE_TOUCH, &participations.iter().map(row).collect::<Vec<_>>())?;
        self.index_words(added)?;
        self.mark_pending(participations.iter().map(|kept| (kept.member, kept.person, kept.touch.at)))
    }

    /// Makes the words of interactions findable, for the members who took part in them.
    pub(crate) fn index_words(&self, kept: &[Interaction]) -> Result<()> {
        let rows: Vec<_> = kept.iter().map(|kept| vec![Value::from(kept.id)]).collect();
        let members = self.query_each(&TOUCHES, &rows, |row| Ok(MemberId(row.id(0)?)))?;
        let words = kept.iter().zip(members).map(|(kept, mut members)| {
            let mut found = String::with_capacity(kept.subject.len() + kept.own_text.len());
            words::folded(&kept.subject, &mut found);
            words::folded(&kept.own_text, &mut found);
            members.sort_unstable();
            members.dedup();
            for member in members {
                found.push_str(&words::of_member(member));
                found.push(' ');
            }
            (kept.id.0, found)
        });
        search::index(self, &words.collect::<Vec<_>>())
    }

    /// Takes interactions back, because their decision changed; their relationships are folded again from the log.
    pub fn remove_interactions(&self, ids: &[InteractionId]) -> Result<()> {
        let rows: Vec<_> = ids.iter().map(|id| vec![Value::from(*id)]).collect();
        let touched = self.query_each(&TOUCHES, &rows, read)?;
        self.execute_each(&DROP_TOUCHES, &rows)?;
        self.execute_each(&DROP, &rows)?;
        search::forget(self, &ids.iter().map(|id| id.0).collect::<Vec<_>>())?;
        let from_the_start = Moment::from_micros(i64::MIN);
        self.mark_pending(touched.iter().flatten().map(|kept| (kept.member, kept.person, from_the_start)))
    }

    fn mark_pending(&self, changed: impl Iterator<Item = (MemberId, PersonId, Moment)>) -> Result<()> {
        // The earliest change of each pair comes first, and is the one that counts.
        let sorted: BTreeSet<(MemberId, PersonId, Moment)> = changed.collect();
        let mut last = None;
        let mut rows = Vec::with_capacity(sorted.len());
        for (member, person, from) in sorted {
            if last != Some((member, person)) {
                rows.push(vec![Value::from(member), Value::from(person), Value::from(from)]);
            }
            last = Some((member, person));
        }
        self.execute_each(&MARK_PENDING, &rows)
    }

    /// The interaction with this id; `None` when there is none.
    pub fn interaction(&self, id: InteractionId) -> Result<Option<Interaction>> {
        self.optional(&FIND, values![id], read_interaction)
    }

    /// Interactions in the order of the ids; those that are gone are left out.
    pub fn interactions(&self, ids: &[InteractionId]) -> Result<Vec<Interaction>> {
        let rows: Vec<_> = ids.iter().map(|id| vec![Value::from(*id)]).collect();
        Ok(self.query_each(&FIND, &rows, read_interaction)?.into_iter().flatten().collect())
    }

    pub(crate) fn interactions_near(
        &self,
        ranges: impl Iterator<Item = (Uuid, Uuid)>,
    ) -> Result<Vec<Interaction>> {
        let rows: Vec<_> = ranges.map(|(first, last)| vec![Value::from(first), Value::from(last)]).collect();
        Ok(self.query_each(&NEAR, &rows, read_interaction)?.into_iter().flatten().collect())
    }

    /// Who took part in an interaction.
    pub fn participants(&self, interaction: InteractionId) -> Result<Vec<Participation>> {
        self.query(&TOUCHES, values![interaction], read)
    }

    /// Who took part in each of several interactions, in the order of the ids.
    pub fn participants_of(&self, interactions: &[InteractionId]) -> Result<Vec<Vec<Participation>>> {
        let rows: Vec<_> = interactions.iter().map(|id| vec![Value::from(*id)]).collect();
        self.query_each(&TOUCHES, &rows, read)
    }

    /// What happened between a member and a person, newest first, up to a moment.
    pub fn timeline(
        &self,
        member: MemberId,
        person: PersonId,
        until: Moment,
        limit: u32,
    ) -> Result<Vec<Participation>> {
        self.query(&TIMELINE, values![person, member, until, limit], read)
    }

    /// What happened in each pair from a moment on, oldest first.
    pub fn histories(&self, pairs: &[(MemberId, PersonId, Moment)]) -> Result<Vec<Vec<Participation>>> {
        let row = |(member, person, from): &(MemberId, PersonId, Moment)| {
            vec![Value::from(*person), Value::from(*member), Value::from(*from)]
        };
        self.query_each(&HISTORY, &pairs.iter().map(row).collect::<Vec<_>>(), read)
    }

    /// Calls `each` with the touches of a member up to a moment, person by person, oldest first.
    pub fn each_touch(
        &self,
        member: MemberId,
        until: Moment,
        mut each: impl FnMut(PersonId, Touch),
    ) -> Result<()> {
        self.for_each(&OF_MEMBER, values![member, until], |row| {
            let kept = read(row)?;
            each(kept.person, kept.touch);
            Ok(())
        })
    }

    /// Calls `each` with who took part in what, and when, interaction by interaction.
    pub fn each_taking_part(
        &self,
        mut each: impl FnMut(InteractionId, PersonId, MemberId, Moment),
    ) -> Result<()> {
        self.for_each(&TOGETHER, &[], |row| {
            each(InteractionId(row.id(0)?), PersonId(row.id(1)?), MemberId(row.id(2)?), row.moment(3)?);
            Ok(())
        })
    }

    /// Like [`Tx::each_taking_part`], for the interactions of one person. Somebody may come up more than once for one
    /// of them.
    pub fn each_taking_part_with(
        &self,
        person: PersonId,
        mut each: impl FnMut(InteractionId, PersonId, MemberId, Moment),
    ) -> Result<()> {
        self.for_each(&TOGETHER_WITH, values![person], |row| {
            each(InteractionId(row.id(0)?), PersonId(row.id(1)?), MemberId(row.id(2)?), row.moment(3)?);
            Ok(())
        })
    }

    /// Who else of the team knows a person: how many interactions, and the last one.
    pub fn others_who_know(
        &self,
        person: PersonId,
        member: MemberId,
    ) -> Result<Vec<(MemberId, u64, Moment)>> {
        self.query(&OTHERS, values![person, member], |row| {
            Ok((MemberId(row.id(0)?), row.count(1)?, row.moment(2)?))
        })
    }

    /// How many interactions there are.
    pub fn interaction_count(&self) -> Result<u64> {
        Ok(self.optional(&COUNT, &[], |row| row.count(0))?.unwrap_or(0))
    }
}

fn read(row: &Row<'_>) -> Result<Participation> {
    Ok(Participation {
        member: MemberId(row.id(0)?),
        person: PersonId(row.id(1)?),
        interaction: InteractionId(row.id(2)?),
        touch: Touch {
            at: row.moment(3)?,
            side: row.name(4, Side::from_name)?,
            channel: row.name(5, Channel::from_name)?,
            opens: row.bool(6)?,
        },
    })
}

fn read_interaction(row: &Row<'_>) -> Result<Interaction> {
    Ok(Interaction {
        id: InteractionId(row.id(0)?),
        at: row.moment(1)?,
        channel: row.name(2, Channel::from_name)?,
        side: row.name(3, Side::from_name)?,
        opens: row.bool(4)?,
        subject: row.text(5)?,
        own_text: row.text(6)?,
        thread: row.int(7)?,
    })
}

fn written(kept: &Interaction) -> Vec<Value<'_>> {
    vec![
        Value::from(kept.id),
        Value::from(kept.at),
        Value::from(kept.channel),
        Value::from(kept.side),
        Value::from(kept.opens),
        Value::from(&kept.subject),
        Value::from(&kept.own_text),
        Value::from(kept.thread),
    ]
}
