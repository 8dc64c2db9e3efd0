use std::sync::Arc;

use crate::sphere::cow_vec::CowVec;

/// A value of a [`SlotMap`], which has its key in it.
pub(crate) trait Keyed: Clone {
    type Key: Ord;

    fn key(&self) -> Self::Key;
}

/// A map of values by their keys. Each value has a slot, a number from 0 to the length, that stays the same for its key
/// and is used as a short key elsewhere. A clone shares what does not change, as of a [`CowVec`].
#[derive(Clone, Debug)]
pub(crate) struct SlotMap<T> {
    values: CowVec<T>,
    /// The slots in the order of the keys.
    by_key: Arc<Vec<u32>>,
}

impl<T: Keyed> SlotMap<T> {
    /// A map of values with different keys, which get the slots 0, 1, ... in their order.
    pub(crate) fn of(values: CowVec<T>) -> Self {
        let mut by_key: Vec<u32> = (0..values.len() as u32).collect();
        by_key.sort_by_key(|slot| values.at(*slot).key());
        Self { values, by_key: Arc::new(by_key) }
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// The value in a slot; panics when there is no such slot.
    pub(crate) fn at(&self, slot: u32) -> &T {
        self.values.at(slot)
    }

    /// The values in the order of the slots.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.values.iter()
    }

    /// The values in the order of the keys.
    pub(crate) fn sorted(&self) -> impl Iterator<Item = &T> {
        self.by_key.iter().map(|slot| self.at(*slot))
    }

    /// The values from a key on, in the order of the keys.
    pub(crate) fn from(&self, key: &T::Key) -> impl Iterator<Item = &T> + use<'_, T> {
        let index = self.by_key.partition_point(|slot| self.at(*slot).key() < *key);
        self.by_key[index..].iter().map(|slot| self.at(*slot))
    }

    pub(crate) fn slot_of(&self, key: &T::Key) -> Option<u32> {
        self.index_of(key).ok().map(|index| self.by_key[index])
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &T::Key) -> Option<&T> {
        self.slot_of(key).map(|slot| self.at(slot))
    }

    fn index_of(&self, key: &T::Key) -> Result<usize, usize> {
        self.by_key.binary_search_by(|slot| self.at(*slot).key().cmp(key))
    }

    /// Replaces the value of its key, or adds it in a new slot. Returns the slot.
    pub(crate) fn put(&mut self, value: T) -> u32 {
        match self.index_of(&value.key()) {
            Ok(index) => {
                let slot = self.by_key[index];
                *self.values.at_mut(slot) = value;
                slot
            }
            Err(index) => {
                let slot = self.len() as u32;
                Arc::make_mut(&mut self.by_key).insert(index, slot);
                self.values.push(value);
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
        let mut slots = SlotMap::of((0..1_000).map(|n| Thing(person(2 * n), n)).collect());
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
