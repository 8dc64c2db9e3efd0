//! Many people and who knows whom: circles that overlap, ties that bind, ways to somebody new, ties that sleep.

pub(crate) mod constraint;
pub(crate) mod dormant;
pub(crate) mod graph;
pub(crate) mod overlap;
pub(crate) mod paths;
pub(crate) mod triangles;
