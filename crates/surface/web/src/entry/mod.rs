//! Signing in: the pages for those who are signed out, and the middleware of all routes.

pub(crate) mod guard;
pub(crate) mod knocked;
pub(crate) mod login;
pub(crate) mod setup;
pub(crate) mod visitor;
