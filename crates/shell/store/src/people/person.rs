use rapport_model::{Address, Moment, NameSeen, Person, PersonId};

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::Value;
use crate::error::{Corruption, Result};

statements! {
    OWNER = "SELECT person_id FROM address WHERE workspace_id = $1 AND address = $2";
    SAVE_PERSON = "INSERT INTO person (workspace_id, id, name, name_is_own, name_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (workspace_id, id) DO UPDATE SET name = excluded.name, name_is_own = excluded.name_is_own,
            name_at = excluded.name_at
        WHERE excluded.name <> '' AND (person.name = ''
            OR (excluded.name_is_own, excluded.name_at, excluded.name)
                > (person.name_is_own, person.name_at, person.name))";
    SAVE_ADDRESS = "INSERT INTO address (workspace_id, address, person_id, used_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (workspace_id, address) DO UPDATE SET used_at = excluded.used_at
        WHERE excluded.used_at > address.used_at";
    PERSON = "SELECT id, name FROM person WHERE workspace_id = $1 AND id = $2";
    PEOPLE = "SELECT id, name FROM person WHERE workspace_id = $1 ORDER BY id";
    ADDRESSES_OF = "SELECT address FROM address WHERE workspace_id = $1 AND person_id = $2 ORDER BY used_at DESC, address";
    ALL_ADDRESSES = "SELECT person_id, address, used_at FROM address WHERE workspace_id = $1";
    COUNT = "SELECT CAST(COUNT(*) AS BIGINT) FROM person WHERE workspace_id = $1";
    DROP_UNTOUCHED_ADDRESSES = "DELETE FROM address WHERE workspace_id = $1 AND person_id = $2
        AND NOT EXISTS (SELECT 1 FROM touch WHERE touch.workspace_id = $1 AND touch.person_id = $2)
        AND NOT EXISTS (SELECT 1 FROM lean_back WHERE lean_back.workspace_id = $1 AND lean_back.person_id = $2)
        AND NOT EXISTS (SELECT 1 FROM follow_up WHERE follow_up.workspace_id = $1 AND follow_up.person_id = $2)
        AND NOT EXISTS (SELECT 1 FROM introduction
            WHERE introduction.workspace_id = $1 AND introduction.person_id = $2)
        AND NOT EXISTS (SELECT 1 FROM introduction
            WHERE introduction.workspace_id = $1 AND introduction.via_person_id = $2)
        AND NOT EXISTS (SELECT 1 FROM hidden_tie WHERE hidden_tie.workspace_id = $1 AND hidden_tie.person_id = $2)
        AND NOT EXISTS (SELECT 1 FROM opt_out WHERE opt_out.workspace_id = $1 AND opt_out.person_id = $2)";
    DROP_SUGGESTIONS = "DELETE FROM suggestion WHERE workspace_id = $1 AND person_id = $2
        AND NOT EXISTS (SELECT 1 FROM address WHERE address.workspace_id = $1 AND address.person_id = $2)";
    DROP_UNTOUCHED = "DELETE FROM person WHERE workspace_id = $1 AND id = $2
        AND NOT EXISTS (SELECT 1 FROM address WHERE address.workspace_id = $1 AND address.person_id = $2)";
}

impl Tx<'_> {
    /// The person of each address, in the order of the addresses; `None` for an address of nobody. Addresses are looked
    /// up as given, so that the caller has to drop their tags.
    pub fn owners_of(&self, addresses: &[Address]) -> Result<Vec<Option<PersonId>>> {
        let rows: Vec<_> = addresses.iter().map(|address| vec![Value::from(address.as_str())]).collect();
        let found = self.query_each(&OWNER, &rows, |row| Ok(PersonId(row.id(0)?)))?;
        Ok(found.into_iter().map(|ids| ids.into_iter().next()).collect())
    }

    /// Adds people, or updates their names. A name replaces one that is empty; otherwise, a name that the person used
    /// of themselves replaces one that others used, and then a later one an earlier one.
    pub fn save_people(&self, seen: &[(PersonId, NameSeen)]) -> Result<()> {
        self.execute_each(&SAVE_PERSON, &seen.iter().map(written).collect::<Vec<_>>())
    }

    /// Adds addresses, and updates the moment at which each was last used. The person of an address that is already
    /// there stays the same.
    pub fn save_addresses(&self, used: &[(Address, PersonId, Moment)]) -> Result<()> {
        let row = |(address, person, at): &(Address, PersonId, Moment)| {
            vec![Value::from(address.to_string()), Value::from(*person), Value::from(*at)]
        };
        self.execute_each(&SAVE_ADDRESS, &used.iter().map(row).collect::<Vec<_>>())
    }

    /// A person; `None` when there is nobody with this id.
    pub fn person(&self, id: PersonId) -> Result<Option<Person>> {
        Ok(self.people(&[id])?.into_iter().next().flatten())
    }

    /// The people with these ids, in their order; `None` for an id of nobody.
    pub fn people(&self, ids: &[PersonId]) -> Result<Vec<Option<Person>>> {
        let rows: Vec<_> = ids.iter().map(|id| vec![Value::from(*id)]).collect();
        let names = self.query_each(&PERSON, &rows, |row| row.text(1))?;
        let addresses = self.query_each(&ADDRESSES_OF, &rows, |row| row.text(0))?;
        let found = ids.iter().zip(names).zip(addresses);
        found.map(|((id, name), addresses)| Self::named(*id, name, &addresses)).collect()
    }

    fn named(id: PersonId, name: Vec<String>, addresses: &[String]) -> Result<Option<Person>> {
        let Some(name) = name.into_iter().next() else { return Ok(None) };
        let addresses: Vec<Address> =
            addresses.iter().filter_map(|address| Address::parse(address)).collect();
        let Some(first) = addresses.first() else {
            return Err(Corruption::Row("a person without an address").into());
        };
        let name = if name.is_empty() { first.to_string() } else { name };
        Ok(Some(Person { id, name, addresses }))
    }

    /// Calls `each` with the id and the name of every person, in the order of the ids; a name is empty when none is
    /// known.
    pub fn each_person(&self, mut each: impl FnMut(PersonId, String)) -> Result<()> {
        self.for_each(&PEOPLE, &[], |row| {
            each(PersonId(row.id(0)?), row.text(1)?);
            Ok(())
        })
    }

    /// Calls `each` with the person, the address and the moment of its last use, for every address in no order.
    pub fn each_address(&self, mut each: impl FnMut(PersonId, String, Moment)) -> Result<()> {
        self.for_each(&ALL_ADDRESSES, &[], |row| {
            each(PersonId(row.id(0)?), row.text(1)?, row.moment(2)?);
            Ok(())
        })
    }

    /// The number of people in the workspace.
    pub fn people_count(&self) -> Result<u64> {
        Ok(self.optional(&COUNT, &[], |row| row.count(0))?.unwrap_or(0))
    }

    /// Deletes those people of whom there is no touch, and no follow-up, introduction, hidden tie, opt-out or lean-back
    /// test.
    pub(crate) fn drop_untouched(&self, ids: &[PersonId]) -> Result<()> {
        let rows: Vec<_> = ids.iter().map(|id| vec![Value::from(*id)]).collect();
        self.execute_each(&DROP_UNTOUCHED_ADDRESSES, &rows)?;
        self.execute_each(&DROP_SUGGESTIONS, &rows)?;
        self.execute_each(&DROP_UNTOUCHED, &rows)
    }
}

fn written((id, name): &(PersonId, NameSeen)) -> Vec<Value<'_>> {
    vec![Value::from(*id), Value::from(&name.name), Value::from(name.is_own), Value::from(name.at)]
}
