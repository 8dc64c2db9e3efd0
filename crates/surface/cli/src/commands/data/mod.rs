//! Copies of the data, whether it is sound, and what is done with it in the background.

pub(crate) mod backup;
pub(crate) mod doctor;
pub(crate) mod dump;
pub(crate) mod jobs;
pub(crate) mod restore;
pub(crate) mod verify;
