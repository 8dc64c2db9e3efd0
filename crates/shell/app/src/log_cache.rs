//! A cache of values that are derived from the log, such as a member's sphere. A cached value is updated with the
//! relationships that changed since, rebuilt in the background when it is old, and evicted when memory is short. The
//! keys of a cache do not block each other.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use moka::sync::Cache;
use rapport_model::Moment;
use rapport_store::{ChangedPair, Conflict, StoreError, Tx};

use crate::app::App;
use crate::error::{AppError, Result};

/// The capacity of each cache in bytes, by the estimates of [`FromLog::bytes`].
const MAX_BYTES: u64 = 400 * 1024 * 1024;
/// The number of attempts to read a value and its inputs at the same revision.
pub(crate) const MAX_ATTEMPTS: u32 = 100;

/// What a value is derived from besides the log: other cached values, or nothing.
pub(crate) trait Inputs<K>: Clone + Send + Sync + 'static {
    /// Gets the inputs for a key.
    fn get(app: &Arc<App>, key: &K, as_of: AsOf) -> impl Future<Output = Result<Self>> + Send;

    /// The revision of the log that they were read at; `None` when they do not depend on the log. A value is only built
    /// or updated at the same revision.
    fn revision(&self) -> Option<u64>;
}

impl<K: Sync> Inputs<K> for () {
    async fn get(_: &Arc<App>, _: &K, _: AsOf) -> Result<()> {
        Ok(())
    }

    fn revision(&self) -> Option<u64> {
        None
    }
}

/// A value of the whole workspace is an input of other values, whatever their keys.
impl<K: Sync, V: FromLog<Key = ()>> Inputs<K> for Versioned<V> {
    async fn get(app: &Arc<App>, _: &K, as_of: AsOf) -> Result<Self> {
        LogCache::<V>::get(app, &(), as_of).await
    }

    fn revision(&self) -> Option<u64> {
        Some(self.revision)
    }
}

/// A value that is derived from the log and kept in a [`LogCache`].
pub(crate) trait FromLog: Send + Sync + Sized + 'static {
    /// What there is one value for, such as a member; `()` when there is one for the workspace.
    type Key: Clone + Eq + Hash + Send + Sync + 'static;
    type Inputs: Inputs<Self::Key>;

    /// The maximum number of changed relationships for an update; with more, the value is rebuilt.
    const MAX_CHANGES: u32 = 5_000;
    /// The age from which a value is rebuilt in the background, while the old one is still returned.
    const REFRESH_AGE: Duration = Duration::from_hours(1);
    /// The age from which a value is not returned any more.
    const MAX_AGE: Duration = Duration::from_hours(2);

    /// The moment at which it was last built from the whole log; updates do not change it.
    fn built_at(&self) -> Moment;

    /// An estimate of its memory in bytes.
    fn bytes(&self) -> usize;

    /// Builds it from the whole log.
    fn build(tx: &Tx<'_>, key: &Self::Key, inputs: &Self::Inputs, now: Moment) -> Result<Self, StoreError>;

    /// The value after some relationships changed; `None` when it has to be rebuilt.
    fn updated(
        &self,
        tx: &Tx<'_>,
        key: &Self::Key,
        inputs: &Self::Inputs,
        changed: Vec<ChangedPair>,
        now: Moment,
    ) -> Result<Option<Self>, StoreError>;

    /// Computes in advance what was computed on demand from the value that this one replaces.
    fn prepare_like(&self, _before: &Self) {}
}

/// The moment of a request, and the revision that the log had then.
#[derive(Clone, Copy)]
pub(crate) struct AsOf {
    pub(crate) now: Moment,
    revision: u64,
}

impl App {
    /// The present moment and revision. A request reads them once for everything it gets from caches.
    pub(crate) async fn as_of_now(&self) -> Result<AsOf> {
        let revision = self.store().read(self.workspace(), |tx| tx.revision()).await?;
        Ok(AsOf { now: self.now(), revision })
    }
}

