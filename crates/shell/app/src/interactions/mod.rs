//! One interaction or message with everything that is known about it.

pub(crate) mod interaction;
