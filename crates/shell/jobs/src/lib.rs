//! What is done in the background: one shallow file per job.

mod measure;
mod queue;
mod reliability;

pub use measure::{fit_priors, fold, fold_from_the_log, refold_if_outdated};
pub use queue::{Runner, run_now};
pub use reliability::judge;
