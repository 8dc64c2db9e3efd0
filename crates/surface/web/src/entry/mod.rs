//! Signing in: the pages for those who are signed out, and the middleware of all routes.

pub(crate) mod login;
pub(crate) mod middleware;
pub(crate) mod request_log;
pub(crate) mod setup;
pub(crate) mod signed_out;
pub(crate) mod signed_out_form;
