//! Evaluation: logs are replayed, and the measures are scored beside their baselines on what happened.

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
