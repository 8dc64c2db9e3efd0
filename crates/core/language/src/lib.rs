//! Text to labelled spans: what a writer asks, requests and promises, and what a sentence is about.
//!
//! Rules over cue tables, in English first, with the basics of German, French and Spanish. They would rather
//! miss than invent: a card that says "they are waiting for you" must be right when it is read.

#![warn(missing_docs)]

mod act;
mod acts;
mod classify;
mod cues;
mod function_words;
mod matter;
mod sentences;
mod words;

pub use act::{Act, CLEAR, Span};
pub use acts::{acts, promise, wants_answer};
pub use function_words::{FUNCTION_WORDS, StyleCounts, style_counts};
pub use matter::{Matter, brings, is_empty_check_in, matter, matters};
