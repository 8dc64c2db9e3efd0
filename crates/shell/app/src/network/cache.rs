use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use rapport_model::{Moment, WorkspaceId};
use rapport_store::Store;
use tokio::sync::Mutex;

use crate::acting::Acting;
use crate::error::Result;
use crate::network::Network;
use crate::network::changes::Changes;
use crate::network::facts::Facts;
use crate::permission::rights::Noun;

/// The network as last looked at.
#[derive(Default)]
struct Cache {
    known: std::sync::Mutex<Option<Known>>,
    /// Held while one is made, so that many who ask at once wait for one.
    making: Arc<Mutex<()>>,
}

#[derive(Clone)]
struct Known {
    network: Arc<Network>,
    /// The revision that it is up to.
    revision: u64,
    made: Made,
}

/// When a network was last made anew, and how long that took.
#[derive(Clone, Copy)]
struct Made {
    at: Moment,
    took: Duration,
}

/// What it takes to answer whoever asks.
#[derive(Debug, PartialEq, Eq)]
enum Need {
    /// What is known is up to date.
    Nothing,
    /// What came in since.
    Changes,
    /// A new network; until it is there, what is known will do.
    AnewInTheBackground,
    /// A new network.
    Anew,
}

/// A network is made anew after this time even if nothing came in, because silence grows by itself.
const FRESH_DAYS: f64 = 1.0 / 24.0;
/// One that took longer than [`SLOW`] to make is shown up to this age while the next is made.
const STALE_DAYS: f64 = 1.0;
const SLOW: Duration = Duration::from_millis(500);

impl Need {
    fn of(made: Made, is_current: bool, now: Moment) -> Self {
        match now.days_since(made.at) {
            age if !(0.0..STALE_DAYS).contains(&age) => Self::Anew,
            age if age < FRESH_DAYS && is_current => Self::Nothing,
            age if age < FRESH_DAYS => Self::Changes,
            _ if made.took >= SLOW => Self::AnewInTheBackground,
            _ => Self::Anew,
        }
    }
}

impl Acting {
    /// The network of the team now. How much silence has grown may be an hour behind; that of a large team may be a
    /// day behind in everything, while the next is made.
    pub async fn network(&self) -> Result<Arc<Network>> {
        let now = self.now();
        let revision = self.read(Noun::Network, |tx| tx.revision()).await?;
        let networks = self.app.kept.of::<Cache>();
        let need = |known: &Known| Need::of(known.made, known.revision == revision, now);
        match networks.known() {
            Some(known) if need(&known) == Need::Nothing => return Ok(known.network),
            Some(known) if need(&known) == Need::AnewInTheBackground => {
                if let Ok(one) = Arc::clone(&networks.making).try_lock_owned() {
                    let (cache, store) = (Arc::clone(&networks), Arc::clone(self.app.store()));
                    let workspace = self.app.workspace();
                    tokio::spawn(async move {
                        // Whoever asks next without one meets the error.
                        let _ = cache.make(&store, workspace, revision, now).await;
                        drop(one);
                    });
                }
                return Ok(known.network);
            }
            _ => {}
        }
        let _one = networks.making.lock().await;
        // Somebody else may have made it meanwhile.
        if let Some(known) = networks.known() {
            match need(&known) {
                Need::Nothing => return Ok(known.network),
                Need::Changes => {
                    if let Some(network) =
                        networks.grow(self.app.store(), self.app.workspace(), known, now).await?
                    {
                        return Ok(network);
                    }
                }
                Need::AnewInTheBackground | Need::Anew => {}
            }
        }
        networks.make(self.app.store(), self.app.workspace(), revision, now).await
    }
}

impl Cache {
    fn known(&self) -> Option<Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, known: Known) -> Arc<Network> {
        let network = Arc::clone(&known.network);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
        network
    }

    /// The network with what came in since; nothing when it must be made anew.
    async fn grow(
        &self,
        store: &Store,
        workspace: WorkspaceId,
        known: Known,
        now: Moment,
    ) -> Result<Option<Arc<Network>>> {
        let began = Instant::now();
        let (before, since) = (Arc::clone(&known.network), known.revision);
        let read = store
            .read_all(workspace, move |tx| Ok((tx.revision()?, Changes::read(tx, &before, since, now)?)));
        let (revision, Some(changes)) = read.await? else { return Ok(None) };
        let before = Arc::clone(&known.network);
        let grown = tokio::task::spawn_blocking(move || Network::clone(&before).grown(changes)).await;
        let network = Arc::new(grown.expect("a network is values from values and does not panic"));
        tracing::debug!(milliseconds = began.elapsed().as_millis() as u64, "took news into the network");
        Ok(Some(self.keep(Known { network, revision, ..known })))
    }

    async fn make(
        &self,
        store: &Store,
        workspace: WorkspaceId,
        revision: u64,
        now: Moment,
    ) -> Result<Arc<Network>> {
        let began = Instant::now();
        let facts = store.read_all(workspace, move |tx| Facts::read(tx, now)).await?;
        let made = tokio::task::spawn_blocking(move || Network::of(facts)).await;
        let network = Arc::new(made.expect("a network is values from values and does not panic"));
        let took = began.elapsed();
        tracing::debug!(
            people = network.people(),
            ties = network.spans.len(),
            milliseconds = took.as_millis() as u64,
            "made the network"
        );
        Ok(self.keep(Known { network, revision, made: Made { at: now, took } }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_slow_to_make_is_shown_while_the_next_is_made() {
        let at = Moment::from_seconds(1_770_000_000);
        let need = |took: u64, hours: f64, is_current: bool| {
            let made = Made { at, took: Duration::from_millis(took) };
            Need::of(made, is_current, at.plus_days(hours / 24.0))
        };
        for (hours, is_current, quick, slow) in [
            (0.5, true, Need::Nothing, Need::Nothing),
            (0.5, false, Need::Changes, Need::Changes),
            (1.5, true, Need::Anew, Need::AnewInTheBackground),
            (1.5, false, Need::Anew, Need::AnewInTheBackground),
            (25.0, true, Need::Anew, Need::Anew),
            (-1.0, true, Need::Anew, Need::Anew),
        ] {
            assert_eq!(need(20, hours, is_current), quick, "{hours} h");
            assert_eq!(need(900, hours, is_current), slow, "{hours} h");
        }
    }
}
