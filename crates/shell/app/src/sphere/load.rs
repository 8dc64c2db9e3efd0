//! What a sphere is made of, read from the store.

use std::collections::HashMap;

use rapport_model::{Calendar, Day, MemberId, Moment, PersonId, Touch};
use rapport_science::Priors;
use rapport_store::{StoreError, Tx, fold_words};

/// What a person is called, and all words by which they are found.
#[derive(Default)]
pub(crate) struct Named {
    pub(crate) name: String,
    /// The one used last.
    pub(crate) address: String,
    used: Option<Moment>,
    pub(crate) words: String,
}

pub(crate) fn names(tx: &Tx<'_>, expected: usize) -> Result<HashMap<PersonId, Named>, StoreError> {
    let mut names = HashMap::with_capacity(expected);
    tx.each_person(|person, name| {
        let mut words = String::new();
        fold_words(&name, &mut words);
        names.insert(person, Named { name, words, ..Named::default() });
    })?;
    tx.each_address(|person, address, used| {
        let Some(known) = names.get_mut(&person) else { return };
        fold_words(&address, &mut known.words);
        if known.used.is_none_or(|last| used > last) {
            known.address = address;
            known.used = Some(used);
        }
    })?;
    Ok(names)
}

pub(crate) type History = Vec<(Touch, Day)>;

/// What a member had with each person up to a moment.
pub(crate) fn histories_of(
    tx: &Tx<'_>,
    member: MemberId,
    until: Moment,
    calendar: &Calendar,
) -> Result<Vec<(PersonId, History)>, StoreError> {
    let mut histories: Vec<(PersonId, History)> = Vec::new();
    tx.each_touch(member, until, |person, touch| {
        let dated = (touch, calendar.day(touch.at));
        match histories.last_mut() {
            Some((last, history)) if *last == person => history.push(dated),
            _ => histories.push((person, vec![dated])),
        }
    })?;
    Ok(histories)
}

/// The priors fitted on this workspace, or the defaults.
pub(crate) fn priors(tx: &Tx<'_>) -> Result<Priors, StoreError> {
    let stored = tx.priors(u32::from(Priors::VERSION))?;
    Ok(stored.and_then(|stored| serde_json::from_str(&stored.content).ok()).unwrap_or_default())
}
