//! The one rule of who sees what of the log: what a member took part in, and what was seen in their own accounts.
//! Anything else is treated as if it did not exist.

use rapport_model::{InteractionId, MemberId, MessageRecord, PersonId};
use rapport_store::{StoreError, Tx};

/// The part of the log that one member may see.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visibility(MemberId);

impl Visibility {
    pub(crate) fn of(member: MemberId) -> Self {
        Self(member)
    }

    /// Whether the member has a tie with a person.
    pub(crate) fn knows(self, tx: &Tx<'_>, person: PersonId) -> Result<bool, StoreError> {
        tx.knows(self.0, person)
    }

    /// Whether the member took part in an interaction: its words are private to those who did.
    pub(crate) fn took_part(self, tx: &Tx<'_>, interaction: InteractionId) -> Result<bool, StoreError> {
        Ok(tx.participants(interaction)?.iter().any(|part| part.member == self.0))
    }

    /// Whether a message is the member's: seen in one of their accounts, or an interaction of theirs.
    pub(crate) fn sees(self, tx: &Tx<'_>, message: InteractionId) -> Result<bool, StoreError> {
        Ok(tx.is_sighted_by(self.0, message)? || self.took_part(tx, message)?)
    }

    /// Those of some messages that are the member's.
    pub(crate) fn seen(
        self,
        tx: &Tx<'_>,
        records: impl IntoIterator<Item = MessageRecord>,
    ) -> Result<Vec<MessageRecord>, StoreError> {
        let mut own = Vec::new();
        for record in records {
            if self.sees(tx, record.id)? {
                own.push(record);
            }
        }
        Ok(own)
    }

    /// Whether an account is the member's own.
    pub(crate) fn owns(self, tx: &Tx<'_>, account: rapport_model::AccountId) -> Result<bool, StoreError> {
        Ok(tx.account(account)?.is_some_and(|account| account.member == self.0))
    }
}
