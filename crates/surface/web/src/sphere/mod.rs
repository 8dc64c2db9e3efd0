//! The member's position among everybody the team knows.

mod picture;
pub(crate) mod show;
mod ways;
