use rapport_model::{Account, Address, Calendar, ListRule, Member, MemberId, Moment, Role, Rules, Setting};

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Value, values};
use crate::error::Result;

statements! {
    ADD_WORKSPACE = "INSERT INTO workspace (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
    ADD_MEMBER = "INSERT INTO member (workspace_id, id, name, role, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (workspace_id, id) DO NOTHING";
    MEMBERS = "SELECT id, name, role FROM member WHERE workspace_id = $1 ORDER BY created_at, id";
    RENAME_MEMBER = "UPDATE member SET name = $3 WHERE workspace_id = $1 AND id = $2";
    PASSPHRASE = "SELECT passphrase FROM member WHERE workspace_id = $1 AND id = $2";
    SET_PASSPHRASE = "UPDATE member SET passphrase = $3 WHERE workspace_id = $1 AND id = $2";
    ADD_ADDRESS = "INSERT INTO member_address (workspace_id, address, member_id) VALUES ($1, $2, $3)
        ON CONFLICT (workspace_id, address) DO UPDATE SET member_id = excluded.member_id";
    DROP_ADDRESSES = "DELETE FROM member_address WHERE workspace_id = $1 AND member_id = $2";
    ADDRESSES = "SELECT address, member_id FROM member_address WHERE workspace_id = $1";
    SETTING = "SELECT value FROM setting WHERE workspace_id = $1 AND name = $2";
    SET = "INSERT INTO setting (workspace_id, name, value) VALUES ($1, $2, $3)
        ON CONFLICT (workspace_id, name) DO UPDATE SET value = excluded.value";
    ADD_SESSION = "INSERT INTO session (workspace_id, token, member_id, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)";
    SESSION = "SELECT member_id, created_at, seen_at FROM session WHERE workspace_id = $1 AND token = $2";
    SEE_SESSION = "UPDATE session SET seen_at = $3 WHERE workspace_id = $1 AND token = $2";
    DROP_SESSION = "DELETE FROM session WHERE workspace_id = $1 AND token = $2";
    DROP_SESSIONS = "DELETE FROM session WHERE workspace_id = $1 AND member_id = $2";
    REVISION = "SELECT number FROM revision WHERE workspace_id = $1";
    BUMP_REVISION = "INSERT INTO revision (workspace_id, number) VALUES ($1, 1)
        ON CONFLICT (workspace_id) DO UPDATE SET number = revision.number + 1";
    RELATIONSHIPS = "SELECT relationships FROM revision WHERE workspace_id = $1";
    MORE_RELATIONSHIPS = "INSERT INTO revision (workspace_id, number, relationships) VALUES ($1, 1, $2)
        ON CONFLICT (workspace_id) DO UPDATE SET relationships = revision.relationships + excluded.relationships";
    DROPPED_AT = "SELECT dropped_at FROM revision WHERE workspace_id = $1";
    NOTE_DROP = "UPDATE revision SET dropped_at = number WHERE workspace_id = $1";
}

