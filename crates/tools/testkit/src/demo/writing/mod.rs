//! How somebody writes a mail: text, signature and quotes.

pub mod body;
pub mod quoting;
pub mod writer;
