//! People: the list, the page of one person, and what a member notes about them.

mod display_name;
pub(crate) mod follow_ups;
pub(crate) mod index;
pub(crate) mod introductions;
pub(crate) mod lean_backs;
pub(crate) mod opt_outs;
mod reading;
pub(crate) mod show;
mod strip;
mod style;
mod timeline;
pub(crate) mod touches;
