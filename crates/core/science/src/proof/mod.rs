//! Would our probabilities have been right? Logs are replayed, measures held against their baselines, and what came of
//! it scored.

pub(crate) mod backtest;
pub(crate) mod bg_nbd;
pub(crate) mod claim;
pub(crate) mod event;
pub(crate) mod log;
pub(crate) mod measures;
pub(crate) mod persistence;
pub(crate) mod reliability;
pub(crate) mod replay;
pub(crate) mod scores;