/// A value and the revision of the log that it reflects.
pub(crate) struct Versioned<V> {
    pub(crate) value: Arc<V>,
    pub(crate) revision: u64,
}

impl<V> Clone for Versioned<V> {
    fn clone(&self) -> Self {
        Self { value: Arc::clone(&self.value), revision: self.revision }
    }
}

/// The cached values of one type.
pub(crate) struct LogCache<V: FromLog> {
    values: Cache<V::Key, Versioned<V>>,
    /// A lock for each key: one task at a time builds or updates its value.
    locks: Mutex<HashMap<V::Key, Arc<tokio::sync::Mutex<()>>>>,
    /// The keys whose values are being rebuilt in the background.
    refreshing: Mutex<HashSet<V::Key>>,
}

impl<V: FromLog> Default for LogCache<V> {
    fn default() -> Self {
        let weight =
            |_: &V::Key, cached: &Versioned<V>| u32::try_from(cached.value.bytes()).unwrap_or(u32::MAX);
        Self {
            values: Cache::builder().weigher(weight).max_capacity(MAX_BYTES).build(),
            locks: Mutex::default(),
            refreshing: Mutex::default(),
        }
    }
}

/// Whether the log has changed since the inputs were read.
fn is_stale<K>(inputs: &impl Inputs<K>, revision: u64) -> bool {
    inputs.revision().is_some_and(|of_inputs| of_inputs != revision)
}

/// The error after [`MAX_ATTEMPTS`], in each of which the log changed.
pub(crate) fn too_many_changes() -> AppError {
    StoreError::from(Conflict::Busy("too much came in meanwhile".into())).into()
}

/// The result of an update.
enum Update<V> {
    Updated(Versioned<V>),
    /// The value has to be rebuilt.
    Rebuild,
    /// The log has a later revision than the inputs, which have to be read again.
    StaleInputs,
}

impl<V: FromLog> LogCache<V> {
    /// The value of a key at the revision of `as_of`, or at a later one.
    pub(crate) async fn get(app: &Arc<App>, key: &V::Key, mut as_of: AsOf) -> Result<Versioned<V>> {
        let cache = app.caches.of::<Self>();
        for _ in 0..MAX_ATTEMPTS {
            if let Some(found) = cache.get_or_build(app, key, as_of).await? {
                return Ok(found);
            }
            as_of = app.as_of_now().await?;
        }
        Err(too_many_changes())
    }

    /// `None` when the log changed between reading the inputs and the value.
    async fn get_or_build(
        self: &Arc<Self>,
        app: &Arc<App>,
        key: &V::Key,
        as_of: AsOf,
    ) -> Result<Option<Versioned<V>>> {
        // A value from the future, after the clock was set back, is not used.
        let is_younger = |cached: &Versioned<V>, age: Duration| {
            let built_at = cached.value.built_at();
            built_at <= as_of.now && as_of.now.since(built_at) < age
        };
        let is_current =
            |cached: &Versioned<V>| cached.revision >= as_of.revision && is_younger(cached, V::REFRESH_AGE);
        if let Some(cached) = self.values.get(key).filter(is_current) {
            return Ok(Some(cached));
        }
        let lock = self.lock_of(key);
        let _guard = lock.lock().await;
        let cached = self.values.get(key);
        if let Some(cached) = cached.clone().filter(is_current) {
            return Ok(Some(cached));
        }
        if let Some(cached) = cached.filter(|cached| is_younger(cached, V::MAX_AGE)) {
            let update = if cached.revision >= as_of.revision {
                Update::Updated(cached)
            } else {
                self.update(app, key, cached, as_of).await?
            };
            match update {
                Update::Updated(updated) => {
                    if !is_younger(&updated, V::REFRESH_AGE) {
                        self.refresh(app, key);
                    }
                    return Ok(Some(updated));
                }
                Update::StaleInputs => return Ok(None),
                Update::Rebuild => {}
            }
        }
        let built = Self::build(app, key, as_of).await?;
        Ok(built.map(|built| self.insert(key, built)))
    }

