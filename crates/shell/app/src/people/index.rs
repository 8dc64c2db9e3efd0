//! The people of a sphere in each order, and who passes each filter.

use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rapport_model::Moment;
use rapport_science::{Balance, UNUSUAL, initiation, persistence_reading, rhythm};

use crate::acting::Acting;
use crate::error::Result;
use crate::people::list::{Filter, PeoplePage, PeopleQuery, PersonLine, Sort};
use crate::sphere::derived::Derived;
use crate::sphere::owed::is_owed;
use crate::sphere::warmth::Warmth;
use crate::sphere::{Sphere, Tie};

/// The orders and filters of a sphere, each made when it is first needed.
#[derive(Default)]
struct Index {
    orders: [OnceLock<Vec<u32>>; Sort::ALL.len()],
    filter_bits: OnceLock<FilterBits>,
}

/// A bit set of the filters that each slot passes, and how many pass each.
#[derive(Clone)]
struct FilterBits {
    bits: Vec<u8>,
    counts: [usize; Filter::ALL.len()],
}

/// After more changes than this at once, the orders are sorted again when they are next needed.
const MAX_MOVES: usize = 200;
/// How long after the first touch a person is new.
const NEW: Duration = Duration::from_hours(30 * 24);

impl Acting {
    /// A page of the member's people.
    pub async fn people(&self, query: PeopleQuery) -> Result<PeoplePage> {
        let sphere = self.sphere().await?;
        Ok(sphere.page(&query))
    }
}

impl Sphere {
    fn index(&self) -> Arc<Index> {
        self.derived.of()
    }

    pub(crate) fn page(&self, query: &PeopleQuery) -> PeoplePage {
        let text = query.text.as_deref().filter(|text| !text.trim().is_empty());
        let matching = text.map(|text| self.directory.matching(text));
        let index = self.index();
        let (order, filter_bits) = (index.order(self, query.sort), index.filter_bits(self));
        let forward: Box<dyn Iterator<Item = &u32>> =
            if query.is_reversed { Box::new(order.iter().rev()) } else { Box::new(order.iter()) };
        let start = query.after.and_then(|after| self.slot_of(after));
        let mut has_begun = start.is_none();
        let mut people = Vec::with_capacity(query.limit);
        let mut next = None;
        for slot in forward {
            if !has_begun {
                has_begun = start == Some(*slot);
                continue;
            }
            let tie = self.at(*slot);
            let has_words = matching
                .as_ref()
                .is_none_or(|matching| matching.get(tie.entry as usize).copied().unwrap_or_default());
            if !has_words || !filter_bits.has(query.filter, *slot) {
                continue;
            }
            if people.len() == query.limit {
                next = people.last().map(|line: &PersonLine| line.person);
                break;
            }
            people.push(self.line(tie));
        }
        PeoplePage { people, next, total: self.len() }
    }

    /// How many people pass each filter, in the order of [`Filter::ALL`].
    pub fn counts(&self) -> [usize; Filter::ALL.len()] {
        self.index().filter_bits(self).counts
    }

    /// The line of a person in a list.
    pub fn line(&self, tie: &Tie) -> PersonLine {
        PersonLine {
            person: tie.person,
            address: tie.address.to_string(),
            name: tie.name.to_string(),
            first: tie.state.first(),
            last: tie.state.last_touch(),
            contact_days: tie.state.contact_days(),
            sent: tie.state.sent(),
            received: tie.state.received(),
            last_contact: tie.state.last_contact(),
            rhythm: rhythm(&tie.state, &self.priors, self.now),
            persistence: persistence_reading(&tie.state, &self.priors, self.now),
            initiation: initiation(&tie.state, &self.priors, self.now),
            warmth: Warmth::of(f64::from(tie.probability)),
        }
    }
}

impl Index {
    fn order(&self, sphere: &Sphere, sort: Sort) -> &[u32] {
        self.orders[sort as usize].get_or_init(|| {
            let mut keyed: Vec<(Key, u32)> =
                sphere.ties().zip(0..).map(|(tie, slot)| (Key::of(tie, sort), slot)).collect();
            keyed.sort_unstable_by(|one, other| one.0.compare(&other.0));
            keyed.into_iter().map(|(_, slot)| slot).collect()
        })
    }

    fn filter_bits(&self, sphere: &Sphere) -> &FilterBits {
        self.filter_bits.get_or_init(|| {
            let bits: Vec<u8> = sphere.ties().map(|tie| bits(tie, sphere)).collect();
            let counts = Filter::ALL.map(|filter| bits.iter().filter(|bits| is_set(**bits, filter)).count());
            FilterBits { bits, counts }
        })
    }
}

