//! Everything that two people took part in together, as the log has it.

use std::collections::BTreeMap;

use rapport_model::{Calendar, Channel, InteractionId, MemberId, Moment, PersonId, Side, Touch};
use rapport_science::{PairState, Priors, persistence};
use rapport_store::{StoreError, Tx};

use crate::network::seen::{Row, When};
use crate::sphere::directory::Directory;

/// More people than this on one mail or in one meeting say little about who knows whom.
const MOST_PRESENT: usize = 12;
/// So many pairs of people and moments are read before they are put in order.
const CHUNK: usize = 1 << 16;
/// From so many on, the rows of further people stand in another band.
const BAND: usize = 1 << 18;

/// For everybody, whom of a higher slot they were seen with and when, in seconds since 1970.
pub(crate) struct Together {
    bands: Vec<Band>,
}

/// The rows of some people whose slots follow each other. The memory of a band is given back when it has been shown.
struct Band {
    first: u32,
    /// Where the row of each person begins; one more at the end.
    starts: Vec<usize>,
    /// In order within each row.
    rows: Vec<(u32, u32)>,
}

impl Together {
    /// Reads everybody of an interaction with everybody else of it. What is still to come counts for nothing.
    pub(crate) fn read(tx: &Tx<'_>, directory: &Directory, now: Moment) -> Result<Self, StoreError> {
        let mut pairs = Pairs::default();
        let mut at_hand: Option<(InteractionId, Moment)> = None;
        let mut present: Vec<u32> = Vec::new();
        tx.each_taking_part(|interaction, person, _: MemberId, at| {
            if at_hand.is_none_or(|(known, _)| known != interaction) {
                pairs.add(&present, at_hand.map(|(_, at)| at));
                present.clear();
                at_hand = Some((interaction, at));
            }
            if at <= now
                && let Some(slot) = directory.slot_of(person)
                && !present.contains(&slot)
            {
                present.push(slot);
            }
        })?;
        pairs.add(&present, at_hand.map(|(_, at)| at));
        Ok(pairs.in_order(directory.len()))
    }

    /// How many pairs of people there are.
    pub(crate) fn pairs(&self) -> usize {
        let mut pairs = 0;
        self.bands.iter().for_each(|band| band.each_pair(&mut |_, _, _| pairs += 1));
        pairs
    }

    /// Shows each two people, the lower slot first, with the moments at which they were seen together, in time order.
    pub(crate) fn each_pair(self, mut each: impl FnMut(u32, u32, &[(u32, u32)])) {
        self.bands.into_iter().for_each(|band| band.each_pair(&mut each));
    }
}

impl Band {
    fn each_pair(&self, each: &mut impl FnMut(u32, u32, &[(u32, u32)])) {
        for (person, ends) in (self.first..).zip(self.starts.windows(2)) {
            for pair in self.rows[ends[0]..ends[1]].chunk_by(|one, other| one.0 == other.0) {
                each(person, pair[0].0, pair);
            }
        }
    }
}

/// Pairs and moments as they are read, in pieces that are given back one by one.
#[derive(Default)]
struct Pairs {
    chunks: Vec<Vec<(u32, u32, u32)>>,
}

impl Pairs {
    fn add(&mut self, present: &[u32], at: Option<Moment>) {
        let Some(at) = at.filter(|_| present.len() <= MOST_PRESENT) else { return };
        for (place, one) in present.iter().enumerate() {
            for other in &present[place + 1..] {
                if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK) {
                    self.chunks.push(Vec::with_capacity(CHUNK));
                }
                let pair = (*one.min(other), *one.max(other), seconds(at));
                self.chunks.last_mut().expect("one was pushed").push(pair);
            }
        }
    }

    fn in_order(self, people: usize) -> Together {
        let mut counts = vec![0_usize; people];
        self.chunks.iter().flatten().for_each(|(lower, ..)| counts[*lower as usize] += 1);
        let mut bands: Vec<Band> = Vec::new();
        let mut band_of = Vec::with_capacity(people);
        for (person, count) in (0..).zip(&counts) {
            let is_full = |band: &Band| band.starts[band.starts.len() - 1] >= BAND;
            if bands.last().is_none_or(is_full) {
                bands.push(Band { first: person, starts: vec![0], rows: Vec::new() });
            }
            band_of.push(bands.len() as u32 - 1);
            let band = bands.last_mut().expect("one was pushed");
            band.starts.push(band.starts[band.starts.len() - 1] + count);
        }
        for band in &mut bands {
            band.rows = vec![(0, 0); band.starts[band.starts.len() - 1]];
        }
        // From here on what is left of each row.
        for (lower, upper, at) in self.chunks.into_iter().flatten() {
            let band = &mut bands[band_of[lower as usize] as usize];
            let left = &mut counts[lower as usize];
            *left -= 1;
            band.rows[band.starts[(lower - band.first) as usize] + *left] = (upper, at);
        }
        for band in &mut bands {
            for ends in band.starts.windows(2) {
                band.rows[ends[0]..ends[1]].sort_unstable();
            }
        }
        Together { bands }
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
        if present.len() <= MOST_PRESENT {
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
    let when = |moments: &[u32]| When::of(moments[0], moments[moments.len() - 1]);
    together.into_iter().map(|(other, moments)| (other, when(&moments))).collect()
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
