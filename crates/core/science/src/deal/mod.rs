//! Deals on their way through a pipeline: how long a stage takes, how many advance from it, and which will soon.

pub(crate) mod readiness;
pub(crate) mod stage;
