//! Changes of the data that no SQL text can make. Each is done once for a workspace, in one transaction with the note
//! that it was done; a new workspace has nothing to change.

use rapport_model::{
    Account, AccountId, Address, ImportId, InteractionId, Member, MemberId, Moment, PersonId,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::dialect::search;
use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Value, values};
use crate::error::Result;

statements! {
    WORKSPACES = "SELECT id FROM workspace WHERE id <> $1";
    DONE = "SELECT name FROM upgrade WHERE workspace_id = $1 AND name = $2";
    MARK = "INSERT INTO upgrade (workspace_id, name) VALUES ($1, $2) ON CONFLICT (workspace_id, name) DO NOTHING";
    OWN = "UPDATE member SET role = 'owner' WHERE workspace_id = $1 AND id = $2";
    IMPORT_JOBS = "SELECT content FROM job WHERE workspace_id = $1 AND kind = 'import'";
    GIVE_IMPORT = "UPDATE import SET account_id = $3 WHERE workspace_id = $1 AND id = $2";
    GIVE_IMPORTS = "UPDATE import SET account_id = $2 WHERE workspace_id = $1 AND account_id IS NULL";
    SIGHT = "INSERT INTO sighting (workspace_id, message_id, account_id)
        SELECT message.workspace_id, message.id, import.account_id FROM message JOIN import
            ON import.workspace_id = message.workspace_id AND import.id = message.import_id
        WHERE message.workspace_id = $1";
    MOVE_OPT_OUTS = "INSERT INTO opt_out (workspace_id, id, person_id, noted_by, note, at, withdrawn_at, withdrawn_by)
        SELECT workspace_id, id, person_id, member_id, reason, at, undone_at,
            CASE WHEN undone_at IS NULL THEN NULL ELSE member_id END
        FROM follow_up WHERE workspace_id = $1 AND act = 'opted_out'";
    DROP_MOVED = "DELETE FROM follow_up WHERE workspace_id = $1 AND act = 'opted_out'";
    ADDRESSES = "SELECT person_id, address FROM address WHERE workspace_id = $1 ORDER BY person_id, address";
    COPY_PERSON = "INSERT INTO person (workspace_id, id, name, name_is_own, name_at)
        SELECT workspace_id, $3, name, name_is_own, name_at FROM person WHERE workspace_id = $1 AND id = $2";
    MOVE_ADDRESS = "UPDATE address SET person_id = $3 WHERE workspace_id = $1 AND person_id = $2";
    MOVE_TOUCH = "UPDATE touch SET person_id = $3 WHERE workspace_id = $1 AND person_id = $2";
    MOVE_RELATIONSHIP = "UPDATE relationship SET person_id = $3 WHERE workspace_id = $1 AND person_id = $2";
    MOVE_FOLLOW_UP = "UPDATE follow_up SET person_id = $3 WHERE workspace_id = $1 AND person_id = $2";
    MOVE_SUGGESTION = "UPDATE suggestion SET person_id = $3 WHERE workspace_id = $1 AND person_id = $2";
    MOVE_LEAN_BACK = "UPDATE lean_back SET person_id = $3 WHERE workspace_id = $1 AND person_id = $2";
    MOVE_INTRODUCTION = "UPDATE introduction SET person_id = $3 WHERE workspace_id = $1 AND person_id = $2";
    MOVE_VIA = "UPDATE introduction SET via_person_id = $3 WHERE workspace_id = $1 AND via_person_id = $2";
    MOVE_HIDDEN = "UPDATE hidden_tie SET person_id = $3 WHERE workspace_id = $1 AND person_id = $2";
    MOVE_OPT_OUT = "UPDATE opt_out SET person_id = $3 WHERE workspace_id = $1 AND person_id = $2";
    DROP_PERSON = "DELETE FROM person WHERE workspace_id = $1 AND id = $2";
    COUNT_RELATIONSHIPS = "UPDATE revision SET relationships = (SELECT CAST(COUNT(*) AS BIGINT) FROM relationship
        WHERE relationship.workspace_id = $1 AND relationship.state IS NOT NULL) WHERE workspace_id = $1";
    INTERACTIONS = "SELECT id FROM interaction WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT $3";
}

