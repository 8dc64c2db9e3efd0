//! What is done in the background: one shallow file per job.

mod measure;
mod queue;
mod reliability;

pub use measure::{fit_priors, fold, fold_from_the_log};
pub use queue::{Runner, run_now};
pub use reliability::judge;
