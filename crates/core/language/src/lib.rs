//! Text to labelled spans: what a writer asks, requests and promises, and what a sentence is about.
//!
//! Rules over cue tables, in English first, with the basics of German, French and Spanish. They would rather
//! miss than invent: a card that says "they are waiting for you" must be right when it is read.

mod cues;
mod function_words;
mod judge;
mod matter;
mod sentences;
mod words;

use cues::Cue;
use words::Words;

pub use function_words::{FUNCTION_WORDS, StyleCounts, style_counts};
pub use matter::{Matter, brings, is_empty_check_in, matter, matters};

/// What a sentence does to the one who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// It asks something.
    Question,
    /// It asks for something to be done.
    Request,
    /// Its writer says what they will do.
    Promise,
    /// Thanks, an "ok", a goodbye: it needs no answer.
    Closing,
}

/// One sentence, labelled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// What it does.
    pub act: Act,
    /// Where the sentence begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// How clear it is, from 0 to 1. What is below [`CLEAR`] is a courtesy or a guess.
    pub confidence: f32,
}

/// From this confidence on a span is worth telling somebody.
pub const CLEAR: f32 = 0.5;

/// Every sentence of a mail that does something, in order. `text` is what the writer typed: no quotes, no signature.
pub fn acts(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut words = Words::default();
    sentences::each(text, |start, end| {
        words.read(&text[start..end]);
        if let Some((act, confidence)) = judge::act(&words) {
            spans.push(Span { act, start, end, confidence });
        }
    });
    spans
}

/// The question or request that most clearly waits for an answer; the first of equals.
pub fn wants_answer(text: &str) -> Option<Span> {
    clearest(text, |act| matches!(act, Act::Question | Act::Request))
}

/// What the writer most clearly says they will do: first person, an action, often a time.
pub fn promise(text: &str) -> Option<Span> {
    clearest(text, |act| act == Act::Promise)
}

fn clearest(text: &str, is_wanted: impl Fn(Act) -> bool) -> Option<Span> {
    let spans = acts(text).into_iter().filter(|span| is_wanted(span.act) && span.confidence >= CLEAR);
    spans.reduce(|best, next| if next.confidence > best.confidence { next } else { best })
}
