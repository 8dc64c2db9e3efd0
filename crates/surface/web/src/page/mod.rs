//! What a page is made of: the frame around it, the parts it is put together from, and the words for what happened.

pub(crate) mod actions;
pub(crate) mod assets;
pub(crate) mod error_page;
pub(crate) mod flash_shown;
pub(crate) mod flash_view;
pub(crate) mod parts;
pub(crate) mod public_shell;
pub(crate) mod render;
pub(crate) mod shell;
pub(crate) mod touch_fields;
pub(crate) mod words;
