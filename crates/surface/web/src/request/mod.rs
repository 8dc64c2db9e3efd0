//! What is asked of the web app, and by whom: everything that is read from a request before a page is made, and what
//! is answered when none is.

pub(crate) mod address;
pub(crate) mod lines;
pub(crate) mod undo;
