//! Words for numbers, names and silences, the same everywhere.

pub(crate) mod company;
pub(crate) mod jobs;
pub(crate) mod names;
pub(crate) mod numbers;
pub(crate) mod silence;
