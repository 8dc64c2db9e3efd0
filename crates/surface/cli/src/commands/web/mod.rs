//! The web app, the demo in it, and the passphrase to it.

pub(crate) mod demo;
pub(crate) mod passphrase;
pub(crate) mod serve;
