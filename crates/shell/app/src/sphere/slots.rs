use std::sync::Arc;

/// How many things stand in one piece; changing one copies its piece.
const PIECE: usize = 256;

/// A list whose copies share everything that does not change.
#[derive(Clone, Debug)]
pub(crate) struct Pieces<T> {
    pieces: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Default for Pieces<T> {
    fn default() -> Self {
        Self { pieces: Vec::new(), len: 0 }
    }
}

impl<T: Clone> FromIterator<T> for Pieces<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        let mut things = things.into_iter().peekable();
        let (mut pieces, mut len) = (Vec::new(), 0);
        while things.peek().is_some() {
            let mut piece = Vec::with_capacity(PIECE);
            piece.extend(things.by_ref().take(PIECE));
            len += piece.len();
            pieces.push(Arc::new(piece));
        }
        Self { pieces, len }
    }
}

impl<T: Clone> Pieces<T> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn at(&self, place: u32) -> &T {
        &self.pieces[place as usize / PIECE][place as usize % PIECE]
    }

    pub(crate) fn at_mut(&mut self, place: u32) -> &mut T {
        &mut Arc::make_mut(&mut self.pieces[place as usize / PIECE])[place as usize % PIECE]
    }

    pub(crate) fn push(&mut self, thing: T) {
        if self.pieces.last().is_none_or(|piece| piece.len() == PIECE) {
            self.pieces.push(Arc::new(Vec::with_capacity(PIECE)));
        }
        Arc::make_mut(self.pieces.last_mut().expect("one has room")).push(thing);
        self.len += 1;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }
}

/// What is found by a key of its own.
pub(crate) trait Keyed: Clone {
    /// Of which there is one thing each.
    type Key: Ord;

    /// Its own.
    fn key(&self) -> Self::Key;
}

/// Things by their keys, each in a slot that it keeps. A copy shares everything that does not change.
#[derive(Clone, Debug)]
pub(crate) struct Slots<T> {
    things: Pieces<T>,
    /// Slots in the order of the keys.
    by_key: Arc<Vec<u32>>,
}

impl<T: Keyed> Slots<T> {
    /// Of things in the order of their slots.
    pub(crate) fn of(things: Pieces<T>) -> Self {
        let mut by_key: Vec<u32> = (0..things.len() as u32).collect();
        by_key.sort_by_key(|slot| things.at(*slot).key());
        Self { things, by_key: Arc::new(by_key) }
    }

    pub(crate) fn len(&self) -> usize {
        self.things.len()
    }

    /// What stands in a slot; slots are numbered from 0 to the length.
    pub(crate) fn at(&self, slot: u32) -> &T {
        self.things.at(slot)
    }

    /// Everything, in the order of the slots.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.things.iter()
    }

    /// Everything, in the order of the keys.
    pub(crate) fn sorted(&self) -> impl Iterator<Item = &T> {
        self.by_key.iter().map(|slot| self.at(*slot))
    }

    /// Everything with keys from one on, in the order of the keys.
    pub(crate) fn from(&self, key: &T::Key) -> impl Iterator<Item = &T> + use<'_, T> {
        let place = self.by_key.partition_point(|slot| self.at(*slot).key() < *key);
        self.by_key[place..].iter().map(|slot| self.at(*slot))
    }

    pub(crate) fn slot_of(&self, key: &T::Key) -> Option<u32> {
        self.place_of(key).ok().map(|place| self.by_key[place])
    }

    /// What stands in the slot of a key.
    pub(crate) fn get(&self, key: &T::Key) -> Option<&T> {
        self.slot_of(key).map(|slot| self.at(slot))
    }

    fn place_of(&self, key: &T::Key) -> Result<usize, usize> {
        self.by_key.binary_search_by(|slot| self.at(*slot).key().cmp(key))
    }

    /// Puts a thing into the slot of its key, or into a new one; says which.
    pub(crate) fn put(&mut self, thing: T) -> u32 {
        match self.place_of(&thing.key()) {
            Ok(place) => {
                let slot = self.by_key[place];
                *self.things.at_mut(slot) = thing;
                slot
            }
            Err(place) => {
                let slot = self.len() as u32;
                Arc::make_mut(&mut self.by_key).insert(place, slot);
                self.things.push(thing);
                slot
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rapport_model::{Moment, PersonId};

    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Thing(PersonId, u32);

    impl Keyed for Thing {
        type Key = PersonId;

        fn key(&self) -> PersonId {
            self.0
        }
    }

    #[test]
    fn what_is_put_is_found_and_copies_stay_as_they_were() {
        let person = |number: u32| PersonId::from_parts(Moment::from_seconds(i64::from(number)), [0; 10]);
        let mut slots = Slots::of((0..1_000).map(|n| Thing(person(2 * n), n)).collect());
        let before = slots.clone();
        assert_eq!(slots.put(Thing(person(500), 7)), 250);
        assert_eq!(slots.put(Thing(person(501), 8)), 1_000);
        assert_eq!((slots.len(), before.len()), (1_001, 1_000));
        assert_eq!((slots.at(250).1, before.at(250).1), (7, 250));
        assert_eq!((slots.slot_of(&person(501)), before.slot_of(&person(501))), (Some(1_000), None));
        for thing in slots.iter() {
            assert_eq!(slots.at(slots.slot_of(&thing.0).unwrap()), thing);
        }
        assert!(slots.sorted().is_sorted_by_key(|thing| thing.0));
    }
}
