//! A member's people: the list, the page of one person, and the search.

pub(crate) mod evidence;
pub(crate) mod history;
pub(crate) mod index;
pub(crate) mod list;
pub(crate) mod person;
pub(crate) mod search;
pub(crate) mod sentence;
pub(crate) mod talk;
