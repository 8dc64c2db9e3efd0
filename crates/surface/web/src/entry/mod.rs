//! The way in: who stands before the door, and what is asked of them.

pub(crate) mod knocked;
pub(crate) mod visitor;
