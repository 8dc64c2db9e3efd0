use rapport_model::{InteractionId, MemberId, Moment, PersonId};

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Value, values};
use crate::error::Result;

statements! {
    PENDING = "SELECT member_id, person_id, state, folded_to, pending_from FROM relationship
        WHERE workspace_id = $1 AND pending_from IS NOT NULL ORDER BY pending_from DESC, member_id DESC, person_id DESC LIMIT $2";
    SAVE = "UPDATE relationship SET state = $4, folded_to = $5, pending_from = NULL, revision = $6
        WHERE workspace_id = $1 AND member_id = $2 AND person_id = $3";
    DROP = "DELETE FROM relationship WHERE workspace_id = $1 AND member_id = $2 AND person_id = $3";
    OF_MEMBER = "SELECT person_id, state FROM relationship
        WHERE workspace_id = $1 AND member_id = $2 AND state IS NOT NULL ORDER BY person_id";
    CHANGED = "SELECT member_id, person_id, state FROM relationship
        WHERE workspace_id = $1 AND revision > $2 AND state IS NOT NULL ORDER BY revision, member_id, person_id LIMIT $3";
    ONE = "SELECT state FROM relationship WHERE workspace_id = $1 AND member_id = $2 AND person_id = $3";
    KNOWS = "SELECT person_id FROM relationship WHERE workspace_id = $1 AND member_id = $2 AND person_id = $3";
    ALL = "SELECT member_id, person_id FROM relationship WHERE workspace_id = $1 AND state IS NOT NULL";
    REFOLD = "UPDATE relationship SET pending_from = $2 WHERE workspace_id = $1";
    PRIORS = "SELECT fitted_at, pairs, content FROM priors WHERE workspace_id = $1 AND version = $2";
    SAVE_PRIORS = "INSERT INTO priors (workspace_id, version, fitted_at, pairs, content) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (workspace_id, version) DO UPDATE SET fitted_at = excluded.fitted_at, pairs = excluded.pairs,
            content = excluded.content";
    IN_CONTACT = "SELECT DISTINCT person_id, member_id FROM touch WHERE workspace_id = $1
        AND interaction_id >= $2 AND interaction_id < $3 AND (side = 'theirs' OR channel IN ('meeting', 'call'))";
    WAS_IN_CONTACT = "SELECT 1 FROM touch WHERE workspace_id = $1 AND person_id = $2 AND member_id = $3
        AND at >= $4 AND at < $5 AND (side = 'theirs' OR channel IN ('meeting', 'call')) LIMIT 1";
}

/// The key of a relationship: a member and a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PairKey {
    /// The member.
    pub member: MemberId,
    /// The person.
    pub person: PersonId,
}

/// A relationship with touches that are not in its state.
#[derive(Clone, Debug)]
pub struct PendingPair {
    /// The member and the person.
    pub pair: PairKey,
    /// The state in the encoding of `PairState` in science; `None` before the first fold.
    pub state: Option<Vec<u8>>,
    /// The moment of the last touch in the state; `None` before the first fold.
    pub folded_to: Option<Moment>,
    /// The moment of the earliest touch that is not in it.
    pub pending_from: Moment,
}

/// A relationship with its state, in the encoding of `PairState` in science.
pub type ChangedPair = (PairKey, Vec<u8>);

/// A relationship that was folded.
#[derive(Clone, Debug)]
pub struct FoldedPair {
    /// The member and the person.
    pub pair: PairKey,
    /// The state to save, and the moment of the last touch in it; `None` to delete the relationship, of which no touch
    /// is left.
    pub state: Option<(Vec<u8>, Moment)>,
    /// Whether it had no state before.
    pub is_first: bool,
}

/// The fitted prior parameters of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPriors {
    /// When they were fitted.
    pub fitted_at: Moment,
    /// The number of relationships they were fitted on.
    pub pairs: u64,
    /// The parameters as JSON of `Priors` in science.
    pub content: String,
}

