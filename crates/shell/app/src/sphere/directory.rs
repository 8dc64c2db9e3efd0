//! What everybody is called and how they are found: once for the workspace, whoever knows them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rapport_model::{Moment, PersonId};
use rapport_store::{ChangedPair, StoreError, Tx, fold_words};

use crate::fresh::FromLog;
use crate::sphere::slots::{Keyed, Slots};
use crate::sphere::word_index::WordLines;

/// A person as lists name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    person: PersonId,
    /// Their name, or their address when no name was ever seen.
    pub(crate) name: Arc<str>,
    /// The address they used last.
    pub(crate) address: Arc<str>,
}

impl Keyed for Entry {
    type Key = PersonId;

    fn key(&self) -> PersonId {
        self.person
    }
}

/// Everybody of the workspace.
#[derive(Clone)]
pub(crate) struct Directory {
    made_at: Moment,
    entries: Slots<Entry>,
    /// The words of names and addresses, a line for each slot.
    words: Arc<WordLines>,
    /// The words of those who came or changed since, and their slots.
    later: WordLines,
    later_slots: Vec<u32>,
}

impl Directory {
    /// The person in a slot.
    pub(crate) fn at(&self, slot: u32) -> &Entry {
        self.entries.at(slot)
    }

    pub(crate) fn slot_of(&self, person: PersonId) -> Option<u32> {
        self.entries.slot_of(&person)
    }

    /// For each slot, whether all words of a query are in the name and the addresses.
    pub(crate) fn matching(&self, query: &str) -> Vec<bool> {
        let mut found = self.words.matching(query);
        found.resize(self.entries.len(), false);
        // The last line of a slot is the one that counts.
        for (slot, matches) in self.later_slots.iter().zip(self.later.matching(query)) {
            found[*slot as usize] = matches;
        }
        found
    }

    fn put(&mut self, entry: Entry, words: &str) {
        let known = self.slot_of(entry.person).map(|slot| self.at(slot));
        if known == Some(&entry) {
            return;
        }
        self.later_slots.push(self.entries.put(entry));
        self.later.push(words);
    }
}

impl FromLog for Directory {
    type Key = ();
    type With = ();

    fn made_at(&self) -> Moment {
        self.made_at
    }

    fn bytes(&self) -> usize {
        self.entries.len() * (size_of::<Entry>() + 150)
    }

    fn make(tx: &Tx<'_>, (): &(), (): &(), now: Moment) -> Result<Self, StoreError> {
        let mut people: Vec<(PersonId, String, String)> = Vec::new();
        tx.each_person(|person, name| {
            let mut words = String::new();
            fold_words(&name, &mut words);
            people.push((person, name, words));
        })?;
        let places: HashMap<PersonId, usize> =
            people.iter().enumerate().map(|(place, (person, ..))| (*person, place)).collect();
        let mut used = vec![(String::new(), Moment::from_micros(i64::MIN)); people.len()];
        tx.each_address(|person, address, at| {
            let Some(place) = places.get(&person) else { return };
            fold_words(&address, &mut people[*place].2);
            if used[*place].0.is_empty() || at > used[*place].1 {
                used[*place] = (address, at);
            }
        })?;
        let mut words = WordLines::default();
        let mut entries = Vec::with_capacity(people.len());
        for ((person, name, found), (address, _)) in people.into_iter().zip(used) {
            words.push(&found);
            entries.push(entry(person, &name, &address));
        }
        Ok(Self {
            made_at: now,
            entries: Slots::of(entries),
            words: Arc::new(words),
            later: WordLines::default(),
            later_slots: Vec::new(),
        })
    }

    fn follow(
        &self,
        tx: &Tx<'_>,
        (): &(),
        (): &(),
        pairs: Vec<ChangedPair>,
        _: Moment,
    ) -> Result<Option<Self>, StoreError> {
        let people: BTreeSet<PersonId> = pairs.iter().map(|(pair, _)| pair.person).collect();
        let mut after = self.clone();
        for person in people {
            let Some(known) = tx.person(person)? else { return Ok(None) };
            let mut words = String::new();
            fold_words(&known.name, &mut words);
            known.addresses.iter().for_each(|address| fold_words(address.as_str(), &mut words));
            let address = known.addresses.first().map(ToString::to_string).unwrap_or_default();
            after.put(entry(person, &known.name, &address), &words);
        }
        Ok(Some(after))
    }
}

fn entry(person: PersonId, name: &str, address: &str) -> Entry {
    let shown = if name.is_empty() { address } else { name };
    Entry { person, name: shown.into(), address: address.into() }
}
