//! What other rooms make of a sphere (`S`). Each room keeps one value of a type of its own; the sphere knows only that it
//! can take in changed relationships, and be made ready for a sphere that was made anew.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Something made of a sphere.
pub(crate) trait Derived<S>: Any + Send + Sync {
    /// The same for the sphere after the relationships in some slots changed or were added; `None` to make it anew when
    /// it is asked for.
    fn followed(&self, before: &S, after: &S, changed: &[u32]) -> Option<Self>
    where
        Self: Sized;

    /// Makes ready for a sphere what was asked of the one before it.
    fn prepared(&self, _after: &S) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }
}

type Value = Arc<dyn Any + Send + Sync>;

/// One value, with what its type can do.
struct Held<S> {
    value: Value,
    followed: fn(&Value, &S, &S, &[u32]) -> Option<Value>,
    prepared: fn(&Value, &S) -> Option<Value>,
}

/// The values of a sphere, by their types.
pub(crate) struct Derivations<S>(Mutex<HashMap<TypeId, Held<S>>>);

impl<S> Clone for Held<S> {
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
    /// The value of a type, made empty when it is first asked for.
    pub(crate) fn of<T: Derived<S> + Default>(&self) -> Arc<T> {
        let mut held = self.held();
        let value = &held.entry(TypeId::of::<T>()).or_insert_with(|| of_type(T::default())).value;
        Arc::clone(value).downcast().expect("a value is kept under its own type")
    }

    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<TypeId, Held<S>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The values for the sphere after some relationships changed.
    pub(super) fn followed(&self, before: &S, after: &S, changed: &[u32]) -> Self {
        let held = self.held().clone().into_iter().filter_map(|(kind, held)| {
            let value = (held.followed)(&held.value, before, after, changed)?;
            Some((kind, Held { value, ..held }))
        });
        Self(Mutex::new(held.collect()))
    }

    /// Makes ready what was asked of another sphere.
    pub(super) fn prepare_like(&self, sphere: &S, before: &Self) {
        for (kind, held) in before.held().clone() {
            if let Some(value) = (held.prepared)(&held.value, sphere) {
                self.held().entry(kind).or_insert(Held { value, ..held });
            }
        }
    }
}

fn of_type<S, T: Derived<S>>(value: T) -> Held<S> {
    fn of<T: Any>(value: &Value) -> &T {
        value.downcast_ref().expect("a value is kept under its own type")
    }
    Held {
        value: Arc::new(value),
        followed: |value, before, after, changed| {
            Some(Arc::new(of::<T>(value).followed(before, after, changed)?))
        },
        prepared: |value, after| Some(Arc::new(of::<T>(value).prepared(after)?)),
    }
}
