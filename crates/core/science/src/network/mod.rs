//! Measures of the graph of who knows whom: overlap of neighborhoods, constraint, warm paths; and dormant ties.

pub(crate) mod constraint;
pub(crate) mod dormant;
pub(crate) mod graph;
pub(crate) mod overlap;
pub(crate) mod paths;
pub(crate) mod triangles;
