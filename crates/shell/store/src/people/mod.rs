//! People and the folded states of their relationships.

pub(crate) mod person;
pub(crate) mod relationships;
