//! What members do about people, and what is suggested to them.

pub(crate) mod follow_up;
pub(crate) mod introduction;
pub(crate) mod opt_out;
pub(crate) mod suggestion;
