//! One interaction or message with all that is known about it.

pub(crate) mod interaction;
