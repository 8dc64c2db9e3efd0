//! What is made of the log and kept between questions: it takes in what has changed, is made anew in the background when
//! it has aged, is bounded in memory, and nobody waits for it behind a lock while somebody else's is made.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use moka::sync::Cache;
use rapport_model::Moment;
use rapport_store::{ChangedPair, StoreError, Tx};

use crate::app::App;
use crate::error::Result;

/// What ages by itself is renewed after this time, while the old answers.
const FRESH_DAYS: f64 = 1.0 / 24.0;
/// Older than this, it is not shown any more.
const STALE_DAYS: f64 = 2.0 / 24.0;
/// All values of a kind together take about so many bytes at most; what was asked for longest ago goes first.
const MOST_BYTES: u64 = 400 * 1024 * 1024;

/// Something that follows from the log.
pub(crate) trait FromLog: Send + Sync + Sized + 'static {
    /// Of which there is one for each.
    type Key: Clone + Eq + Hash + Send + Sync + 'static;
    /// What else it is made with.
    type With: Clone + Send + Sync + 'static;

    /// After more changed relationships, it is made from nothing.
    const MOST_CHANGES: u32 = 5_000;

    /// When it was last made from nothing.
    fn made_at(&self) -> Moment;

    /// About how much memory it takes.
    fn bytes(&self) -> usize;

    /// Makes it from nothing.
    fn make(tx: &Tx<'_>, key: &Self::Key, with: &Self::With, now: Moment) -> Result<Self, StoreError>;

    /// The same with these relationships as they are now; `None` when it must be made from nothing.
    fn follow(
        &self,
        tx: &Tx<'_>,
        key: &Self::Key,
        with: &Self::With,
        changed: Vec<ChangedPair>,
        now: Moment,
    ) -> Result<Option<Self>, StoreError>;

    /// Makes ready what was asked of the one before, so that whoever asks next does not wait for it.
    fn prepare_like(&self, _before: &Self) {}
}

/// When something is asked for, and the revision of the log then.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) now: Moment,
    revision: u64,
}

impl App {
    /// The present, for whatever one question needs of it.
    pub(crate) async fn asked(&self) -> Result<Asked> {
        let revision = self.store().read(self.workspace(), |tx| tx.revision()).await?;
        Ok(Asked { now: self.now(), revision })
    }
}

/// A value and the revision of the log that it is up to.
pub(crate) struct Held<V> {
    pub(crate) value: Arc<V>,
    pub(crate) revision: u64,
}

impl<V> Clone for Held<V> {
    fn clone(&self) -> Self {
        Self { value: Arc::clone(&self.value), revision: self.revision }
    }
}

/// The values of one kind.
pub(crate) struct Fresh<V: FromLog> {
    held: Cache<V::Key, Held<V>>,
    /// One at a time makes or changes a value; others wait for that one and no other.
    turns: Mutex<HashMap<V::Key, Arc<tokio::sync::Mutex<()>>>>,
    /// Those that are being renewed in the background.
    renewing: Mutex<HashSet<V::Key>>,
}

impl<V: FromLog> Default for Fresh<V> {
    fn default() -> Self {
        let weight = |_: &V::Key, held: &Held<V>| u32::try_from(held.value.bytes()).unwrap_or(u32::MAX);
        Self {
            held: Cache::builder().weigher(weight).max_capacity(MOST_BYTES).build(),
            turns: Mutex::default(),
            renewing: Mutex::default(),
        }
    }
}

