use std::collections::HashMap;
use std::sync::Arc;

use rapport_model::{Calendar, Day, Moment, Participation, PersonId, Setting, Touch, WorkspaceId};
use rapport_science::{PairState, Priors, ReplyCounts};
use rapport_store::{FoldedPair, PendingPair, Result, Store, StoredPriors, Tx};

/// Relationships folded in one transaction.
const BATCH: u32 = 400;
/// Priors are fitted anew when there are this many times as many relationships as at the last fit.
const GROWTH: f64 = 1.2;
/// And when they are older than this.
const STALE_DAYS: f64 = 7.0;

/// Folds new interactions into the state of each relationship. State and what it was folded from move in one
/// transaction; an interaction that arrived late replays its pair. `progress` hears how many pairs are done.
pub async fn fold(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    calendar: &Calendar,
    mut progress: impl FnMut(u64) + Send,
) -> Result<u64> {
    let mut done = 0;
    loop {
        let calendar = calendar.clone();
        let folded = store.write(workspace, move |tx| fold_batch(tx, &calendar)).await?;
        if folded == 0 {
            return Ok(done);
        }
        done += folded;
        progress(done);
    }
}

/// Folds every relationship anew when the states are of another version than this program reads, as after an
/// upgrade; otherwise nobody would be found. Safe to kill and to repeat. Says whether it did.
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
        fold(store, workspace, &calendar, |_| {}).await?;
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
        folded.push(FoldedPair { pair: one.pair, state });
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

/// Fits the priors on the workspace's own relationships, when there is reason to. Says whether it did.
pub async fn fit_priors(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    calendar: &Calendar,
    now: Moment,
) -> Result<bool> {
    let version = u32::from(Priors::VERSION);
    let (count, stored) =
        store.read(workspace, move |tx| Ok((tx.relationship_count()?, tx.priors(version)?))).await?;
    let is_due = stored.is_none_or(|stored| {
        count as f64 > stored.pairs as f64 * GROWTH || now.days_since(stored.fitted_at) > STALE_DAYS
    });
    if count == 0 || !is_due {
        return Ok(false);
    }
    let (people, histories): (Vec<PersonId>, Vec<_>) =
        sampled_histories(store, workspace, calendar, Priors::SAMPLE).await?.into_iter().unzip();
    let opt_outs = store.read(workspace, |tx| tx.opt_outs()).await?;
    let opted_out: HashMap<PersonId, Moment> =
        opt_outs.iter().rev().map(|act| (act.person, act.at)).collect();
    let opt_outs: Vec<_> = people.iter().map(|person| opted_out.get(person).copied()).collect();
    let fit = move || Priors::fit_with_opt_outs(&histories, &opt_outs, now);
    let priors = tokio::task::spawn_blocking(fit)
        .await
        .map_err(|error| rapport_store::StoreError::Engine(format!("fitting stopped: {error}")))?;
    let answers = store.read(workspace, move |tx| answers(tx, now)).await?;
    let mut of_person: HashMap<PersonId, ReplyCounts> = HashMap::new();
    for (person, counts) in &answers {
        of_person.entry(*person).or_default().add(*counts);
    }
    let priors = priors.nested(answers.iter().map(|(person, counts)| (*counts, of_person[person])));
    let content = serde_json::to_string(&priors).expect("priors are plain numbers under plain names");
    let stored = StoredPriors { fitted_at: now, pairs: count, content };
    store.write(workspace, move |tx| tx.save_priors(version, &stored)).await?;
    Ok(true)
}

/// What everybody answered to each member who knows them; nothing while the team is of one.
fn answers(tx: &Tx<'_>, now: Moment) -> Result<Vec<(PersonId, ReplyCounts)>> {
    let mut found = Vec::new();
    let members = tx.members()?;
    for member in members.iter().filter(|_| members.len() > 1) {
        tx.each_state(member.id, |person, bytes| {
            if let Some(state) = PairState::from_bytes(&bytes) {
                found.push((person, ReplyCounts::theirs(&state, now)));
            }
        })?;
    }
    Ok(found)
}

/// The histories of at most `most` relationships, evenly chosen, and with whom they are.
pub(crate) async fn sampled_histories(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    calendar: &Calendar,
    most: usize,
) -> Result<Vec<(PersonId, Vec<(Touch, Day)>)>> {
    let pairs = store.read(workspace, |tx| tx.pairs()).await?;
    let step = pairs.len().div_ceil(most).max(1);
    let asked: Vec<_> = pairs
        .into_iter()
        .step_by(step)
        .map(|pair| (pair.member, pair.person, Moment::from_micros(i64::MIN)))
        .collect();
    let people: Vec<PersonId> = asked.iter().map(|(_, person, _)| *person).collect();
    let histories = store.read(workspace, move |tx| tx.histories(&asked)).await?;
    let dated = |kept: Participation| (kept.touch, calendar.day(kept.touch.at));
    let histories = histories.into_iter().map(|history| history.into_iter().map(dated).collect());
    Ok(people.into_iter().zip(histories).collect())
}
