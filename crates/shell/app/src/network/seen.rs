//! Who was seen with whom: two people who took part in the same things, and when they first and last did.

use std::collections::HashMap;
use std::sync::Arc;

use rapport_model::Moment;

/// When two people were seen together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct When {
    /// The first time, in seconds since 1970.
    first: u32,
    /// The last time.
    last: u32,
}

impl When {
    /// From seconds since 1970.
    pub(crate) fn of(first: u32, last: u32) -> Self {
        Self { first, last }
    }

    pub(crate) fn first(self) -> Moment {
        Moment::from_seconds(i64::from(self.first))
    }

    pub(crate) fn last(self) -> Moment {
        Moment::from_seconds(i64::from(self.last))
    }
}

/// An undirected graph of people, by their slots in the directory. A copy shares everything that does not change.
#[derive(Clone)]
pub(crate) struct Seen {
    base: Arc<Base>,
    /// The whole rows of those to whom something has happened since.
    later: HashMap<u32, Arc<Row>>,
}

/// The people whom one was seen with, in the order of their slots.
pub(crate) type Row = Vec<(u32, When)>;

/// Every tie stands in the row of its lower end with its times, and in the row of its upper end without.
struct Base {
    up_starts: Vec<u32>,
    up: Vec<(u32, When)>,
    down_starts: Vec<u32>,
    down: Vec<u32>,
}

impl Base {
    fn up(&self, person: u32) -> &[(u32, When)] {
        row(&self.up_starts, &self.up, person)
    }

    fn down(&self, person: u32) -> &[u32] {
        row(&self.down_starts, &self.down, person)
    }
}

fn row<'a, T>(starts: &[u32], entries: &'a [T], person: u32) -> &'a [T] {
    let person = person as usize;
    match starts.get(person + 1) {
        Some(end) => &entries[starts[person] as usize..*end as usize],
        None => &[],
    }
}

impl Seen {
    /// Of the rows of everybody, each with those of higher slots alone: where each begins, one more at the end, and their
    /// entries.
    pub(crate) fn of(up_starts: Vec<u32>, up: Row) -> Self {
        let mut down_starts = vec![0_u32; up_starts.len()];
        for (upper, _) in &up {
            down_starts[*upper as usize + 1] += 1;
        }
        for person in 1..down_starts.len() {
            down_starts[person] += down_starts[person - 1];
        }
        let mut next = down_starts.clone();
        let mut down = vec![0; up.len()];
        for (lower, ends) in (0..).zip(up_starts.windows(2)) {
            for (upper, _) in &up[ends[0] as usize..ends[1] as usize] {
                let place = &mut next[*upper as usize];
                down[*place as usize] = lower;
                *place += 1;
            }
        }
        Self { base: Arc::new(Base { up_starts, up, down_starts, down }), later: HashMap::new() }
    }

    /// How many ties were there when it was made.
    pub(crate) fn len(&self) -> usize {
        self.base.up.len()
    }

    /// How many rows have changed since.
    pub(crate) fn changed(&self) -> usize {
        self.later.len()
    }

    /// How many people somebody was seen with.
    pub(crate) fn degree(&self, person: u32) -> u32 {
        let degree = match self.later.get(&person) {
            Some(row) => row.len(),
            None => self.base.down(person).len() + self.base.up(person).len(),
        };
        degree as u32
    }

    /// The people whom somebody was seen with, in the order of their slots.
    pub(crate) fn around(&self, person: u32) -> impl Iterator<Item = u32> {
        let (down, up) = match self.later.get(&person) {
            Some(row) => (&[][..], row.as_slice()),
            None => (self.base.down(person), self.base.up(person)),
        };
        down.iter().copied().chain(up.iter().map(|(other, _)| *other))
    }

