use std::sync::Arc;

use rapport_model::{Calendar, Day, Moment, Participation, PersonId, Touch, WorkspaceId};
use rapport_store::{Result, Store};

/// The histories of at most `most` relationships, evenly chosen, and with whom they are.
pub(super) async fn sampled_histories(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    calendar: &Calendar,
    most: usize,
) -> Result<Vec<(PersonId, Vec<(Touch, Day)>)>> {
    let pairs = store.read_all(workspace, |tx| tx.pairs()).await?;
    let step = pairs.len().div_ceil(most).max(1);
    let asked: Vec<_> = pairs
        .into_iter()
        .step_by(step)
        .map(|pair| (pair.member, pair.person, Moment::from_micros(i64::MIN)))
        .collect();
    let people: Vec<PersonId> = asked.iter().map(|(_, person, _)| *person).collect();
    let histories = store.read_all(workspace, move |tx| tx.histories(&asked)).await?;
    let dated = |kept: Participation| (kept.touch, calendar.day(kept.touch.at));
    let histories = histories.into_iter().map(|history| history.into_iter().map(dated).collect());
    Ok(people.into_iter().zip(histories).collect())
}
