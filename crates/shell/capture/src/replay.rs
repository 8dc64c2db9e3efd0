use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rapport_model::{Account, ImportId, InteractionId, MemberId, WorkspaceId};
use rapport_store::{Result, Store};
use uuid::Uuid;

use crate::land::landing::Landing;
use crate::land::mail::redecide;

/// How many messages are decided again in one transaction.
const BATCH: u32 = 200;

/// Decides again about every message by the rules as they are now, from the originals, after an address, a domain or
/// the list rule has changed. Running it again changes nothing. `progress` is called with how many are done. Returns
/// how many there were; `None` when it was asked to stop before the end.
pub async fn replay(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    owner: MemberId,
    stop: &AtomicBool,
    progress: impl Fn(u64) + Send,
) -> Result<Option<u64>> {
    let rules = store
        .write(workspace, |tx| {
            let rules = tx.rules()?;
            // Decisions about list mail rest on who wrote what it answers, so senders come first.
            tx.assign_senders(|address| rules.member(address))?;
            Ok(rules)
        })
        .await?;
    let import = ImportId(Uuid::nil());
    let account = Account::of_files(owner);
    let landing = Landing { rules: Arc::new(rules), import, account };
    let mut after = InteractionId(Uuid::nil());
    let mut done = 0;
    while !stop.load(Ordering::Relaxed) {
        let landing = landing.clone();
        let ids = store
            .write(workspace, move |tx| {
                let ids = tx.message_ids_after(after, BATCH)?;
                redecide(tx, &landing, &ids)?;
                Ok(ids)
            })
            .await?;
        let Some(last) = ids.last() else { return Ok(Some(done)) };
        after = *last;
        done += ids.len() as u64;
        progress(done);
    }
    Ok(None)
}
