//! People: the list, and one of them.

mod called;
pub(crate) mod index;
mod reading;
pub(crate) mod show;
mod strip;
mod style;
mod timeline;
