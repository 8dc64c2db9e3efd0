//! Copies of the data, and the proof that they are whole.

pub(crate) mod backup;
pub(crate) mod dump;
pub(crate) mod verify;
