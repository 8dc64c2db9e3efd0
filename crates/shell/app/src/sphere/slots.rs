use std::sync::Arc;

use rapport_model::PersonId;

/// How many things stand in one piece; changing one copies its piece.
const PIECE: usize = 256;

/// What belongs to a person.
pub(crate) trait OfPerson: Clone {
    /// The person.
    fn person(&self) -> PersonId;
}

/// Things of people, each in a slot that it keeps. A copy shares everything that does not change.
#[derive(Clone, Debug)]
pub(crate) struct Slots<T> {
    pieces: Vec<Arc<Vec<T>>>,
    /// Slots in the order of the person ids.
    by_person: Arc<Vec<u32>>,
}

impl<T: OfPerson> Slots<T> {
    /// Of things in the order of the person ids.
    pub(crate) fn of(sorted: Vec<T>) -> Self {
        let by_person = Arc::new((0..sorted.len() as u32).collect());
        let mut pieces = Vec::with_capacity(sorted.len().div_ceil(PIECE));
        let mut rest = sorted.into_iter().peekable();
        while rest.peek().is_some() {
            pieces.push(Arc::new(rest.by_ref().take(PIECE).collect()));
        }
        Self { pieces, by_person }
    }

    pub(crate) fn len(&self) -> usize {
        self.by_person.len()
    }

    /// What stands in a slot; slots are numbered from 0 to the length.
    pub(crate) fn at(&self, slot: u32) -> &T {
        &self.pieces[slot as usize / PIECE][slot as usize % PIECE]
    }

    /// Everything, in the order of the slots.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }

    pub(crate) fn slot_of(&self, person: PersonId) -> Option<u32> {
        self.place_of(person).ok().map(|place| self.by_person[place])
    }

    fn place_of(&self, person: PersonId) -> Result<usize, usize> {
        self.by_person.binary_search_by(|slot| self.at(*slot).person().cmp(&person))
    }

    /// Puts a thing into the slot of its person, or into a new one; says which.
    pub(crate) fn put(&mut self, thing: T) -> u32 {
        match self.place_of(thing.person()) {
            Ok(place) => {
                let slot = self.by_person[place];
                let piece = Arc::make_mut(&mut self.pieces[slot as usize / PIECE]);
                piece[slot as usize % PIECE] = thing;
                slot
            }
            Err(place) => {
                let slot = self.len() as u32;
                Arc::make_mut(&mut self.by_person).insert(place, slot);
                match self.pieces.last_mut().filter(|piece| piece.len() < PIECE) {
                    Some(piece) => Arc::make_mut(piece).push(thing),
                    None => self.pieces.push(Arc::new(vec![thing])),
                }
                slot
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rapport_model::Moment;

    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Thing(PersonId, u32);

    impl OfPerson for Thing {
        fn person(&self) -> PersonId {
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
        assert_eq!((slots.slot_of(person(501)), before.slot_of(person(501))), (Some(1_000), None));
        for thing in slots.iter() {
            assert_eq!(slots.at(slots.slot_of(thing.0).unwrap()), thing);
        }
    }
}
