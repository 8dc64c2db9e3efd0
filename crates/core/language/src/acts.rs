use crate::act::{Act, CLEAR, Span};
use crate::words::Words;
use crate::{classify, sentences};

/// The labelled sentences of a mail, in order; those without a label are left out. `text` is what the writer typed: no
/// quotes, no signature.
pub fn acts(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut words = Words::default();
    sentences::each(text, |start, end| {
        words.read(&text[start..end]);
        if let Some((act, confidence)) = classify::act(&words) {
            spans.push(Span { act, start, end, confidence });
        }
    });
    spans
}

/// The question or request that most clearly waits for an answer, the first of equals; `None` when the text has none.
/// Its confidence may be below [`CLEAR`].
pub fn wants_answer(text: &str) -> Option<Span> {
    clearest(text, |act| matches!(act, Act::Question | Act::Request))
}

/// The sentence in which the writer most clearly says what they will do; `None` when the text has none. Its confidence
/// may be below [`CLEAR`].
pub fn promise(text: &str) -> Option<Span> {
    clearest(text, |act| act == Act::Promise)
}

fn clearest(text: &str, is_wanted: impl Fn(Act) -> bool) -> Option<Span> {
    let spans = acts(text).into_iter().filter(|span| is_wanted(span.act) && span.confidence >= CLEAR);
    spans.reduce(|best, next| if next.confidence > best.confidence { next } else { best })
}
