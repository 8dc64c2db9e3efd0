//! What a member can set.

mod reliability;
pub(crate) mod show;
pub(crate) mod theme;