    /// Updates a value to the present revision and puts it into the cache.
    async fn update(
        &self,
        app: &Arc<App>,
        key: &V::Key,
        cached: Versioned<V>,
        as_of: AsOf,
    ) -> Result<Update<V>> {
        let (own_key, inputs) = (key.clone(), V::Inputs::get(app, key, as_of).await?);
        let update = app.store().read(app.workspace(), move |tx| {
            let revision = tx.revision()?;
            if is_stale(&inputs, revision) {
                return Ok(Update::StaleInputs);
            }
            let changed = tx.changed_pairs(cached.revision, V::MAX_CHANGES + 1)?;
            let Some(changed) = changed.filter(|changed| changed.len() <= V::MAX_CHANGES as usize) else {
                return Ok(Update::Rebuild);
            };
            let value = cached.value.updated(tx, &own_key, &inputs, changed, as_of.now)?;
            Ok(value.map_or(Update::Rebuild, |value| {
                Update::Updated(Versioned { value: Arc::new(value), revision })
            }))
        });
        Ok(match update.await? {
            Update::Updated(updated) => Update::Updated(self.insert(key, updated)),
            other => other,
        })
    }

    /// `None` when the log changed between reading the inputs and the value.
    async fn build(app: &Arc<App>, key: &V::Key, as_of: AsOf) -> Result<Option<Versioned<V>>> {
        let (own_key, inputs) = (key.clone(), V::Inputs::get(app, key, as_of).await?);
        let built = app.store().read_all(app.workspace(), move |tx| {
            let revision = tx.revision()?;
            if is_stale(&inputs, revision) {
                return Ok(None);
            }
            let value = Arc::new(V::build(tx, &own_key, &inputs, as_of.now)?);
            Ok(Some(Versioned { value, revision }))
        });
        Ok(built.await?)
    }

    fn insert(&self, key: &V::Key, value: Versioned<V>) -> Versioned<V> {
        self.values.insert(key.clone(), value.clone());
        value
    }

    fn lock_of(&self, key: &V::Key) -> Arc<tokio::sync::Mutex<()>> {
        let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(locks.entry(key.clone()).or_default())
    }

    /// Rebuilds a value in the background, unless that is in progress.
    fn refresh(self: &Arc<Self>, app: &Arc<App>, key: &V::Key) {
        if !self.refreshing.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone()) {
            return;
        }
        let (cache, app, key) = (Arc::clone(self), Arc::clone(app), key.clone());
        tokio::spawn(async move {
            if let Err(error) = cache.rebuild(&app, &key).await {
                // Once the value has its maximum age, a request builds it and returns the error.
                tracing::warn!(%error, "could not rebuild a cached value");
            }
            cache.refreshing.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        });
    }

    async fn rebuild(&self, app: &Arc<App>, key: &V::Key) -> Result<()> {
        for _ in 0..MAX_ATTEMPTS {
            let Some(built) = Self::build(app, key, app.as_of_now().await?).await? else { continue };
            if let Some(before) = self.values.get(key) {
                let value = Arc::clone(&built.value);
                let _ = tokio::task::spawn_blocking(move || value.prepare_like(&before.value)).await;
            }
            let lock = self.lock_of(key);
            let _guard = lock.lock().await;
            // The cached value may have been updated past the revision of the new one, which must not take its place
            // before it has been updated too.
            let is_behind = self.values.get(key).is_some_and(|cached| cached.revision > built.revision);
            let as_of = app.as_of_now().await?;
            if !is_behind || !matches!(self.update(app, key, built.clone(), as_of).await?, Update::Updated(_))
            {
                self.insert(key, built);
            }
            return Ok(());
        }
        Ok(())
    }
}
