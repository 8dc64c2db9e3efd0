use hmac::{Hmac, Mac};
use rapport_model::{Address, Moment, PersonId};
use sha2::Sha256;

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::values;
use crate::error::{Corruption, Failure, Result};

statements! {
    ADD = "INSERT INTO secret (workspace_id, name, value) VALUES ($1, $2, $3) ON CONFLICT (workspace_id, name) DO NOTHING";
    FIND = "SELECT value FROM secret WHERE workspace_id = $1 AND name = $2";
}

/// The name of the secret from which ids of people are derived.
const PEOPLE: &str = "people";

impl Tx<'_> {
    /// Draws the secrets of a workspace unless it has them.
    pub(crate) fn draw_secrets(&self) -> Result<()> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| Failure::Other(error.to_string().into()))?;
        self.execute(&ADD, values![PEOPLE, secret.as_slice()]).map(drop)
    }

    /// The id of a person first seen under this address: the same in this store every time, and not to be computed
    /// without the store's secret.
    pub fn person_id(&self, address: &Address) -> Result<PersonId> {
        Ok(self.person_ids(&[address])?[0])
    }

    /// The ids for several addresses, in their order; see [`Tx::person_id`].
    pub fn person_ids(&self, addresses: &[&Address]) -> Result<Vec<PersonId>> {
        let secret = self.optional(&FIND, values![PEOPLE], |row| row.bytes(0))?;
        let secret = secret.ok_or(Corruption::Row("the store has lost its secret"))?;
        let keyed = Hmac::<Sha256>::new_from_slice(&secret).expect("a key of any length will do");
        let id = |address: &&Address| {
            let hash = keyed.clone().chain_update(address.as_str()).finalize().into_bytes();
            // People have no moment of their own; taking it from the hash spreads them evenly.
            let millis = u64::from_be_bytes(hash[16..24].try_into().expect("a hash has more bytes")) >> 16;
            let bits = hash[..10].try_into().expect("a hash has more than ten bytes");
            PersonId::from_parts(Moment::from_micros(millis as i64 * 1_000), bits)
        };
        Ok(addresses.iter().map(id).collect())
    }
}
