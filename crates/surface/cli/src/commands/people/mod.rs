//! People, and what a member does about them.

pub(crate) mod hide;
pub(crate) mod index;
pub(crate) mod introduction;
pub(crate) mod lean_back;
pub(crate) mod opt_out;
pub(crate) mod person;
