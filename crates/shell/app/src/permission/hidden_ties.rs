use std::collections::HashSet;

use rapport_model::{MemberId, PersonId};
use rapport_store::{StoreError, Tx};

/// The ties that their members hide from colleagues.
#[derive(Clone, Default)]
pub(crate) struct Hidden(HashSet<(MemberId, PersonId)>);

impl Hidden {
    pub(crate) fn of(tx: &Tx<'_>) -> Result<Self, StoreError> {
        Ok(Self(tx.hidden_ties()?.into_iter().collect()))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (MemberId, PersonId)> {
        self.0.iter().copied()
    }

    pub(crate) fn has(&self, member: MemberId, person: PersonId) -> bool {
        self.0.contains(&(member, person))
    }
}
