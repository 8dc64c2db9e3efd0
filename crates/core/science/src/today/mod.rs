//! The expected value of a suggestion of the day, whichever measure makes it.

pub(crate) mod attention;
