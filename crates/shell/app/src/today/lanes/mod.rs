//! One file a lane: who comes into it, and with what sentence.

pub(crate) mod lean_back;
pub(crate) mod stay_close;
