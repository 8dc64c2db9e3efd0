//! What a suggestion of the day is worth, whichever measure makes it.

pub(crate) mod attention;
