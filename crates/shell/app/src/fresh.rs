//! What is made of the log and kept between questions: it takes in what has changed, is made anew in the background when
//! it has aged, is bounded in memory, and nobody waits for it behind a lock while somebody else's is made.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use moka::sync::Cache;
use rapport_model::Moment;
use rapport_store::{ChangedPair, Conflict, StoreError, Tx};

use crate::app::App;
use crate::error::Result;

/// All values of a kind together take about so many bytes at most; what was asked for longest ago goes first.
const MOST_BYTES: u64 = 400 * 1024 * 1024;
/// So often a value and what it is made with are read again until nothing came in between the two.
const TRIES: u32 = 100;

/// Something that follows from the log.
pub(crate) trait FromLog: Send + Sync + Sized + 'static {
    /// Of which there is one for each.
    type Key: Clone + Eq + Hash + Send + Sync + 'static;
    /// Other values of the log that it is made with.
    type With: Clone + Send + Sync + 'static;

    /// After more changed relationships, it is made from nothing.
    const MOST_CHANGES: u32 = 5_000;
    /// What ages by itself is renewed after so many days, while the old answers.
    const FRESH_DAYS: f64 = 1.0 / 24.0;
    /// Older than so many days, it is not shown any more.
    const STALE_DAYS: f64 = 2.0 / 24.0;

    /// Gets what it is made with.
    fn with(app: &Arc<App>, key: &Self::Key, asked: Asked)
    -> impl Future<Output = Result<Self::With>> + Send;

    /// The revision of the log that `with` is up to; `None` when it does not rest on the log. The value is only made of
    /// the same revision.
    fn revision_of(with: &Self::With) -> Option<u64>;

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

/// What became of taking in what changed.
enum Followed<V> {
    Held(Held<V>),
    /// It must be made from nothing.
    Anew,
    /// Something came in after what it is made with.
    Behind,
}

impl<V: FromLog> Fresh<V> {
    /// The value as the log had it when it was asked for, or later.
    pub(crate) async fn get(app: &Arc<App>, key: &V::Key, mut asked: Asked) -> Result<Held<V>> {
        let own = app.caches.of::<Self>();
        for _ in 0..TRIES {
            if let Some(held) = own.held_or_made(app, key, asked).await? {
                return Ok(held);
            }
            asked = app.asked().await?;
        }
        Err(StoreError::from(Conflict::Busy("too much came in meanwhile".into())).into())
    }

    /// `None` when something came in between what it is made with and the value itself.
    async fn held_or_made(
        self: &Arc<Self>,
        app: &Arc<App>,
        key: &V::Key,
        asked: Asked,
    ) -> Result<Option<Held<V>>> {
        let age = |held: &Held<V>| asked.now.days_since(held.value.made_at());
        let is_fresh =
            |held: &Held<V>| held.revision >= asked.revision && (0.0..V::FRESH_DAYS).contains(&age(held));
        if let Some(held) = self.held.get(key).filter(is_fresh) {
            return Ok(Some(held));
        }
        let turn = self.turn(key);
        let _one = turn.lock().await;
        let known = self.held.get(key);
        if let Some(held) = known.clone().filter(is_fresh) {
            return Ok(Some(held));
        }
        if let Some(held) = known.filter(|held| (0.0..V::STALE_DAYS).contains(&age(held))) {
            let followed = if held.revision >= asked.revision {
                Followed::Held(held)
            } else {
                self.follow(app, key, held, asked).await?
            };
            match followed {
                Followed::Held(held) => {
                    if age(&held) >= V::FRESH_DAYS {
                        self.renew(app, key);
                    }
                    return Ok(Some(held));
                }
                Followed::Behind => return Ok(None),
                Followed::Anew => {}
            }
        }
        let made = Self::made(app, key, asked).await?;
        Ok(made.map(|made| self.keep(key, made)))
    }

    async fn follow(&self, app: &Arc<App>, key: &V::Key, held: Held<V>, asked: Asked) -> Result<Followed<V>> {
        let (own_key, with) = (key.clone(), V::with(app, key, asked).await?);
        let followed = app.store().read(app.workspace(), move |tx| {
            let revision = tx.revision()?;
            if V::revision_of(&with).is_some_and(|of_with| of_with != revision) {
                return Ok(Followed::Behind);
            }
            let changed = tx.changed_pairs(held.revision, V::MOST_CHANGES + 1)?;
            let Some(changed) = changed.filter(|changed| changed.len() <= V::MOST_CHANGES as usize) else {
                return Ok(Followed::Anew);
            };
            let value = held.value.follow(tx, &own_key, &with, changed, asked.now)?;
            Ok(value
                .map_or(Followed::Anew, |value| Followed::Held(Held { value: Arc::new(value), revision })))
        });
        Ok(match followed.await? {
            Followed::Held(held) => Followed::Held(self.keep(key, held)),
            other => other,
        })
    }

    async fn made(app: &Arc<App>, key: &V::Key, asked: Asked) -> Result<Option<Held<V>>> {
        let (own_key, with) = (key.clone(), V::with(app, key, asked).await?);
        let made = app.store().read_all(app.workspace(), move |tx| {
            let revision = tx.revision()?;
            if V::revision_of(&with).is_some_and(|of_with| of_with != revision) {
                return Ok(None);
            }
            let value = Arc::new(V::make(tx, &own_key, &with, asked.now)?);
            Ok(Some(Held { value, revision }))
        });
        Ok(made.await?)
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
    fn renew(self: &Arc<Self>, app: &Arc<App>, key: &V::Key) {
        if !self.renewing.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone()) {
            return;
        }
        let (own, app, key) = (Arc::clone(self), Arc::clone(app), key.clone());
        tokio::spawn(async move {
            if let Err(error) = own.renewed(&app, &key).await {
                // Whoever asks once it is stale meets the error.
                tracing::warn!(%error, "something that has aged could not be made anew");
            }
            own.renewing.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        });
    }

    async fn renewed(&self, app: &Arc<App>, key: &V::Key) -> Result<()> {
        for _ in 0..TRIES {
            let Some(made) = Self::made(app, key, app.asked().await?).await? else { continue };
            if let Some(before) = self.held.get(key) {
                let value = Arc::clone(&made.value);
                let _ = tokio::task::spawn_blocking(move || value.prepare_like(&before.value)).await;
            }
            let turn = self.turn(key);
            let _one = turn.lock().await;
            // What came in meanwhile is taken in before it is shown.
            let is_behind = self.held.get(key).is_some_and(|held| held.revision > made.revision);
            let asked = app.asked().await?;
            if !is_behind || !matches!(self.follow(app, key, made.clone(), asked).await?, Followed::Held(_)) {
                self.keep(key, made);
            }
            return Ok(());
        }
        Ok(())
    }
}
