//! Importing mail, and the decisions about it.

pub(crate) mod import;
pub(crate) mod why;
