//! What members do about their relationships: each act is a record with who did it and when, and can be taken back.

pub(crate) mod follow_ups;
pub(crate) mod lean_backs;
pub(crate) mod opt_outs;
pub(crate) mod touches;
