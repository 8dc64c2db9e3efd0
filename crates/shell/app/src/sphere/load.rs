//! Reads histories and priors from the store.

use rapport_model::{Calendar, Day, MemberId, Moment, PersonId, Touch};
use rapport_science::{PairState, Priors, persistence};
use rapport_store::{StoreError, Tx};

use crate::sphere::directory::Directory;

/// The touches of a pair in time order, each with its day in the calendar.
pub(crate) type History = Vec<(Touch, Day)>;

/// The history of a member with each person up to a moment.
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

/// The priors fitted on this workspace; the defaults before the first fit.
pub(crate) fn priors(tx: &Tx<'_>) -> Result<Priors, StoreError> {
    let stored = tx.priors(u32::from(Priors::VERSION))?;
    Ok(stored.and_then(|stored| serde_json::from_str(&stored.content).ok()).unwrap_or_default())
}

/// The slots of the people whom a member knows, with the probability of contact within 30 days of each.
pub(crate) fn strengths(
    tx: &Tx<'_>,
    directory: &Directory,
    member: MemberId,
    priors: &Priors,
    now: Moment,
) -> Result<Vec<(u32, f32)>, StoreError> {
    let mut found = Vec::new();
    tx.each_state(member, |person, bytes| {
        if let (Some(state), Some(slot)) = (PairState::from_bytes(&bytes), directory.slot_of(person)) {
            found.push((slot, persistence(&state, priors, now) as f32));
        }
    })?;
    Ok(found)
}