impl Derived<Sphere> for Index {
    /// Moves the slots that changed to their new places in each order.
    fn updated(&self, before: &Sphere, after: &Sphere, changed: &[u32]) -> Option<Self> {
        let mut index = Self::default();
        for sort in Sort::ALL.into_iter().filter(|_| changed.len() <= MAX_MOVES) {
            let Some(order) = self.orders[sort as usize].get() else { continue };
            let mut order = order.clone();
            for slot in changed.iter().filter(|slot| (**slot as usize) < before.len()) {
                let place = place_of(&order, &Key::of(before.at(*slot), sort), |slot| before.at(slot), sort);
                // Two keys may both be NaN, so the place found may belong to another slot.
                let place = if order.get(place) == Some(slot) {
                    place
                } else {
                    order.iter().position(|one| one == slot)?
                };
                order.remove(place);
            }
            for slot in changed {
                let place = place_of(&order, &Key::of(after.at(*slot), sort), |slot| after.at(slot), sort);
                order.insert(place, *slot);
            }
            let _ = index.orders[sort as usize].set(order);
        }
        if let Some(filter_bits) = self.filter_bits.get() {
            let mut filter_bits = filter_bits.clone();
            filter_bits.bits.resize(after.len(), 0);
            for slot in changed {
                filter_bits.set(*slot, bits(after.at(*slot), after), (*slot as usize) < before.len());
            }
            index.filter_bits = OnceLock::from(filter_bits);
        }
        Some(index)
    }

    fn prepared(&self, after: &Sphere) -> Option<Self> {
        let index = Self::default();
        for sort in Sort::ALL.into_iter().filter(|sort| self.orders[*sort as usize].get().is_some()) {
            index.order(after, sort);
        }
        if self.filter_bits.get().is_some() {
            index.filter_bits(after);
        }
        Some(index)
    }
}

impl FilterBits {
    fn has(&self, filter: Filter, slot: u32) -> bool {
        is_set(self.bits[slot as usize], filter)
    }

    fn set(&mut self, slot: u32, bits: u8, was_there: bool) {
        let before = std::mem::replace(&mut self.bits[slot as usize], bits);
        for (filter, count) in Filter::ALL.into_iter().zip(&mut self.counts) {
            *count -= usize::from(was_there && is_set(before, filter));
            *count += usize::from(is_set(bits, filter));
        }
    }
}

fn is_set(bits: u8, filter: Filter) -> bool {
    bits & (1 << filter as u8) != 0
}

/// A bit set of the filters that a relationship passes.
fn bits(tie: &Tie, sphere: &Sphere) -> u8 {
    let is_one_sided = || {
        initiation(&tie.state, &sphere.priors, sphere.now)
            .is_ok_and(|reading| matches!(Balance::of(&reading), Balance::WeDrive | Balance::TheyDrive))
    };
    let passes = |filter| match filter {
        Filter::All => true,
        Filter::Owed => is_owed(tie, sphere),
        Filter::Quiet => f64::from(tie.quiet) >= UNUSUAL,
        Filter::OneSided => is_one_sided(),
        Filter::New => tie.state.first().is_some_and(|first| sphere.now.since(first) <= NEW),
    };
    Filter::ALL
        .into_iter()
        .filter(|filter| passes(*filter))
        .fold(0, |bits, filter| bits | (1 << filter as u8))
}

/// The sort key: a number, ascending with missing ones last, or a name; then the address.
struct Key<'a> {
    number: f64,
    name: String,
    address: &'a str,
}

impl<'a> Key<'a> {
    fn of(tie: &'a Tie, sort: Sort) -> Self {
        let last = |moment: Option<Moment>| moment.map_or(f64::NAN, |moment| -(moment.micros() as f64));
        let number = match sort {
            Sort::Name => 0.0,
            Sort::Last => last(tie.state.last_touch()),
            Sort::Gap => f64::from(tie.usual_gap),
            Sort::Quiet => -f64::from(tie.quiet),
            Sort::Probability => -f64::from(tie.probability),
            Sort::ContactDays => -f64::from(tie.state.contact_days()),
            Sort::Sent => -f64::from(tie.state.sent()),
            Sort::Received => -f64::from(tie.state.received()),
        };
        let name = if sort == Sort::Name { tie.name.to_lowercase() } else { String::new() };
        Self { number, name, address: &tie.address }
    }

    fn compare(&self, other: &Self) -> Ordering {
        let (one, two) = (self.number, other.number);
        one.is_nan()
            .cmp(&two.is_nan())
            .then(one.partial_cmp(&two).unwrap_or(Ordering::Equal))
            .then_with(|| (&self.name, self.address).cmp(&(&other.name, other.address)))
    }
}

/// The index of a key in an order, or the one at which it belongs.
fn place_of<'a>(order: &[u32], key: &Key<'_>, tie: impl Fn(u32) -> &'a Tie, sort: Sort) -> usize {
    order.partition_point(|slot| Key::of(tie(*slot), sort).compare(key) == Ordering::Less)
}
