use std::sync::Arc;

use rapport_model::{Moment, WorkspaceId};
use rapport_science::{Priors, reliability};
use rapport_store::{Result, Store, StoredReliability};

use crate::measure::sampled_histories;

/// It is computed anew after so many days.
const STALE_DAYS: f64 = 30.0;
/// Or when there are this many times as many relationships.
const GROWTH: f64 = 1.5;
/// Relationships that are looked at; more say little more.
const SAMPLE: usize = Priors::SAMPLE / 2;

/// Looks back once a month: how often was the probability of contact right? Says whether it did.
pub async fn judge(store: &Arc<Store>, workspace: WorkspaceId, now: Moment) -> Result<bool> {
    let (count, known) =
        store.read(workspace, move |tx| Ok((tx.relationship_count()?, tx.reliability(now)?))).await?;
    let is_due = known.is_none_or(|known| {
        now.days_since(known.at) >= STALE_DAYS || count as f64 > known.pairs as f64 * GROWTH
    });
    if count == 0 || !is_due {
        return Ok(false);
    }
    let calendar = store.read(workspace, |tx| tx.calendar()).await?;
    let sampled = sampled_histories(store, workspace, &calendar, SAMPLE).await?;
    let histories: Vec<_> = sampled.into_iter().map(|(_, history)| history).collect();
    let judged = tokio::task::spawn_blocking(move || reliability(&histories, now))
        .await
        .map_err(|error| rapport_store::StoreError::Engine(format!("looking back stopped: {error}")))?;
    let content = serde_json::to_string(&judged).expect("plain numbers under plain names");
    let found = StoredReliability { at: now, pairs: count, content };
    store.write(workspace, move |tx| tx.note_reliability(&found)).await?;
    Ok(true)
}
