use std::sync::Arc;
use std::time::Duration;

use rapport_model::{JobRequest, Moment, Priority, WorkspaceId};
use rapport_science::{Priors, reliability};
use rapport_store::{Failure, Result, Store, StoredReliability};
use serde::{Deserialize, Serialize};

use crate::job::{Ended, Job, JobContext};
use crate::kinds::histories::sampled_histories;

/// The reliability is computed again once it is older than this.
const STALE: Duration = Duration::from_hours(30 * 24);
/// Or once the number of relationships has grown by this factor.
const GROWTH: f64 = 1.5;
/// The number of relationships that are read; more hardly change the result.
const SAMPLE: usize = Priors::SAMPLE / 2;

/// The job that computes how often the probabilities were right, if that is due.
#[derive(Serialize, Deserialize)]
pub(crate) struct JudgeReliabilityJob {}

impl JobRequest for JudgeReliabilityJob {
    const KIND: &'static str = "judge_reliability";
    const PRIORITY: Priority = Priority::Scheduled;

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

impl Job for JudgeReliabilityJob {
    const HEARTBEAT_TIMEOUT: Duration = Duration::from_hours(1);

    fn regularly() -> Option<(Self, Duration)> {
        Some((Self {}, Duration::from_hours(24)))
    }

    async fn run(self, work: JobContext) -> Result<Ended> {
        judge_reliability(&work.store, work.workspace, work.now()).await?;
        Ok(Ended::DONE)
    }
}

/// Computes how often the probability of contact was right, once a month. Returns whether it did.
pub async fn judge_reliability(store: &Arc<Store>, workspace: WorkspaceId, now: Moment) -> Result<bool> {
    let (count, known) =
        store.read(workspace, move |tx| Ok((tx.relationship_count()?, tx.reliability(now)?))).await?;
    let is_due =
        known.is_none_or(|known| now.since(known.at) >= STALE || count as f64 > known.pairs as f64 * GROWTH);
    if count == 0 || !is_due {
        return Ok(false);
    }
    let calendar = store.read(workspace, |tx| tx.calendar()).await?;
    let sampled = sampled_histories(store, workspace, &calendar, SAMPLE).await?;
    let histories: Vec<_> = sampled.into_iter().map(|(_, history)| history).collect();
    let judged = tokio::task::spawn_blocking(move || reliability(&histories, now))
        .await
        .map_err(|error| Failure::Stopped(Box::new(error)))?;
    let content = serde_json::to_string(&judged).expect("plain numbers under plain names");
    let found = StoredReliability { at: now, pairs: count, content };
    store.write(workspace, move |tx| tx.note_reliability(&found)).await?;
    Ok(true)
}