/// A change of the data of one workspace.
type Change = fn(&Tx<'_>) -> Result<()>;

/// Every change, oldest first, by the name under which it is noted.
const UPGRADES: [(&str, Change); 3] = [("permission", permission), ("words", words), ("counters", counters)];
/// How many interactions are indexed in one statement.
const PAGE: u32 = 4_000;

impl Tx<'_> {
    /// The ids of all workspaces of the store.
    pub(crate) fn workspaces(&self) -> Result<Vec<Uuid>> {
        self.query(&WORKSPACES, &[], |row| row.id(0))
    }

    /// Whether there are changes to make.
    pub(crate) fn needs_upgrade(&self) -> Result<bool> {
        for (name, _) in UPGRADES {
            if self.optional(&DONE, values![name], |_| Ok(()))?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Makes the changes that have not been made yet.
    pub(crate) fn upgrade(&self) -> Result<()> {
        for (name, change) in UPGRADES {
            if self.optional(&DONE, values![name], |_| Ok(()))?.is_none() {
                tracing::info!(change = name, "bringing the data up to date");
                change(self)?;
                self.execute(&MARK, values![name])?;
            }
        }
        Ok(())
    }

    /// Saves that a new workspace needs no change.
    pub(crate) fn note_upgraded(&self) -> Result<()> {
        UPGRADES.iter().try_for_each(|(name, _)| self.execute(&MARK, values![*name]).map(drop))
    }
}

/// Gives what was captured to members, people ids that nobody can compute, and opt-outs a table of their own. What an
/// import brought whose member was never noted belongs to the first member.
fn permission(tx: &Tx<'_>) -> Result<()> {
    tx.draw_secrets()?;
    let members = tx.members()?;
    let Some(first) = members.first().map(|member| member.id) else { return Ok(()) };
    tx.execute(&OWN, values![first])?;
    for Member { id, .. } in &members {
        tx.add_account(&Account::of_files(*id), Moment::default())?;
    }
    for (import, owner) in
        tx.query(&IMPORT_JOBS, &[], |row| Ok(import_of(&row.text(0)?)))?.into_iter().flatten()
    {
        if members.iter().any(|member| member.id == owner) {
            tx.execute(&GIVE_IMPORT, values![import, Account::of_files(owner).id])?;
        }
    }
    let account: AccountId = Account::of_files(first).id;
    tx.execute(&GIVE_IMPORTS, values![account])?;
    tx.execute(&SIGHT, &[])?;
    tx.recount_decisions()?;
    tx.execute(&MOVE_OPT_OUTS, &[])?;
    tx.execute(&DROP_MOVED, &[])?;
    key_people(tx)
}

/// The import and the member of a stored import job; `None` when they are not in it.
fn import_of(content: &str) -> Option<(ImportId, MemberId)> {
    #[derive(Deserialize)]
    struct Known {
        import: ImportId,
        owner: MemberId,
    }
    serde_json::from_str::<Known>(content).ok().map(|known| (known.import, known.owner))
}

/// Gives everybody the id that follows from their first address and the secret of the store.
fn key_people(tx: &Tx<'_>) -> Result<()> {
    let mut rows: Vec<Vec<Value<'static>>> = Vec::new();
    let mut last = None;
    for (person, address) in tx.query(&ADDRESSES, &[], |row| Ok((PersonId(row.id(0)?), row.text(1)?)))? {
        let (true, Some(address)) = (last != Some(person), Address::parse(&address)) else { continue };
        last = Some(person);
        let keyed = tx.person_id(&address)?;
        if keyed != person {
            rows.push(vec![Value::from(person), Value::from(keyed)]);
        }
    }
    for statement in [
        &COPY_PERSON,
        &MOVE_ADDRESS,
        &MOVE_TOUCH,
        &MOVE_RELATIONSHIP,
        &MOVE_FOLLOW_UP,
        &MOVE_SUGGESTION,
        &MOVE_LEAN_BACK,
        &MOVE_INTRODUCTION,
        &MOVE_VIA,
        &MOVE_HIDDEN,
        &MOVE_OPT_OUT,
    ] {
        tx.execute_each(statement, &rows)?;
    }
    let before: Vec<Vec<Value<'static>>> = rows.into_iter().map(|mut row| vec![row.swap_remove(0)]).collect();
    tx.execute_each(&DROP_PERSON, &before)
}

/// Writes the words of every interaction anew: folded as they are now, and found by those who took part.
fn words(tx: &Tx<'_>) -> Result<()> {
    let mut after = InteractionId(Uuid::nil());
    loop {
        let ids = tx.query(&INTERACTIONS, values![after, PAGE], |row| Ok(InteractionId(row.id(0)?)))?;
        let Some(last) = ids.last() else { return Ok(()) };
        after = *last;
        search::forget(tx, &ids.iter().map(|id| id.0).collect::<Vec<_>>())?;
        tx.index_words(&tx.interactions(&ids)?)?;
    }
}

/// Counts what is counted incrementally from now on.
fn counters(tx: &Tx<'_>) -> Result<()> {
    tx.execute(&COUNT_RELATIONSHIPS, &[]).map(drop)
}
