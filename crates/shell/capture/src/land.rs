//! The single entrance of the log: everything that is added to it passes through [`land`].

pub(crate) mod by_hand;
pub(crate) mod landing;
pub(crate) mod mail;
pub(crate) mod settle;

use std::collections::BTreeSet;

use rapport_model::{Account, HandDraft, ImportCounts, InteractionId, ListRule, Moment};
use rapport_store::{Original, Result, Tx};

use crate::arrival::{Arrival, Draft};
use crate::land::landing::Landing;
use crate::land::mail::{land_mails, reconsider, redecide};

/// Arrivals of one account that are landed together.
#[derive(Debug, Default)]
pub struct Batch {
    /// The arrivals that may be new.
    pub(crate) arrivals: Vec<Arrival>,
    /// The messages whose bytes were found again, without being parsed.
    pub(crate) known: Vec<InteractionId>,
}

impl Batch {
    /// Keeps the first `most` arrivals and returns the others; `None` when there are none. What is known stays.
    pub(crate) fn split_off(&mut self, most: usize) -> Option<Self> {
        (self.arrivals.len() > most)
            .then(|| Self { arrivals: self.arrivals.split_off(most), known: Vec::new() })
    }
}

/// Lands a batch of arrivals, each exactly once, together with the counts of its import. It is one transaction, so a
/// run that is interrupted leaves whole batches and nothing else.
pub fn land(tx: &Tx<'_>, landing: &Landing, batch: Batch, mut counts: ImportCounts) -> Result<ImportCounts> {
    let Batch { arrivals, known: mut seen } = batch;
    counts.read += (arrivals.len() + seen.len()) as u64;
    counts.known += seen.len() as u64;
    let arrivals = unseen(tx, arrivals, &mut counts, &mut seen)?;
    let mut originals = Vec::with_capacity(arrivals.len());
    let mut mails = Vec::with_capacity(arrivals.len());
    for Arrival { sha256, size, compressed, id, draft } in arrivals {
        originals.push(Original { sha256, message: id, size, content: compressed });
        seen.push(id);
        match draft {
            Draft::Mail(read) => mails.push((id, read)),
            Draft::ByHand(draft) => {
                if !by_hand::land_by_hand(tx, landing.import, id, &draft)? {
                    originals.pop();
                }
            }
        }
    }
    let (fresh, answered) = land_mails(tx, landing, mails, &mut counts)?;
    tx.save_originals(&originals)?;
    let first_seen = tx.add_sightings(landing.account.id, &seen)?;
    reconsider(tx, landing, &answered, &mut counts)?;
    if landing.rules.list == ListRule::All {
        // A message that was read from a colleague's account is now seen in this one too.
        let others: Vec<InteractionId> = first_seen.into_iter().filter(|id| !fresh.contains(id)).collect();
        redecide(tx, landing, &others)?;
    }
    tx.save_import_counts(landing.import, &counts)?;
    Ok(counts)
}

/// Lands what a member logged by hand.
pub fn log_by_hand(tx: &Tx<'_>, draft: HandDraft, now: Moment) -> Result<InteractionId> {
    let account = Account::by_hand(draft.member);
    let import = by_hand::prepare(tx, &account, now)?;
    let landing = Landing { rules: tx.rules()?.into(), import, account };
    let arrival = Arrival::by_hand(draft);
    let id = arrival.id;
    let batch = Batch { arrivals: vec![arrival], known: Vec::new() };
    let counts = land(tx, &landing, batch, ImportCounts::default())?;
    tx.finish_import(import, &counts, now, None)?;
    Ok(id)
}

/// Leaves out what is here already, byte for byte, and adds it to what was `seen`.
fn unseen(
    tx: &Tx<'_>,
    batch: Vec<Arrival>,
    counts: &mut ImportCounts,
    seen: &mut Vec<InteractionId>,
) -> Result<Vec<Arrival>> {
    let hashes: Vec<[u8; 32]> = batch.iter().map(|arrival| arrival.sha256).collect();
    let known = tx.known_originals(&hashes)?;
    let mut in_batch = BTreeSet::new();
    let mut unseen = Vec::with_capacity(batch.len());
    for (arrival, known) in batch.into_iter().zip(known) {
        seen.extend(known);
        if known.is_some() || !in_batch.insert(arrival.sha256) {
            counts.known += 1;
        } else {
            unseen.push(arrival);
        }
    }
    Ok(unseen)
}
