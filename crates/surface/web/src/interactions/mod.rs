//! One mail, meeting, call or touch.

pub(crate) mod show;
