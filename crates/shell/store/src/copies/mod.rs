//! Copies of the data, and checks that they are complete.

pub(crate) mod backup;
pub(crate) mod dump;
pub(crate) mod verify;
