//! Everything that two people took part in together, as the log has it.

use std::collections::BTreeMap;

use rapport_model::{Calendar, Channel, InteractionId, MemberId, Moment, PersonId, Side, Touch};
use rapport_science::{PairState, Priors, persistence};
use rapport_store::{StoreError, Tx};

use crate::network::co_occurrence_graph::{Row, TimeRange};
use crate::sphere::directory::Directory;

/// More people than this on one mail or in one meeting say little about who knows whom.
const MAX_PRESENT: usize = 12;
/// The number of bands of people, one of which at a time is put in order.
const BANDS: usize = 64;
/// The number of moments in a piece of a band.
const PIECE: usize = 1 << 12;

/// Two people by their slots, the lower first, and when they were seen together, in seconds since 1970.
type Moments = (u32, u32, u32);

/// Every moment at which two people were seen together, by bands of the lower slot. The memory of a band is given back
/// when it has been shown.
pub(crate) struct Together {
    people: usize,
    bands: Vec<Vec<Vec<Moments>>>,
}

impl Together {
    /// Reads everybody of an interaction with everybody else of it. What is still to come counts for nothing.
    pub(crate) fn read(tx: &Tx<'_>, directory: &Directory, now: Moment) -> Result<Self, StoreError> {
        let mut together = Self { people: directory.len(), bands: vec![Vec::new(); BANDS] };
        let mut last: Option<(InteractionId, Moment)> = None;
        let mut present: Vec<u32> = Vec::new();
        tx.each_taking_part(|interaction, person, _: MemberId, at| {
            if last.is_none_or(|(last, _)| last != interaction) {
                together.add(&present, last.map(|(_, at)| at));
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
        together.add(&present, last.map(|(_, at)| at));
        Ok(together)
    }

    fn add(&mut self, present: &[u32], at: Option<Moment>) {
        let Some(at) = at.filter(|_| present.len() <= MAX_PRESENT) else { return };
        for (place, one) in present.iter().enumerate() {
            for other in &present[place + 1..] {
                let (lower, upper) = (*one.min(other), *one.max(other));
                let band = &mut self.bands[lower as usize * BANDS / self.people];
                if band.last().is_none_or(|piece| piece.len() == PIECE) {
                    band.push(Vec::with_capacity(PIECE));
                }
                band.last_mut().expect("one was pushed").push((lower, upper, seconds(at)));
            }
        }
    }

    /// The number of moments of all pairs.
    pub(crate) fn len(&self) -> usize {
        self.bands.iter().flatten().map(Vec::len).sum()
    }

    /// Shows each two people, the lower slot first, with the moments at which they were seen together, in time order.
    pub(crate) fn each_pair(self, mut each: impl FnMut(u32, u32, &[Moments])) {
        for band in self.bands {
            let mut moments = band.concat();
            drop(band);
            moments.sort_unstable();
            for pair in moments.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
                each(pair[0].0, pair[0].1, pair);
            }
        }
    }
}

/// What one person did together with others: the moments of each, in time order. `None` when it is more than `most`.
pub(crate) fn together_with(
    tx: &Tx<'_>,
    directory: &Directory,
    person: PersonId,
    now: Moment,
    most: usize,
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
        if present.len() <= MAX_PRESENT {
            for (_, slot, at) in present.iter().filter(|(_, slot, _)| Some(*slot) != own) {
                found.entry(*slot).or_default().push(seconds(*at));
                count += 1;
            }
        }
    }
    for moments in found.values_mut() {
        moments.sort_unstable();
    }
    Ok(Some(found).filter(|_| is_known && count <= most))
}

/// The row of a person from what they did together with others.
pub(crate) fn row(together: BTreeMap<u32, Vec<u32>>) -> Row {
    let times = |moments: &[u32]| TimeRange::of(moments[0], moments[moments.len() - 1]);
    together.into_iter().map(|(other, moments)| (other, times(&moments))).collect()
}

/// How strong the tie of two people is who were seen together at these moments: their persistence, as if they had
/// called each other. Seen from outside, it is neither's doing.
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

/// Whole seconds since 1970; what is before or after is held within.
fn seconds(at: Moment) -> u32 {
    u32::try_from(at.micros().div_euclid(1_000_000).max(0)).unwrap_or(u32::MAX)
}