impl Tx<'_> {
    /// Relationships with touches that are not in their state, at most `limit`, the latest `pending_from` first: a member
    /// waits for what they have just logged, and not for the old mail of a large import.
    pub fn pending_pairs(&self, limit: u32) -> Result<Vec<PendingPair>> {
        self.query(&PENDING, values![limit], |row| {
            Ok(PendingPair {
                pair: PairKey { member: MemberId(row.id(0)?), person: PersonId(row.id(1)?) },
                state: row.maybe_bytes(2)?,
                folded_to: row.maybe_moment(3)?,
                pending_from: row.moment(4)?,
            })
        })
    }

    /// Saves folded states under a new revision. Has to be called in the transaction that read their touches.
    pub fn save_states(&self, folded: &[FoldedPair]) -> Result<()> {
        // The revision is bumped first, so that no other transaction saves under the same one.
        self.bump_revision()?;
        let revision = Value::Int(self.revision()? as i64);
        let mut saved = Vec::with_capacity(folded.len());
        let mut dropped = Vec::new();
        let mut people = Vec::new();
        let mut more = 0;
        for FoldedPair { pair, state, is_first } in folded {
            more += i64::from(state.is_some()) - i64::from(!is_first);
            let mut row = vec![Value::from(pair.member), Value::from(pair.person)];
            if let Some((state, to)) = state {
                row.extend([Value::from(state), Value::from(*to), revision.clone()]);
                saved.push(row);
            } else {
                dropped.push(row);
                people.push(pair.person);
            }
        }
        self.execute_each(&SAVE, &saved)?;
        self.count_relationships(more)?;
        if !dropped.is_empty() {
            self.execute_each(&DROP, &dropped)?;
            self.drop_untouched(&people)?;
            self.note_drop()?;
        }
        Ok(())
    }

    /// The first `limit` relationships that were folded after a revision, with their states, in the order of revisions;
    /// `None` when a relationship was deleted since, because deleted ones are not found.
    pub fn changed_pairs(&self, since: u64, limit: u32) -> Result<Option<Vec<ChangedPair>>> {
        if self.dropped_at()? > since {
            return Ok(None);
        }
        let changed = self.query(&CHANGED, values![since as i64, limit], |row| {
            Ok((PairKey { member: MemberId(row.id(0)?), person: PersonId(row.id(1)?) }, row.bytes(2)?))
        })?;
        Ok(Some(changed))
    }

    /// Marks every relationship as pending from its first touch, after a change of the measures or the calendar.
    pub fn refold_all(&self) -> Result<()> {
        self.execute(&REFOLD, values![i64::MIN]).map(drop)
    }

    /// Whether a member has a relationship with a person.
    pub fn knows(&self, member: MemberId, person: PersonId) -> Result<bool> {
        Ok(self.optional(&KNOWS, values![member, person], |_| Ok(()))?.is_some())
    }

    /// The state of a relationship; `None` when there is no relationship, or before its first fold.
    pub fn state(&self, pair: PairKey) -> Result<Option<Vec<u8>>> {
        Ok(self.optional(&ONE, values![pair.member, pair.person], |row| row.maybe_bytes(0))?.flatten())
    }

    /// Calls `each` with the person and the state of each of a member's relationships that have one, in the order of
    /// the person ids.
    pub fn each_state(&self, member: MemberId, mut each: impl FnMut(PersonId, Vec<u8>)) -> Result<()> {
        self.for_each(&OF_MEMBER, values![member], |row| {
            each(PersonId(row.id(0)?), row.bytes(1)?);
            Ok(())
        })
    }

    /// The relationships with contact from `from` to before `to`, to the second: the person wrote, or the two met or
    /// spoke.
    pub fn in_contact(&self, from: Moment, to: Moment) -> Result<Vec<PairKey>> {
        // The ids of interactions start with their time, to the second.
        let bound = |at: Moment| InteractionId::from_parts(at, [0; 10]);
        self.query(&IN_CONTACT, values![bound(from), bound(to)], |row| {
            Ok(PairKey { person: PersonId(row.id(0)?), member: MemberId(row.id(1)?) })
        })
    }

    /// For each span, from its first moment to before its second, whether a relationship had contact in it.
    pub fn was_in_contact(&self, pair: PairKey, spans: &[(Moment, Moment)]) -> Result<Vec<bool>> {
        let row = |(from, to): &(Moment, Moment)| {
            vec![Value::from(pair.person), Value::from(pair.member), Value::from(*from), Value::from(*to)]
        };
        let rows: Vec<_> = spans.iter().map(row).collect();
        Ok(self
            .query_each(&WAS_IN_CONTACT, &rows, |_| Ok(()))?
            .iter()
            .map(|found| !found.is_empty())
            .collect())
    }

    /// The keys of all relationships of the workspace that have a state, in no order.
    pub fn pairs(&self) -> Result<Vec<PairKey>> {
        self.query(&ALL, &[], |row| {
            Ok(PairKey { member: MemberId(row.id(0)?), person: PersonId(row.id(1)?) })
        })
    }

    /// The parameters fitted by a version of the measures; `None` before the first fit.
    pub fn priors(&self, version: u32) -> Result<Option<StoredPriors>> {
        self.optional(&PRIORS, values![version], |row| {
            Ok(StoredPriors { fitted_at: row.moment(0)?, pairs: row.count(1)?, content: row.text(2)? })
        })
    }

    /// Saves fitted parameters, in the place of earlier ones of the same version.
    pub fn save_priors(&self, version: u32, priors: &StoredPriors) -> Result<()> {
        let pairs = Value::Int(priors.pairs as i64);
        let values =
            [Value::from(version), Value::from(priors.fitted_at), pairs, Value::from(&priors.content)];
        self.execute(&SAVE_PRIORS, &values)?;
        self.bump_revision()
    }
}
