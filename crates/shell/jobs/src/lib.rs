//! Background jobs: a queue that several processes share, and one short file for each kind of job.

mod job;
mod kinds;
mod redact;
mod registry;
mod runner;
mod schedule;
mod supervise;

pub use job::{Clock, Ended, Job, JobContext};
pub use kinds::fit_priors::fit_priors;
pub use kinds::import::run_now;
pub use kinds::judge_reliability::judge_reliability;
pub use kinds::measure::{fold, fold_from_the_log, refold_if_outdated};
pub use registry::Registry;
pub use runner::Runner;
