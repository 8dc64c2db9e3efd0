//! What a member can set.

pub(crate) mod jobs;
mod reliability;
pub(crate) mod show;
pub(crate) mod theme;
