//! Who stands close to whom.

pub(crate) mod dormant;
pub(crate) mod path;
pub(crate) mod sphere;
pub(crate) mod team;
