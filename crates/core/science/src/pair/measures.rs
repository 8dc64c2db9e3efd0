//! The measures of a pair, one file each.

pub(crate) mod activation;
pub(crate) mod attempts;
pub(crate) mod inbound;
pub(crate) mod initiation;
pub(crate) mod persistence;
pub(crate) mod response;
pub(crate) mod rhythm;
