//! What was said to each other: whether it went both ways, whether words became alike, whether it brought somebody
//! back.

pub(crate) mod exchange;
pub(crate) mod meaningfulness;
pub(crate) mod mirroring;