    /// Those of them who have a higher slot, and when they were seen: each tie stands with one of its ends.
    pub(crate) fn above(&self, person: u32) -> &[(u32, When)] {
        match self.later.get(&person) {
            Some(row) => &row[row.partition_point(|(other, _)| *other < person)..],
            None => self.base.up(person),
        }
    }

    /// When two were seen together.
    pub(crate) fn when(&self, one: u32, other: u32) -> Option<When> {
        let (lower, upper) = (one.min(other), one.max(other));
        let (row, wanted) = match self.later.get(&lower) {
            Some(row) => (row.as_slice(), upper),
            None => match self.later.get(&upper) {
                Some(row) => (row.as_slice(), lower),
                None => (self.base.up(lower), upper),
            },
        };
        let place = row.binary_search_by_key(&wanted, |(other, _)| *other).ok()?;
        Some(row[place].1)
    }

    /// Puts the row of a person in the place of the one there was.
    pub(crate) fn put(&mut self, person: u32, row: Row) {
        let gone: Vec<u32> = self.around(person).collect();
        for other in gone {
            if row.binary_search_by_key(&other, |(other, _)| *other).is_err() {
                self.row_mut(other).retain(|(one, _)| *one != person);
            }
        }
        for (other, when) in &row {
            if self.when(person, *other) == Some(*when) {
                continue;
            }
            let others = self.row_mut(*other);
            match others.binary_search_by_key(&person, |(one, _)| *one) {
                Ok(place) => others[place].1 = *when,
                Err(place) => others.insert(place, (person, *when)),
            }
        }
        self.later.insert(person, Arc::new(row));
    }

    fn row_mut(&mut self, person: u32) -> &mut Row {
        let base = &self.base;
        let row = self.later.entry(person).or_insert_with(|| {
            let when = |other: u32| row_time(base.up(other), person);
            let down = base.down(person).iter().map(|other| (*other, when(*other)));
            Arc::new(down.chain(base.up(person).iter().copied()).collect())
        });
        Arc::make_mut(row)
    }
}

/// The times of a tie whose lower end has not changed.
fn row_time(row: &[(u32, When)], upper: u32) -> When {
    let place = row.binary_search_by_key(&upper, |(other, _)| *other);
    place.map(|place| row[place].1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn rows_that_are_put_are_those_of_a_graph_made_anew() {
        let mut ties: BTreeMap<(u32, u32), When> = BTreeMap::new();
        let when = |number: u32| When::of(number, number + 7);
        for number in 0..60_u32 {
            let (a, b) = (number * 7 % 20, number * 11 % 23);
            if a != b {
                ties.insert((a.min(b), a.max(b)), when(number));
            }
        }
        let made = |ties: &BTreeMap<(u32, u32), When>| {
            let starts =
                (0..=30).map(|person| ties.keys().filter(|(lower, _)| *lower < person).count() as u32);
            Seen::of(starts.collect(), ties.iter().map(|((_, upper), when)| (*upper, *when)).collect())
        };
        let mut seen = made(&ties);
        let before = seen.clone();
        for (person, others) in [(3, vec![1, 2, 9, 29]), (9, vec![]), (2, vec![3, 29]), (29, vec![2, 3, 4])] {
            let row: Row = others.iter().map(|other| (*other, when(100 * person + other))).collect();
            ties.retain(|(a, b), _| *a != person && *b != person);
            ties.extend(row.iter().map(|(other, when)| ((person.min(*other), person.max(*other)), *when)));
            seen.put(person, row);
        }
        let anew = made(&ties);
        for person in 0..30 {
            assert_eq!(seen.degree(person), anew.degree(person), "{person}");
            assert!(seen.around(person).eq(anew.around(person)), "{person}");
            assert_eq!(seen.above(person), anew.above(person), "{person}");
            for other in 0..30 {
                assert_eq!(seen.when(person, other), anew.when(person, other), "{person} {other}");
            }
        }
        assert_eq!((before.degree(29), seen.degree(29)), (0, 3));
    }
}
