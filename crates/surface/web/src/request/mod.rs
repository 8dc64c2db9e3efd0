//! What is read from a request before a page is made, and what is answered when none is.

pub(crate) mod cookies;
pub(crate) mod error;
pub(crate) mod flash;
pub(crate) mod limits;
pub(crate) mod lines;
pub(crate) mod phrases;
pub(crate) mod rates;
pub(crate) mod signed_in;
pub(crate) mod signed_in_form;
pub(crate) mod state;
pub(crate) mod undo;
pub(crate) mod uploads;
pub(crate) mod url;
