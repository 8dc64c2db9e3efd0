//! What was read, and what was decided about it.

pub(crate) mod import;
pub(crate) mod why;
