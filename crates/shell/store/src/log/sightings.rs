use std::collections::BTreeMap;

use rapport_model::{AccountId, Decision, InteractionId, MemberId, Reason};

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::{Row, Value, values};
use crate::error::Result;

statements! {
    SAVE = "INSERT INTO sighting (workspace_id, message_id, account_id) VALUES ($1, $2, $3)
        ON CONFLICT (workspace_id, message_id, account_id) DO NOTHING";
    ACCOUNTS = "SELECT account_id FROM sighting WHERE workspace_id = $1 AND message_id = $2 ORDER BY account_id";
    DECIDED = "SELECT decision, reason FROM message WHERE workspace_id = $1 AND id = $2";
    ADD_COUNT = "INSERT INTO decision_count (workspace_id, account_id, decision, reason, number)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (workspace_id, account_id, decision, reason)
        DO UPDATE SET number = decision_count.number + excluded.number";
    COUNTS = "SELECT counted.decision, counted.reason, CAST(SUM(counted.number) AS BIGINT)
        FROM account JOIN decision_count counted
            ON counted.workspace_id = account.workspace_id AND counted.account_id = account.id
        WHERE account.workspace_id = $1 AND account.member_id = $2 AND account.kind <> 'by_hand' GROUP BY counted.decision, counted.reason";
    ALL_COUNTS = "SELECT decision, reason, CAST(COUNT(*) AS BIGINT) FROM message WHERE workspace_id = $1 AND kind = 'mail'
        GROUP BY decision, reason";
    IS_OF_MEMBER = "SELECT account.id FROM sighting JOIN account
            ON account.workspace_id = sighting.workspace_id AND account.id = sighting.account_id
        WHERE sighting.workspace_id = $1 AND sighting.message_id = $2 AND account.member_id = $3";
    MEMBERS = "SELECT DISTINCT account.member_id FROM sighting JOIN account
            ON account.workspace_id = sighting.workspace_id AND account.id = sighting.account_id
        WHERE sighting.workspace_id = $1 AND sighting.message_id = $2 ORDER BY account.member_id";
    RECOUNT_DROP = "DELETE FROM decision_count WHERE workspace_id = $1";
    RECOUNT = "INSERT INTO decision_count (workspace_id, account_id, decision, reason, number)
        SELECT sighting.workspace_id, sighting.account_id, message.decision, COALESCE(message.reason, ''),
            CAST(COUNT(*) AS BIGINT)
        FROM sighting JOIN message ON message.workspace_id = sighting.workspace_id AND message.id = sighting.message_id
        WHERE sighting.workspace_id = $1
        GROUP BY sighting.workspace_id, sighting.account_id, message.decision, COALESCE(message.reason, '')";
}

/// By how much the number of messages of an account with a decision and a reason changes.
type Changes = BTreeMap<(AccountId, String, String), i64>;

