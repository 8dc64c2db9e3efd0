//! Where the log lives. The only crate that knows SQL: model types go in and out, rows stay here.
//!
//! Work is written as plain functions over a [`Tx`], which is bound to one workspace; [`Store::read`] and
//! [`Store::write`] run them on whichever engine the data lives in.

mod attention;
mod backup;
mod dialect;
mod dump;
mod engine;
mod error;
mod follow_ups;
mod imports;
mod interactions;
mod introductions;
mod jobs;
mod messages;
mod people;
mod relationships;
mod search;
mod store;
mod threads;
mod verify;
mod words;
mod workspace;

pub use attention::StoredReliability;
pub use backup::BackupManifest;
pub use engine::Tx;
pub use error::{Result, StoreError};
pub use jobs::QueuedJob;
pub use messages::{Original, SetAsidePage};
pub use relationships::{FoldedPair, PairKey, PendingPair, StoredPriors};
pub use store::{Location, Store};
pub use verify::Verification;
pub use words::folded as fold_words;

#[cfg(test)]
mod contract;
