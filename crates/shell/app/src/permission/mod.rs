//! Permissions: who may see and do what.

pub(crate) mod hidden_ties;
pub(crate) mod rights;
pub(crate) mod visibility;
