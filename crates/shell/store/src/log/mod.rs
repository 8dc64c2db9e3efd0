//! The log: what was read, what was decided about it, what was kept, and its words.

pub(crate) mod imports;
pub(crate) mod interactions;
pub(crate) mod messages;
pub(crate) mod search;
pub(crate) mod sightings;
pub(crate) mod threads;
pub(crate) mod words;
