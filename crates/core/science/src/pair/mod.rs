//! One member and one person: the state of the pair, the priors before there is one, and the measures that follow from
//! both.

pub(crate) mod labels;
pub(crate) mod lean_back;
pub(crate) mod lopsided;
pub(crate) mod measures;
pub(crate) mod priors;
pub(crate) mod readings;
pub(crate) mod state;
pub(crate) mod state_bytes;
