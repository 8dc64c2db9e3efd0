//! What is captured, and what is decided about it.

pub(crate) mod decision;
pub(crate) mod hand;
pub(crate) mod mail;
pub(crate) mod message;
pub(crate) mod rules;
