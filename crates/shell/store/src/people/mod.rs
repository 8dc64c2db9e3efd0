//! People with their addresses, and the folded states of their relationships.

pub(crate) mod person;
pub(crate) mod relationships;
