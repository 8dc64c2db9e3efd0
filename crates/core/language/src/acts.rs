use crate::act::{Act, CLEAR, Span};
use crate::words::Words;
use crate::{judge, sentences};

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
