//! The member's place among everybody the team knows.

mod picture;
pub(crate) mod show;
mod ways;
