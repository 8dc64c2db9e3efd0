//! People outside the team, and what happened with them.

pub(crate) mod person;
pub(crate) mod touch;
