//! The members of the team, and where what they have comes from.

pub(crate) mod account;
pub(crate) mod member;
