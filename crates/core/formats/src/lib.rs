//! Bytes to drafts of the model, with a list of what was wrong. Nothing here fails or panics on bad input.

#![warn(missing_docs)]

mod date;
mod limits;
pub mod mail;
pub mod mbox;
pub mod own_words;