impl Tx<'_> {
    /// Saves that messages were seen in an account, and counts those not seen there before. Returns the latter.
    pub fn add_sightings(
        &self,
        account: AccountId,
        messages: &[InteractionId],
    ) -> Result<Vec<InteractionId>> {
        let mut fresh: Vec<InteractionId> = Vec::new();
        for (message, accounts) in messages.iter().zip(self.sightings(messages)?) {
            if !accounts.contains(&account) {
                fresh.push(*message);
            }
        }
        fresh.sort_unstable();
        fresh.dedup();
        let rows: Vec<_> =
            fresh.iter().map(|message| vec![Value::from(*message), Value::from(account)]).collect();
        self.execute_each(&SAVE, &rows)?;
        let mut changes = Changes::new();
        for (decision, reason) in self.decided(&fresh)?.into_iter().flatten() {
            *changes.entry((account, decision, reason)).or_default() += 1;
        }
        self.change_counts(changes)?;
        Ok(fresh)
    }

    /// The accounts in which each of some messages was seen.
    pub fn sightings(&self, messages: &[InteractionId]) -> Result<Vec<Vec<AccountId>>> {
        let rows: Vec<_> = messages.iter().map(|message| vec![Value::from(*message)]).collect();
        self.query_each(&ACCOUNTS, &rows, |row| Ok(AccountId(row.id(0)?)))
    }

    /// The members in whose accounts each of some messages was seen.
    pub fn members_who_saw(&self, messages: &[InteractionId]) -> Result<Vec<Vec<MemberId>>> {
        let rows: Vec<_> = messages.iter().map(|message| vec![Value::from(*message)]).collect();
        self.query_each(&MEMBERS, &rows, |row| Ok(MemberId(row.id(0)?)))
    }

    /// Whether a message was seen in an account of a member.
    pub fn is_sighted_by(&self, member: MemberId, message: InteractionId) -> Result<bool> {
        Ok(self.optional(&IS_OF_MEMBER, values![message, member], |_| Ok(()))?.is_some())
    }

    /// The number of messages of a member's accounts by decision. A message seen in two accounts counts twice.
    pub fn decision_counts(&self, member: MemberId) -> Result<Vec<(Decision, u64)>> {
        let counted = self.query(&COUNTS, values![member], |row| {
            let (decision, reason) = (row.text(0)?, row.text(1)?);
            Ok((Decision::from_names(&decision, Some(&reason)), row.count(2)?))
        })?;
        Ok(counted
            .into_iter()
            .filter_map(|(decision, number)| Some((decision?, number)))
            .filter(|(_, number)| *number > 0)
            .collect())
    }

    /// The number of messages of the whole workspace by decision. It reads every message.
    pub fn all_decision_counts(&self) -> Result<Vec<(Decision, u64)>> {
        let counted = self.query(&ALL_COUNTS, &[], |row| {
            let (decision, reason) = (row.text(0)?, row.maybe_text(1)?);
            Ok((Decision::from_names(&decision, reason.as_deref()), row.count(2)?))
        })?;
        Ok(counted.into_iter().filter_map(|(decision, number)| Some((decision?, number))).collect())
    }

    /// Moves the counts of messages whose decision is about to change, from the old one to the new one.
    pub(crate) fn move_counts(&self, after: &[(InteractionId, &Decision)]) -> Result<()> {
        let ids: Vec<InteractionId> = after.iter().map(|(id, _)| *id).collect();
        let mut moved = Vec::new();
        for ((id, decision), before) in after.iter().zip(self.decided(&ids)?) {
            let now = names(decision);
            if let Some(before) = before.filter(|before| (before.0.as_str(), before.1.as_str()) != now) {
                moved.push((*id, before, now));
            }
        }
        let ids: Vec<InteractionId> = moved.iter().map(|(id, _, _)| *id).collect();
        let mut changes = Changes::new();
        for ((_, before, now), accounts) in moved.into_iter().zip(self.sightings(&ids)?) {
            for account in accounts {
                *changes.entry((account, before.0.clone(), before.1.clone())).or_default() -= 1;
                *changes.entry((account, now.0.to_owned(), now.1.to_owned())).or_default() += 1;
            }
        }
        self.change_counts(changes)
    }

    fn decided(&self, messages: &[InteractionId]) -> Result<Vec<Option<(String, String)>>> {
        let rows: Vec<_> = messages.iter().map(|message| vec![Value::from(*message)]).collect();
        let read = |row: &Row<'_>| Ok((row.text(0)?, row.maybe_text(1)?.unwrap_or_default()));
        Ok(self
            .query_each(&DECIDED, &rows, read)?
            .into_iter()
            .map(|found| found.into_iter().next())
            .collect())
    }

    fn change_counts(&self, changes: Changes) -> Result<()> {
        let row = |((account, decision, reason), by): ((AccountId, String, String), i64)| {
            vec![Value::from(account), Value::from(decision), Value::from(reason), Value::Int(by)]
        };
        let changes = changes.into_iter().filter(|(_, by)| *by != 0);
        self.execute_each(&ADD_COUNT, &changes.map(row).collect::<Vec<_>>())
    }

    /// Counts every decision again.
    pub(crate) fn recount_decisions(&self) -> Result<()> {
        self.execute(&RECOUNT_DROP, &[])?;
        self.execute(&RECOUNT, &[]).map(drop)
    }
}

/// The stable names of a decision and its reason; the latter is empty where there is none.
fn names(decision: &Decision) -> (&'static str, &'static str) {
    (decision.name(), decision.reason().map_or("", Reason::name))
}
