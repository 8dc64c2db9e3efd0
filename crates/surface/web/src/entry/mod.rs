//! The way in: who stands before the door, and what is asked of them.

pub(crate) mod guard;
pub(crate) mod knocked;
pub(crate) mod login;
pub(crate) mod setup;
pub(crate) mod visitor;
