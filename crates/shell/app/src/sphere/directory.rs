//! The names, addresses and companies of everybody in the workspace, and an index of their words.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use rapport_model::{Moment, PersonId};
use rapport_store::{ChangedPair, StoreError, Tx, fold_words};

use crate::error::Result;
use crate::log_cache::FromLog;
use crate::phrases::company::company_of;
use crate::sphere::cow_vec::CowVec;
use crate::sphere::slot_map::{Keyed, SlotMap};
use crate::sphere::word_index::WordIndex;

/// A person with what lists show of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) person: PersonId,
    /// Their name, or their address when no name is known.
    pub(crate) name: Arc<str>,
    /// The address they used last.
    pub(crate) address: Arc<str>,
    /// The number of the company whose domain that address has; `None` for a domain at which anybody can have an
    /// address.
    pub(crate) company: Option<u32>,
}

impl Entry {
    fn of(person: PersonId, name: &str, address: &str, company: Option<u32>) -> Self {
        let shown = if name.is_empty() { address } else { name };
        Self { person, name: shown.into(), address: address.into(), company }
    }
}

impl Keyed for Entry {
    type Key = PersonId;

    fn key(&self) -> PersonId {
        self.person
    }
}

/// A company: a domain at which only its own people have addresses.
#[derive(Clone, Debug)]
struct Company {
    domain: Arc<str>,
    /// The number of people whose last address is there.
    people: u32,
}

impl Keyed for Company {
    type Key = Arc<str>;

    fn key(&self) -> Arc<str> {
        Arc::clone(&self.domain)
    }
}

/// Everybody in the workspace. When it is built, slots are in the order of the addresses, which does not depend on ids;
/// who is added by an update gets the next slot.
#[derive(Clone)]
pub(crate) struct Directory {
    built_at: Moment,
    entries: SlotMap<Entry>,
    companies: SlotMap<Company>,
    /// The words of names and addresses as built, a line for each slot.
    words: Arc<WordIndex>,
    /// The words of people who were added or changed since, and the slot of each line. The last line of a slot is
    /// valid.
    changed_words: WordIndex,
    changed_slots: CowVec<u32>,
}

/// The maximum number of lines of changed words for an update; with more, the directory is rebuilt.
const MAX_CHANGED_LINES: usize = 20_000;

impl Directory {
    /// The person in a slot; panics when there is no such slot.
    pub(crate) fn at(&self, slot: u32) -> &Entry {
        self.entries.at(slot)
    }

    pub(crate) fn slot_of(&self, person: PersonId) -> Option<u32> {
        self.entries.slot_of(&person)
    }

    /// The number of people, and of slots.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The number of companies, which are numbered from 0.
    pub(crate) fn companies(&self) -> usize {
        self.companies.len()
    }

    /// The domain of a company.
    pub(crate) fn domain(&self, company: u32) -> &str {
        &self.companies.at(company).domain
    }

    /// The number of the company with a domain; `None` when nobody has an address there.
    pub(crate) fn company(&self, domain: &str) -> Option<u32> {
        self.companies.slot_of(&domain.into())
    }

    /// The number of people whose last address is at a company.
    pub(crate) fn people_at(&self, company: u32) -> u32 {
        self.companies.at(company).people
    }

    /// Whether everybody has the same slot in both, because neither was rebuilt since the other.
    pub(crate) fn has_slots_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.words, &other.words)
    }

    /// For each slot, whether the name and the addresses contain all words of a query; see [`WordIndex::matching`].
    pub(crate) fn matching(&self, query: &str) -> Vec<bool> {
        let mut found = self.words.matching(query);
        found.resize(self.entries.len(), false);
        for (slot, matches) in self.changed_slots.iter().zip(self.changed_words.matching(query)) {
            found[*slot as usize] = matches;
        }
        found
    }

    fn put(&mut self, person: PersonId, name: &str, address: &str, words: &str) {
        let entry = self.entry(person, name, address);
        let known = self.entries.get(&person);
        if known == Some(&entry) {
            return;
        }
        let (from, to) = (known.and_then(|known| known.company), entry.company);
        for (company, more) in [(from, -1), (to, 1)] {
            let Some(company) = company else { continue };
            let known = self.companies.at(company).clone();
            self.companies.put(Company { people: known.people.saturating_add_signed(more), ..known });
        }
        self.changed_slots.push(self.entries.put(entry));
        self.changed_words.push(words);
    }

    fn entry(&mut self, person: PersonId, name: &str, address: &str) -> Entry {
        let company = company_of(address).map(|domain| {
            let new = || Company { domain: domain.into(), people: 0 };
            self.company(domain).unwrap_or_else(|| self.companies.put(new()))
        });
        Entry::of(person, name, address, company)
    }
}