impl Tx<'_> {
    /// Makes this workspace if there is none.
    pub fn add_workspace(&self, name: &str, now: Moment) -> Result<()> {
        if self.execute(&ADD_WORKSPACE, values![name, now])? > 0 {
            self.draw_secrets()?;
            self.note_upgraded()?;
        }
        Ok(())
    }

    /// Makes a member if there is none of that id, with an account for their files.
    pub fn add_member(&self, member: &Member, now: Moment) -> Result<()> {
        self.execute(&ADD_MEMBER, values![member.id, &member.name, member.role.name(), now])?;
        self.add_account(&Account::of_files(member.id), now)?;
        self.bump_revision()
    }

    /// The members, the first one first.
    pub fn members(&self) -> Result<Vec<Member>> {
        self.query(&MEMBERS, &[], |row| {
            Ok(Member { id: MemberId(row.id(0)?), name: row.text(1)?, role: row.name(2, Role::from_name)? })
        })
    }

    /// Changes the name of a member.
    pub fn rename_member(&self, member: MemberId, name: &str) -> Result<()> {
        self.execute(&RENAME_MEMBER, values![member, name])?;
        self.bump_revision()
    }

    /// The hash of a member's passphrase; `None` until one is set.
    pub fn passphrase_hash(&self, member: MemberId) -> Result<Option<String>> {
        Ok(self.optional(&PASSPHRASE, values![member], |row| row.maybe_text(0))?.flatten())
    }

    /// Sets the hash of a passphrase and ends every session that was begun with the old one.
    pub fn set_passphrase_hash(&self, member: MemberId, hash: &str) -> Result<()> {
        self.execute(&SET_PASSPHRASE, values![member, hash])?;
        self.execute(&DROP_SESSIONS, values![member]).map(drop)
    }

    /// Adds an address to a member's own.
    pub fn add_member_address(&self, member: MemberId, address: &Address) -> Result<()> {
        self.execute(&ADD_ADDRESS, values![address.without_tag().as_str(), member]).map(drop)
    }

    /// Replaces a member's own addresses.
    pub fn set_member_addresses(&self, member: MemberId, addresses: &[Address]) -> Result<()> {
        self.execute(&DROP_ADDRESSES, values![member])?;
        addresses.iter().try_for_each(|address| self.add_member_address(member, address))
    }

    /// The rules by which captured mail is kept or set aside.
    pub fn rules(&self) -> Result<Rules> {
        let ours = self.query(&ADDRESSES, &[], |row| Ok((row.text(0)?, MemberId(row.id(1)?))))?;
        let list = self.setting(Setting::ListRule)?.and_then(|name| ListRule::from_name(&name));
        let domains = self.setting(Setting::InternalDomains)?.unwrap_or_default();
        Ok(Rules {
            ours: ours
                .into_iter()
                .filter_map(|(address, member)| Some((Address::parse(&address)?, member)))
                .collect(),
            internal_domains: domains.split_whitespace().map(str::to_owned).collect(),
            list: list.unwrap_or_default(),
        })
    }

    /// The calendar of the workspace's time zone; UTC until one is set.
    pub fn calendar(&self) -> Result<Calendar> {
        let zone = self.setting(Setting::TimeZone)?;
        Ok(zone.and_then(|zone| Calendar::in_zone(&zone)).unwrap_or_else(Calendar::utc))
    }

    /// Saves since when all stored messages are to be decided and measured again.
    pub fn note_replay_due(&self, since: Moment) -> Result<()> {
        self.set_setting(Setting::ReplayDue, &since.to_string())
    }

    /// Since when that is due; `None` when it is not.
    pub fn replay_due(&self) -> Result<Option<String>> {
        Ok(self.setting(Setting::ReplayDue)?.filter(|since| !since.is_empty()))
    }

    /// Saves that it was done for `since`, unless it became due again meanwhile.
    pub fn note_replayed(&self, since: &str) -> Result<()> {
        if self.replay_due()?.as_deref() == Some(since) {
            self.set_setting(Setting::ReplayDue, "")?;
        }
        Ok(())
    }

    /// The value of a setting; `None` until it is set.
    pub fn setting(&self, setting: Setting) -> Result<Option<String>> {
        self.optional(&SETTING, values![setting.name()], |row| row.text(0))
    }

    /// Sets the value of a setting.
    pub fn set_setting(&self, setting: Setting, value: &str) -> Result<()> {
        self.execute(&SET, values![setting.name(), value]).map(drop)
    }

    /// Saves a session under the hash of its token.
    pub fn add_session(&self, token: &[u8], member: MemberId, now: Moment) -> Result<()> {
        self.execute(&ADD_SESSION, values![token, member, now]).map(drop)
    }

    /// The member of a session, when it began and when it was last used; `None` when there is no such session.
    pub fn session(&self, token: &[u8]) -> Result<Option<(MemberId, Moment, Moment)>> {
        self.optional(&SESSION, values![token], |row| {
            Ok((MemberId(row.id(0)?), row.moment(1)?, row.moment(2)?))
        })
    }

    /// Saves that a session was used.
    pub fn note_session_use(&self, token: &[u8], now: Moment) -> Result<()> {
        self.execute(&SEE_SESSION, values![token, now]).map(drop)
    }

    /// Deletes a session, if there is one.
    pub fn end_session(&self, token: &[u8]) -> Result<()> {
        self.execute(&DROP_SESSION, values![token]).map(drop)
    }

    /// The revision: a number that grows with every change to what readings depend on.
    pub fn revision(&self) -> Result<u64> {
        Ok(self.optional(&REVISION, &[], |row| row.count(0))?.unwrap_or(0))
    }

    /// Increments [`Tx::revision`].
    pub(crate) fn bump_revision(&self) -> Result<()> {
        self.execute(&BUMP_REVISION, &[] as &[Value<'_>]).map(drop)
    }

    /// The number of relationships that have a state.
    pub fn relationship_count(&self) -> Result<u64> {
        Ok(self.optional(&RELATIONSHIPS, &[], |row| row.count(0))?.unwrap_or(0))
    }

    /// Adds to the number of relationships that have a state.
    pub(crate) fn count_relationships(&self, more: i64) -> Result<()> {
        if more == 0 { Ok(()) } else { self.execute(&MORE_RELATIONSHIPS, values![more]).map(drop) }
    }

    /// Saves the present revision as the last one at which a relationship was removed.
    pub(crate) fn note_drop(&self) -> Result<()> {
        self.execute(&NOTE_DROP, &[] as &[Value<'_>]).map(drop)
    }

    /// The last revision at which a relationship was removed.
    pub(crate) fn dropped_at(&self) -> Result<u64> {
        Ok(self.optional(&DROPPED_AT, &[], |row| row.count(0))?.unwrap_or(0))
    }
}
