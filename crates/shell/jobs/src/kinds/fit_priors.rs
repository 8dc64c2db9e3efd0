use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use rapport_model::{Calendar, JobRequest, Moment, PersonId, Priority, WorkspaceId};
use rapport_science::{PairState, Priors, ReplyCounts};
use rapport_store::{Failure, Result, Store, StoredPriors, Tx};
use serde::{Deserialize, Serialize};

use crate::job::{Ended, Job, JobContext};
use crate::kinds::histories::sampled_histories;
use crate::kinds::judge_reliability::JudgeReliabilityJob;

/// Priors are fitted again once the number of relationships has grown by this factor.
const GROWTH: f64 = 1.2;
/// Priors are fitted again once they are older than this.
const STALE: Duration = Duration::from_hours(7 * 24);

/// The job that fits the priors, if that is due.
#[derive(Serialize, Deserialize)]
pub(crate) struct FitPriorsJob {}

impl JobRequest for FitPriorsJob {
    const KIND: &'static str = "fit_priors";
    const PRIORITY: Priority = Priority::Scheduled;

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

impl Job for FitPriorsJob {
    const HEARTBEAT_TIMEOUT: Duration = Duration::from_hours(1);

    fn regularly() -> Option<(Self, Duration)> {
        Some((Self {}, Duration::from_hours(24)))
    }

    async fn run(self, work: JobContext) -> Result<Ended> {
        let (store, workspace) = (&work.store, work.workspace);
        let calendar = store.read(workspace, |tx| tx.calendar()).await?;
        let was_fitted = fit_priors(store, workspace, &calendar, work.now()).await?;
        // A fit is due after many new relationships, and then the reliability may be due too.
        Ok(if was_fitted { Ended::then(&JudgeReliabilityJob {}) } else { Ended::DONE })
    }
}

/// Fits the priors on the workspace's own relationships, if that is due. Returns whether it did.
pub async fn fit_priors(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    calendar: &Calendar,
    now: Moment,
) -> Result<bool> {
    let Some(count) = due_for_a_fit(store, workspace, now).await? else { return Ok(false) };
    let (people, histories): (Vec<PersonId>, Vec<_>) =
        sampled_histories(store, workspace, calendar, Priors::SAMPLE).await?.into_iter().unzip();
    let opted_out = store.read(workspace, |tx| tx.opted_out()).await?;
    let opt_outs: Vec<_> = people.iter().map(|person| opted_out.get(person).copied()).collect();
    let fit = move || Priors::fit_with_opt_outs(&histories, &opt_outs, now);
    let priors = tokio::task::spawn_blocking(fit).await.map_err(|error| Failure::Stopped(Box::new(error)))?;
    let answers = store.read_all(workspace, move |tx| answers(tx, now)).await?;
    let mut of_person: HashMap<PersonId, ReplyCounts> = HashMap::new();
    for (person, counts) in &answers {
        of_person.entry(*person).or_default().add(*counts);
    }
    let priors = priors.nested(answers.iter().map(|(person, counts)| (*counts, of_person[person])));
    let content = serde_json::to_string(&priors).expect("priors are plain numbers under plain names");
    let stored = StoredPriors { fitted_at: now, pairs: count, content };
    store.write(workspace, move |tx| tx.save_priors(u32::from(Priors::VERSION), &stored)).await?;
    Ok(true)
}

/// Whether a fit of the priors is due.
pub(super) async fn is_fit_due(store: &Arc<Store>, workspace: WorkspaceId, now: Moment) -> Result<bool> {
    Ok(due_for_a_fit(store, workspace, now).await?.is_some())
}

/// How many relationships there are to fit the priors on, when there is reason to.
async fn due_for_a_fit(store: &Arc<Store>, workspace: WorkspaceId, now: Moment) -> Result<Option<u64>> {
    let version = u32::from(Priors::VERSION);
    let (count, stored) =
        store.read(workspace, move |tx| Ok((tx.relationship_count()?, tx.priors(version)?))).await?;
    let is_due = stored.is_none_or(|stored| {
        count as f64 > stored.pairs as f64 * GROWTH || now.since(stored.fitted_at) > STALE
    });
    Ok((count > 0 && is_due).then_some(count))
}

/// How each person replied to each member who knows them; empty in a team of one.
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