impl FromLog for Directory {
    type Key = ();
    type Inputs = ();

    /// Nothing in it depends on the present moment.
    const REFRESH_AGE: Duration = Duration::MAX;
    const MAX_AGE: Duration = Duration::MAX;

    fn built_at(&self) -> Moment {
        self.built_at
    }

    fn bytes(&self) -> usize {
        self.entries.len() * (size_of::<Entry>() + 150) + self.companies.len() * (size_of::<Company>() + 50)
    }

    fn build(tx: &Tx<'_>, (): &(), (): &(), now: Moment) -> Result<Self, StoreError> {
        let mut people: Vec<PersonRow> = Vec::new();
        tx.each_person(|person, name| {
            let mut words = String::new();
            fold_words(&name, &mut words);
            people.push(PersonRow { address: String::new(), name, person, words });
        })?;
        let places: HashMap<PersonId, usize> =
            people.iter().enumerate().map(|(place, read)| (read.person, place)).collect();
        let mut used = vec![Moment::from_micros(i64::MIN); people.len()];
        tx.each_address(|person, address, at| {
            let Some(place) = places.get(&person) else { return };
            fold_words(&address, &mut people[*place].words);
            if people[*place].address.is_empty() || at > used[*place] {
                (people[*place].address, used[*place]) = (address, at);
            }
        })?;
        drop(places);
        people.sort_unstable();
        let mut companies: HashMap<Arc<str>, (u32, u32)> = HashMap::new();
        let mut domains = Vec::new();
        let mut words = WordIndex::default();
        let mut entries = CowVec::default();
        for read in people {
            words.push(&read.words);
            let company = company_of(&read.address).map(|domain| {
                if let Some((company, people)) = companies.get_mut(domain) {
                    *people += 1;
                    return *company;
                }
                let (company, domain) = (domains.len() as u32, Arc::<str>::from(domain));
                domains.push(Arc::clone(&domain));
                companies.insert(domain, (company, 1));
                company
            });
            entries.push(Entry::of(read.person, &read.name, &read.address, company));
        }
        let company = |domain: Arc<str>| Company { people: companies[&domain].1, domain };
        Ok(Self {
            built_at: now,
            entries: SlotMap::of(entries),
            companies: SlotMap::of(domains.into_iter().map(company).collect()),
            words: Arc::new(words),
            changed_words: WordIndex::default(),
            changed_slots: CowVec::default(),
        })
    }

    fn updated(
        &self,
        tx: &Tx<'_>,
        (): &(),
        (): &(),
        pairs: Vec<ChangedPair>,
        _: Moment,
    ) -> Result<Option<Self>, StoreError> {
        if self.changed_slots.len() > MAX_CHANGED_LINES {
            return Ok(None);
        }
        let people: BTreeSet<PersonId> = pairs.iter().map(|(pair, _)| pair.person).collect();
        let mut after = self.clone();
        let people: Vec<PersonId> = people.into_iter().collect();
        for known in tx.people(&people)? {
            let Some(known) = known else { return Ok(None) };
            let mut words = String::new();
            fold_words(&known.name, &mut words);
            known.addresses.iter().for_each(|address| fold_words(address.as_str(), &mut words));
            let address = known.addresses.first().map(ToString::to_string).unwrap_or_default();
            after.put(known.id, &known.name, &address, &words);
        }
        Ok(Some(after))
    }
}

/// A person as read from the store. The order is that of the slots.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct PersonRow {
    address: String,
    name: String,
    person: PersonId,
    words: String,
}
