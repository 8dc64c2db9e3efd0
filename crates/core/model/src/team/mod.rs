//! The members of the team.

pub(crate) mod member;
