//! The network: ties, paths and dormant ties.

pub(crate) mod dormant;
pub(crate) mod path;
pub(crate) mod sphere;
pub(crate) mod team;
