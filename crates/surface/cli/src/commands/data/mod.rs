//! Copies of the data, and whether it is sound.

pub(crate) mod backup;
pub(crate) mod doctor;
pub(crate) mod dump;
pub(crate) mod restore;
pub(crate) mod verify;
