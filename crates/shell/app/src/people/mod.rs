pub(crate) mod list;
pub(crate) mod person;
pub(crate) mod search;
pub(crate) mod sentence;
pub(crate) mod talk;
