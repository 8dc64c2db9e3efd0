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
