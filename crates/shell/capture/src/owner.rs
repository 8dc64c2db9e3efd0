use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::PathBuf;

use rapport_formats::mail::MailRead;
use rapport_model::{Address, Mailbox};
use serde::Serialize;

use crate::source::files;
use crate::source::found::SourceError;

/// How many messages of each path are read.
const SAMPLE: usize = 2_000;

/// An address that may be the owner's of a mailbox.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proposal {
    /// The address, without its tag.
    pub address: Address,
    /// The proportion of the mails read that it wrote or received, 0 to 1.
    pub share: f64,
}

/// The addresses that take part in most mails of a mailbox, from the likeliest owner.
pub fn propose_owner(paths: &[PathBuf]) -> Result<Vec<Proposal>, SourceError> {
    let mut seen: BTreeMap<Address, (usize, usize)> = BTreeMap::new();
    let mut looked_at = 0_usize;
    for path in paths {
        let mut of_this_path = 0;
        files::each_message(path, &mut |found| {
            if let MailRead::Message(draft) = rapport_formats::mail::read(found.bytes, found.envelope) {
                looked_at += 1;
                of_this_path += 1;
                let delivered: BTreeSet<Address> = addresses(&draft.delivered_to);
                let others = draft.from.iter().chain(&draft.to).chain(&draft.cc);
                for address in addresses(others).union(&delivered) {
                    let (count, deliveries) = seen.entry(address.clone()).or_default();
                    *count += 1;
                    *deliveries += usize::from(delivered.contains(address));
                }
            }
            if of_this_path < SAMPLE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
    }
    let mut ranked: Vec<(usize, usize, Address)> =
        seen.into_iter().map(|(address, (count, deliveries))| (deliveries + count, count, address)).collect();
    ranked.sort_by(|one, other| other.cmp(one));
    let share = |count: usize| count as f64 / looked_at.max(1) as f64;
    Ok(ranked
        .into_iter()
        .take(3)
        .map(|(_, count, address)| Proposal { address, share: share(count) })
        .collect())
}

fn addresses<'a>(mailboxes: impl IntoIterator<Item = &'a Mailbox>) -> BTreeSet<Address> {
    mailboxes.into_iter().map(|mailbox| mailbox.address.without_tag()).collect()
}
