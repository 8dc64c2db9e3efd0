//! Deals on their way through a pipeline: how long a stage takes, who gets through it, and who is about to.

pub(crate) mod readiness;
pub(crate) mod stage;
