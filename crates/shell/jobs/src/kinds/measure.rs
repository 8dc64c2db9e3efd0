use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rapport_model::{Calendar, MeasureJob, Moment, Participation, Setting, WorkspaceId};
use rapport_science::PairState;
use rapport_store::{FoldedPair, PendingPair, Result, Store, Tx};

use crate::job::{Ended, Job, JobContext};
use crate::kinds::fit_priors::{FitPriorsJob, is_fit_due};

/// How many relationships are folded in one transaction.
const BATCH: u32 = 4_000;

impl Job for MeasureJob {
    const HEARTBEAT_TIMEOUT: Duration = Duration::from_mins(10);

    /// A process that was killed may have landed interactions that nobody has folded.
    fn needed(tx: &Tx<'_>) -> Result<Option<Self>> {
        Ok((!tx.pending_pairs(1)?.is_empty()).then_some(Self {}))
    }

    async fn run(self, work: JobContext) -> Result<Ended> {
        let (store, workspace) = (&work.store, work.workspace);
        let calendar = store.read(workspace, |tx| tx.calendar()).await?;
        fold(store, workspace, &calendar, &work.stop, |_| work.send_heartbeat()).await?;
        if work.should_stop() {
            return Ok(Ended::Stopped);
        }
        let is_due = is_fit_due(store, workspace, work.now()).await?;
        Ok(if is_due { Ended::then(&FitPriorsJob {}) } else { Ended::DONE })
    }
}

/// Folds new interactions into the state of each relationship, until it is asked to stop. State and what it was folded
/// from move in one transaction; an interaction that arrived late replays its pair. `progress` is called with how many
/// pairs are done.
pub async fn fold(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    calendar: &Calendar,
    stop: &AtomicBool,
    mut progress: impl FnMut(u64) + Send,
) -> Result<u64> {
    let mut done = 0;
    while !stop.load(Ordering::Relaxed) {
        let calendar = calendar.clone();
        let folded = store.write(workspace, move |tx| fold_batch(tx, &calendar)).await?;
        if folded == 0 {
            return Ok(done);
        }
        done += folded;
        progress(done);
    }
    Ok(done)
}

/// Folds every relationship again when the states are of another version than this program reads, as after an
/// upgrade; otherwise nobody would be found. Safe to kill and to repeat. Returns whether it did.
pub async fn refold_if_outdated(store: &Arc<Store>, workspace: WorkspaceId) -> Result<bool> {
    let version = PairState::VERSION.to_string();
    let known = store.read(workspace, |tx| tx.setting(Setting::StateVersion)).await?;
    if known.as_deref() == Some(version.as_str()) {
        return Ok(false);
    }
    let count = store.read(workspace, |tx| tx.relationship_count()).await?;
    if count > 0 {
        store.write(workspace, |tx| tx.refold_all()).await?;
        let calendar = store.read(workspace, |tx| tx.calendar()).await?;
        fold(store, workspace, &calendar, &AtomicBool::new(false), |_| {}).await?;
    }
    store.write(workspace, move |tx| tx.set_setting(Setting::StateVersion, &version)).await?;
    Ok(count > 0)
}

fn fold_batch(tx: &Tx<'_>, calendar: &Calendar) -> Result<u64> {
    let pending = tx.pending_pairs(BATCH)?;
    if pending.is_empty() {
        return Ok(0);
    }
    let starts: Vec<(Option<PairState>, Moment)> = pending.iter().map(start).collect();
    let asked: Vec<_> = pending
        .iter()
        .zip(&starts)
        .map(|(one, (_, from))| (one.pair.member, one.pair.person, *from))
        .collect();
    let mut folded = Vec::with_capacity(pending.len());
    for ((one, (state, _)), history) in pending.iter().zip(starts).zip(tx.histories(&asked)?) {
        let state = fold_from_the_log(state.unwrap_or_default(), &history, calendar);
        let state = state.last_touch().map(|last| (state.to_bytes(), last));
        folded.push(FoldedPair { pair: one.pair, state, is_first: one.state.is_none() });
    }
    tx.save_states(&folded)?;
    Ok(folded.len() as u64)
}

/// Where folding a pair begins: behind its state when everything new is later, else at the beginning of its log.
fn start(pending: &PendingPair) -> (Option<PairState>, Moment) {
    let state = pending.state.as_deref().and_then(PairState::from_bytes);
    match (state, pending.folded_to) {
        (Some(state), Some(to)) if to < pending.pending_from => (Some(state), pending.pending_from),
        _ => (None, Moment::from_micros(i64::MIN)),
    }
}

/// Folds a stretch of a pair's log into a state.
pub fn fold_from_the_log(mut state: PairState, history: &[Participation], calendar: &Calendar) -> PairState {
    for Participation { touch, .. } in history {
        state.fold(touch, calendar.day(touch.at));
    }
    state
}
