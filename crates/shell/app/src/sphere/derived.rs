//! Values that other modules derive from a sphere (`S`) and keep with it, one for each type. The sphere does not know
//! the types, only that a value can be updated, and can be prepared for a rebuilt sphere.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A value that is derived from a sphere.
pub(crate) trait Derived<S>: Any + Send + Sync {
    /// The value for the sphere after the relationships in some slots were changed or added; `None` when it has to be
    /// derived again on demand.
    fn updated(&self, before: &S, after: &S, changed: &[u32]) -> Option<Self>
    where
        Self: Sized;

    /// A value for a rebuilt sphere, which has computed in advance what was demanded of this one; `None` when there is
    /// nothing to prepare.
    fn prepared(&self, _after: &S) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }
}

type Value = Arc<dyn Any + Send + Sync>;

/// A value with the functions of its type.
struct Entry<S> {
    value: Value,
    updated: fn(&Value, &S, &S, &[u32]) -> Option<Value>,
    prepared: fn(&Value, &S) -> Option<Value>,
}

/// The values that are derived from a sphere, by their types.
pub(crate) struct Derivations<S>(Mutex<HashMap<TypeId, Entry<S>>>);

impl<S> Clone for Entry<S> {
    fn clone(&self) -> Self {
        Self { value: Arc::clone(&self.value), ..*self }
    }
}

impl<S> Default for Derivations<S> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<S: 'static> Derivations<S> {
    /// The value of a type; an empty one is made on the first call.
    pub(crate) fn of<T: Derived<S> + Default>(&self) -> Arc<T> {
        let mut entries = self.entries();
        let value = &entries.entry(TypeId::of::<T>()).or_insert_with(|| of_type(T::default())).value;
        Arc::clone(value).downcast().expect("a value is kept under its own type")
    }

    fn entries(&self) -> std::sync::MutexGuard<'_, HashMap<TypeId, Entry<S>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The values for the sphere after the relationships in some slots were changed or added.
    pub(super) fn updated(&self, before: &S, after: &S, changed: &[u32]) -> Self {
        let entries = self.entries().clone().into_iter().filter_map(|(kind, entry)| {
            let value = (entry.updated)(&entry.value, before, after, changed)?;
            Some((kind, Entry { value, ..entry }))
        });
        Self(Mutex::new(entries.collect()))
    }

    /// Prepares the values of a rebuilt sphere like those of the sphere that it replaces.
    pub(super) fn prepare_like(&self, sphere: &S, before: &Self) {
        for (kind, entry) in before.entries().clone() {
            if let Some(value) = (entry.prepared)(&entry.value, sphere) {
                self.entries().entry(kind).or_insert(Entry { value, ..entry });
            }
        }
    }
}

fn of_type<S, T: Derived<S>>(value: T) -> Entry<S> {
    fn of<T: Any>(value: &Value) -> &T {
        value.downcast_ref().expect("a value is kept under its own type")
    }
    Entry {
        value: Arc::new(value),
        updated: |value, before, after, changed| {
            Some(Arc::new(of::<T>(value).updated(before, after, changed)?))
        },
        prepared: |value, after| Some(Arc::new(of::<T>(value).prepared(after)?)),
    }
}
