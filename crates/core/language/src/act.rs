/// What the writer of a sentence does with it; linguists say speech act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// The writer asks for information.
    Question,
    /// The writer asks for something to be done.
    Request,
    /// The writer says what they will do.
    Promise,
    /// The sentence closes the exchange and needs no answer: thanks, an "ok", a goodbye.
    Closing,
}

/// One sentence of a text, with its label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The label of the sentence.
    pub act: Act,
    /// The byte at which the sentence begins.
    pub start: usize,
    /// The byte after its last one.
    pub end: usize,
    /// How certain the label is, from 0 to 1. What is below [`CLEAR`] is a courtesy or a guess.
    pub confidence: f32,
}

/// The confidence from which on a label is shown to a member.
pub const CLEAR: f32 = 0.5;