impl<V: FromLog> Fresh<V> {
    /// The value as the log had it when it was asked for, or later.
    pub(crate) async fn get(app: &Arc<App>, key: &V::Key, with: &V::With, asked: Asked) -> Result<Held<V>> {
        let own = app.kept.of::<Self>();
        let now = asked.now;
        let age = |held: &Held<V>| now.days_since(held.value.made_at());
        let is_fresh =
            |held: &Held<V>| held.revision >= asked.revision && (0.0..FRESH_DAYS).contains(&age(held));
        if let Some(held) = own.held.get(key).filter(is_fresh) {
            return Ok(held);
        }
        let turn = own.turn(key);
        let _one = turn.lock().await;
        let known = own.held.get(key);
        if let Some(held) = known.clone().filter(is_fresh) {
            return Ok(held);
        }
        if let Some(held) = known.filter(|held| (0.0..STALE_DAYS).contains(&age(held))) {
            let held = if held.revision >= asked.revision {
                Some(held)
            } else {
                own.follow(app, key, with, held, now).await?
            };
            if let Some(held) = held {
                if age(&held) >= FRESH_DAYS {
                    own.renew(app, key, with, now);
                }
                return Ok(held);
            }
        }
        own.make(app, key, with, now).await
    }

    async fn follow(
        &self,
        app: &App,
        key: &V::Key,
        with: &V::With,
        held: Held<V>,
        now: Moment,
    ) -> Result<Option<Held<V>>> {
        let (own_key, own_with) = (key.clone(), with.clone());
        let followed = app.store().read(app.workspace(), move |tx| {
            let changed = tx.changed_pairs(held.revision, V::MOST_CHANGES + 1)?;
            let value = match changed.filter(|changed| changed.len() <= V::MOST_CHANGES as usize) {
                Some(changed) => held.value.follow(tx, &own_key, &own_with, changed, now)?,
                None => None,
            };
            Ok((value, tx.revision()?))
        });
        let (Some(value), revision) = followed.await? else { return Ok(None) };
        Ok(Some(self.keep(key, Held { value: Arc::new(value), revision })))
    }

    async fn make(&self, app: &App, key: &V::Key, with: &V::With, now: Moment) -> Result<Held<V>> {
        let held = Self::made(app, key, with, now).await?;
        Ok(self.keep(key, held))
    }

    async fn made(app: &App, key: &V::Key, with: &V::With, now: Moment) -> Result<Held<V>> {
        let (own_key, own_with) = (key.clone(), with.clone());
        let made = app.store().read_all(app.workspace(), move |tx| {
            Ok((V::make(tx, &own_key, &own_with, now)?, tx.revision()?))
        });
        let (value, revision) = made.await?;
        Ok(Held { value: Arc::new(value), revision })
    }

    fn keep(&self, key: &V::Key, held: Held<V>) -> Held<V> {
        self.held.insert(key.clone(), held.clone());
        held
    }

    fn turn(&self, key: &V::Key) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turns.entry(key.clone()).or_default())
    }

    /// Makes a value anew in the background, unless that is being done.
    fn renew(self: &Arc<Self>, app: &Arc<App>, key: &V::Key, with: &V::With, now: Moment) {
        if !self.renewing.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone()) {
            return;
        }
        let (own, app, key, with) = (Arc::clone(self), Arc::clone(app), key.clone(), with.clone());
        tokio::spawn(async move {
            if let Err(error) = own.renewed(&app, &key, &with, now).await {
                // Whoever asks once it is stale meets the error.
                tracing::warn!(%error, "something that has aged could not be made anew");
            }
            own.renewing.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        });
    }

    async fn renewed(&self, app: &App, key: &V::Key, with: &V::With, now: Moment) -> Result<()> {
        let made = Self::made(app, key, with, now).await?;
        if let Some(before) = self.held.get(key) {
            let value = Arc::clone(&made.value);
            let _ = tokio::task::spawn_blocking(move || value.prepare_like(&before.value)).await;
        }
        let turn = self.turn(key);
        let _one = turn.lock().await;
        // What came in meanwhile is taken in before it is shown.
        let is_behind = self.held.get(key).is_some_and(|held| held.revision > made.revision);
        if !is_behind || self.follow(app, key, with, made.clone(), now).await?.is_none() {
            self.keep(key, made);
        }
        Ok(())
    }
}
