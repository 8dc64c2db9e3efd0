//! Where the log lives. The only crate that knows SQL: model types go in and out, rows stay here.
//!
//! Work is written as plain functions over a [`Tx`], which is bound to one workspace; [`Store::read`] and
//! [`Store::write`] run them on whichever engine the data lives in.

#![warn(missing_docs)]

mod accounts;
mod acts;
mod copies;
mod dialect;
mod engine;
mod error;
mod jobs;
mod log;
mod people;
mod secrets;
mod store;
mod upgrade;
mod workspace;

pub use acts::attention::StoredReliability;
pub use copies::backup::BackupManifest;
pub use copies::verify::Verification;
pub use engine::tx::Tx;
pub use error::{BackupFault, Cause, Conflict, Corruption, Failure, Result, StoreError};
pub use jobs::{QueuedJob, TakenJob};
pub use log::messages::{Original, SetAsidePage};
pub use log::words::folded as fold_words;
pub use people::relationships::{ChangedPair, FoldedPair, PairKey, PendingPair, StoredPriors};
pub use store::{Location, Store};

#[cfg(test)]
mod contract;
