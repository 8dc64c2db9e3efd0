//! The interactions that two people took part in together, read from the log.

use std::collections::BTreeMap;

use rapport_model::{Calendar, Channel, InteractionId, MemberId, Moment, PersonId, Side, Touch};
use rapport_science::{PairState, Priors, persistence};
use rapport_store::{StoreError, Tx};

use crate::network::co_occurrence_graph::{Row, TimeRange};
use crate::sphere::directory::Directory;

/// The maximum number of people of an interaction. One with more says little about who knows whom and is not counted.
const MAX_PARTICIPANTS: usize = 12;
/// The number of bands of slots. One band at a time is sorted, which bounds the memory.
const BANDS: usize = 64;
/// The number of entries in a chunk of a band.
const CHUNK: usize = 1 << 12;

/// The slots of two people, the lower first, and when they took part in the same interaction, in seconds since 1970.
type CoOccurrence = (u32, u32, u32);

/// The co-occurrences of all people of the workspace. They lie in bands by the lower slot; a band is a list of chunks.
pub(crate) struct CoOccurrences {
    /// The number of slots.
    people: usize,
    bands: Vec<Vec<Vec<CoOccurrence>>>,
}

impl CoOccurrences {
    /// Reads each two people of each interaction up to `now`.
    pub(crate) fn read(tx: &Tx<'_>, directory: &Directory, now: Moment) -> Result<Self, StoreError> {
        let mut found = Self { people: directory.len(), bands: vec![Vec::new(); BANDS] };
        let mut last: Option<(InteractionId, Moment)> = None;
        let mut present: Vec<u32> = Vec::new();
        tx.each_taking_part(|interaction, person, _: MemberId, at| {
            if last.is_none_or(|(last, _)| last != interaction) {
                found.add(&present, last.map(|(_, at)| at));
                present.clear();
                last = Some((interaction, at));
            }
            if at <= now
                && let Some(slot) = directory.slot_of(person)
                && !present.contains(&slot)
            {
                present.push(slot);
            }
        })?;
        found.add(&present, last.map(|(_, at)| at));
        Ok(found)
    }

    fn add(&mut self, present: &[u32], at: Option<Moment>) {
        let Some(at) = at.filter(|_| present.len() <= MAX_PARTICIPANTS) else { return };
        for (place, one) in present.iter().enumerate() {
            for other in &present[place + 1..] {
                let (lower, upper) = (*one.min(other), *one.max(other));
                let band = &mut self.bands[lower as usize * BANDS / self.people];
                if band.last().is_none_or(|chunk| chunk.len() == CHUNK) {
                    band.push(Vec::with_capacity(CHUNK));
                }
                band.last_mut().expect("one was pushed").push((lower, upper, seconds(at)));
            }
        }
    }

    /// The number of co-occurrences.
    pub(crate) fn len(&self) -> usize {
        self.bands.iter().flatten().map(Vec::len).sum()
    }

    /// Calls `each` for every two people who took part in the same interactions: their slots, the lower first, and
    /// their co-occurrences in time order. Pairs come in the order of the slots. The memory of a band is freed after
    /// it.
    pub(crate) fn each_pair(self, mut each: impl FnMut(u32, u32, &[CoOccurrence])) {
        for band in self.bands {
            let mut sorted = band.concat();
            drop(band);
            sorted.sort_unstable();
            for pair in sorted.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
                each(pair[0].0, pair[0].1, pair);
            }
        }
    }
}

/// The co-occurrences of one person: the others' slots, each with the seconds since 1970 in time order. `None` when
/// there are more than `limit`, or when somebody is not in the directory.
pub(crate) fn co_occurrences_of(
    tx: &Tx<'_>,
    directory: &Directory,
    person: PersonId,
    now: Moment,
    limit: usize,
) -> Result<Option<BTreeMap<u32, Vec<u32>>>, StoreError> {
    let own = directory.slot_of(person);
    let mut all: Vec<(InteractionId, u32, Moment)> = Vec::new();
    let mut is_known = true;
    tx.each_taking_part_with(person, |interaction, other, _, at| match directory.slot_of(other) {
        Some(slot) if at <= now => all.push((interaction, slot, at)),
        Some(_) => {}
        None => is_known = false,
    })?;
    all.sort_unstable_by_key(|(interaction, slot, _)| (*interaction, *slot));
    all.dedup();
    let mut found: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut count = 0;
    for present in all.chunk_by(|one, other| one.0 == other.0) {
        if present.len() <= MAX_PARTICIPANTS {
            for (_, slot, at) in present.iter().filter(|(_, slot, _)| Some(*slot) != own) {
                found.entry(*slot).or_default().push(seconds(*at));
                count += 1;
            }
        }
    }
    for moments in found.values_mut() {
        moments.sort_unstable();
    }
    Ok(Some(found).filter(|_| is_known && count <= limit))
}

/// The row of a person in the graph, from what [`co_occurrences_of`] returns.
pub(crate) fn row(co_occurrences: BTreeMap<u32, Vec<u32>>) -> Row {
    co_occurrences.into_iter().map(|(other, moments)| (other, times(&moments))).collect()
}

/// The times of the edge of two people with these co-occurrences, of which there is at least one.
pub(crate) fn times(moments: &[u32]) -> TimeRange {
    TimeRange::of(moments[0], moments[moments.len() - 1])
}

/// The strength of the tie of two people, 0 to 1, from the seconds since 1970 at which they took part in the same
/// interaction: their persistence as if each were a call, because it does not matter who of the two began.
pub(crate) fn strength(
    moments: impl Iterator<Item = u32>,
    calendar: &Calendar,
    priors: &Priors,
    now: Moment,
) -> f32 {
    let mut state = PairState::default();
    for at in moments.map(|at| Moment::from_seconds(i64::from(at))) {
        let touch = Touch { at, side: Side::Theirs, channel: Channel::Call, opens: false };
        state.fold(&touch, calendar.day(at));
    }
    persistence(&state, priors, now) as f32
}

/// Whole seconds since 1970, clamped to the range of `u32`.
fn seconds(at: Moment) -> u32 {
    u32::try_from(at.micros().div_euclid(1_000_000).max(0)).unwrap_or(u32::MAX)
}
