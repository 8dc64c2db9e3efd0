use rapport_model::{Address, PersonId};

use crate::acting::Acting;
use crate::error::{AppError, Result, What};
use crate::permission::rights::Resource;

/// The minimum number of characters in a search; with fewer, nobody is found.
const MIN_LETTERS: usize = 3;

/// A person whom the team has met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// Their name.
    pub name: String,
    /// The address they used last.
    pub address: String,
}

impl Acting {
    /// The person with an address, if a member may know that the team has met them. Somebody whom only colleagues know
    /// who hide them is `NotFound`, as is somebody whom nobody has met.
    pub async fn met_at(&self, address: &Address) -> Result<PersonId> {
        let (team, wanted) = (self.team_facts().await?, address.without_tag());
        let found =
            self.read(Resource::Network, move |tx| Ok(tx.owners_of(&[wanted])?.into_iter().next().flatten()));
        let shown = found.await?.filter(|person| team.shows(self.id(), *person));
        shown.ok_or_else(|| AppError::NotFound(What::PersonAt(address.clone())))
    }

    /// People whom the team has met, by words of their name or address: first those of whose name each word starts a
    /// part, then by name, at most `limit`. People without an address of a company are found only by members who know
    /// them.
    pub async fn met(&self, words: &str, limit: usize) -> Result<Vec<Met>> {
        let team = self.team_facts().await?;
        let wanted: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let letters: usize = wanted.iter().map(|word| word.chars().count()).sum();
        let Some(me) = team.place_of(self.id()).filter(|_| letters >= MIN_LETTERS) else {
            return Ok(Vec::new());
        };
        let matching =
            team.directory.matching(words).into_iter().zip(0..).filter_map(|(is, slot)| is.then_some(slot));
        let shown = matching.filter(|slot| {
            let is_open = team.directory.at(*slot).company.is_some() || team.tie_of(me, *slot).is_some();
            is_open && team.is_shown(self.id(), *slot)
        });
        let met = |slot: u32| {
            let entry = team.directory.at(slot);
            Met { name: entry.name.to_string(), address: entry.address.to_string() }
        };
        let mut found: Vec<Met> = shown.map(met).collect();
        let begins = |met: &Met| {
            let name = met.name.to_lowercase();
            wanted.iter().all(|word| name.split_whitespace().any(|part| part.starts_with(word.as_str())))
        };
        found.sort_by_cached_key(|met| (!begins(met), met.name.clone(), met.address.clone()));
        found.truncate(limit);
        Ok(found)
    }
}
