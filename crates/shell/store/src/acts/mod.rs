//! What members did, and what was suggested to them.

pub(crate) mod attention;
pub(crate) mod follow_ups;
pub(crate) mod introductions;
pub(crate) mod opt_outs;
