//! Who may see and do what.

pub(crate) mod hidden_ties;
