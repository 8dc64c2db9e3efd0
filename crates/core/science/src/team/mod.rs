//! Several people doing the same work: whether a rate, a difference between two or a change over time is more than
//! chance.

pub(crate) mod benchmark;
pub(crate) mod compare;
pub(crate) mod process_chart;
