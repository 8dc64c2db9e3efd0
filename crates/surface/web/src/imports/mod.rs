//! Imports: what was read, what is being read, and what was decided about every message.

mod decisions;
pub(crate) mod index;
pub(crate) mod show;
