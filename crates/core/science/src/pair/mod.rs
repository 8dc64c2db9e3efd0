//! One member and one person: what is remembered of the two, what is believed before there is anything to remember,
//! and the measures that follow from both.

pub(crate) mod labels;
pub(crate) mod lean_back;
pub(crate) mod lopsided;
pub(crate) mod measures;
pub(crate) mod priors;
pub(crate) mod readings;
pub(crate) mod state;
pub(crate) mod state_bytes;
