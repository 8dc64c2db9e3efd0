//! What a member can set.

pub(crate) mod show;

pub(crate) use show::{addresses, lines};
