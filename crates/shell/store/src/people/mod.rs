//! People and the folded states of their relationships.

pub(crate) mod people;
pub(crate) mod relationships;
