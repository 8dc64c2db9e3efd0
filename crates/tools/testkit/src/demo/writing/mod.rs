//! How somebody writes a mail: their words, their signature, and what they quote.

pub mod body;
pub mod quoting;
pub mod writer;
