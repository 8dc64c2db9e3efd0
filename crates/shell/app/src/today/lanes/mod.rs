//! The lanes, one in each file: who is in it, and with what sentence.

pub(crate) mod lean_back;
pub(crate) mod stay_close;
