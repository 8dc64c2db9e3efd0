//! One member and one person: what is remembered of the two, what is believed before there is anything to remember,
//! and the measures that follow from both.

pub(crate) mod activation;
pub(crate) mod attempts;
pub(crate) mod inbound;
pub(crate) mod initiation;
pub(crate) mod labels;
pub(crate) mod lean_back;
pub(crate) mod lopsided;
pub(crate) mod persistence;
pub(crate) mod priors;
pub(crate) mod readings;
pub(crate) mod response;
pub(crate) mod rhythm;
pub(crate) mod state;
pub(crate) mod state_bytes;
