//! The claim of each measure on one task, with the baselines that it has to meet.

pub(crate) mod attempt;
pub(crate) mod dormant;
pub(crate) mod inbound;
pub(crate) mod initiation;
pub(crate) mod paths;
pub(crate) mod readiness;
pub(crate) mod reply;
