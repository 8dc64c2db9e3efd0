//! The only place where the engines differ: how columns are spelled, how text is searched, how a copy is made.

pub(crate) mod schema;
pub(crate) mod search;
