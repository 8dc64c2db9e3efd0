//! What somebody said they would do, and whether it was done on time.

pub(crate) mod commitments;
