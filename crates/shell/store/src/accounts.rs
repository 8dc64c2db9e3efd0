use rapport_model::{Account, AccountId, AccountKind, MemberId, Moment};

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Row, values};
use crate::error::Result;

statements! {
    ADD = "INSERT INTO account (workspace_id, id, member_id, kind, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (workspace_id, id) DO NOTHING";
    FIND = "SELECT id, member_id, kind, name FROM account WHERE workspace_id = $1 AND id = $2";
    OF_MEMBER = "SELECT id, member_id, kind, name FROM account WHERE workspace_id = $1 AND member_id = $2 ORDER BY id";
    CURSORS = "SELECT source, cursor FROM source_cursor WHERE workspace_id = $1 AND account_id = $2";
    SAVE_CURSOR = "INSERT INTO source_cursor (workspace_id, account_id, source, cursor) VALUES ($1, $2, $3, $4)
        ON CONFLICT (workspace_id, account_id, source) DO UPDATE SET cursor = excluded.cursor";
}

impl Tx<'_> {
    /// Makes an account if there is none with its id.
    pub fn add_account(&self, account: &Account, now: Moment) -> Result<()> {
        let Account { id, member, kind, name } = account;
        self.execute(&ADD, values![*id, *member, kind.name(), name, now]).map(drop)
    }

    /// The account with this id; `None` when there is none.
    pub fn account(&self, id: AccountId) -> Result<Option<Account>> {
        self.optional(&FIND, values![id], read)
    }

    /// The accounts of a member, by the order of their ids.
    pub fn accounts_of(&self, member: MemberId) -> Result<Vec<Account>> {
        self.query(&OF_MEMBER, values![member], read)
    }

    /// The cursors of an account: for each source, how far it was read. Only the source can read its cursor.
    pub fn cursors(&self, account: AccountId) -> Result<Vec<(String, Vec<u8>)>> {
        self.query(&CURSORS, values![account], |row| Ok((row.text(0)?, row.bytes(1)?)))
    }

    /// Saves the cursor of a source of an account.
    pub fn save_cursor(&self, account: AccountId, source: &str, cursor: &[u8]) -> Result<()> {
        self.execute(&SAVE_CURSOR, values![account, source, cursor]).map(drop)
    }
}

fn read(row: &Row<'_>) -> Result<Account> {
    Ok(Account {
        id: AccountId(row.id(0)?),
        member: MemberId(row.id(1)?),
        kind: row.name(2, AccountKind::from_name)?,
        name: row.text(3)?,
    })
}
