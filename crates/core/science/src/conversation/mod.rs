//! What two people said to each other: whether both took part, whether their words became alike, and whether a
//! conversation brought somebody back.

pub(crate) mod exchange;
pub(crate) mod meaningfulness;
pub(crate) mod mirroring;
