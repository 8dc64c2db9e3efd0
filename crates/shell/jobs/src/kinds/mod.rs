//! The kinds of jobs, one in each file.

pub(crate) mod fit_priors;
mod histories;
pub(crate) mod import;
pub(crate) mod judge_reliability;
pub(crate) mod measure;
pub(crate) mod replay;
