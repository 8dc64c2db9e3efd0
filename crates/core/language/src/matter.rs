//! What a sentence is about: the person's situation, or the transaction. Rules in English that abstain.

use crate::act::{Act, CLEAR};
use crate::words::Words;
use crate::{classify, sentences};

/// What a sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Matter {
    /// The other person's plans, pressures and people, questions about them included.
    Situational,
    /// The terms of the deal: price, dates and documents.
    Transactional,
}

/// Phrases about somebody's plans, pressures and people.
#[rustfmt::skip]
const SITUATIONAL: &[&str] = &[
    "your team", "your boss", "your manager", "your family", "your son", "your daughter", "your kids",
    "your children", "your husband", "your wife", "your mother", "your father", "your move", "your holiday",
    "your vacation", "your weekend", "your trip", "your marathon", "your plans", "your goal", "your goals",
    "your priorities", "your biggest", "your situation", "your business", "your customers", "your guests",
    "your staff", "your season", "your opening", "my boss", "my team", "my family", "my son", "my daughter",
    "my kids", "my wife", "my husband", "my mother", "my father", "my colleague left", "our owner",
    "our board", "our new manager", "we plan to", "we are planning to", "we're planning to",
    "we are moving", "we're moving", "we are expanding", "we're expanding", "we are opening",
    "we're opening", "we are hiring", "we're hiring", "we are growing", "we're growing",
    "we are struggling", "we're struggling", "we struggle", "i struggle", "i'm struggling", "worried about",
    "worries me", "worries you", "under pressure", "short of staff", "short staffed", "short handed",
    "understaffed", "keeps me up", "keeps you up", "keeps you awake", "running out of space", "lost our",
    "losing customers", "new job", "new role", "got promoted", "retiring", "i'm leaving", "how are things",
    "how is it going with", "how did the", "how was your", "how was the", "how do you feel", "what matters",
    "what would help", "what worries", "what happens if", "what is behind", "what's behind", "what changed",
    "what do you hope", "what are you hoping", "what does success", "hope to become",
];

/// Phrases about price, dates and documents.
#[rustfmt::skip]
const TRANSACTIONAL: &[&str] = &[
    "price", "prices", "pricing", "quote", "quotes", "quotation", "offer", "discount", "invoice",
    "invoices", "payment", "payment terms", "down payment", "deposit", "vat", "net 30", "contract",
    "agreement", "purchase order", "your order", "our order", "the order", "po", "delivery",
    "delivery date", "lead time", "shipping", "shipment", "attached", "attachment", "enclosed", "signed",
    "signature", "sign", "drawing", "drawings", "datasheet", "data sheet", "brochure", "catalog",
    "warranty", "deadline", "due date", "due on", "per unit", "per month", "per year", "license",
    "licenses", "renewal", "eur", "euro", "euros", "usd", "dollars", "calendar invite", "agenda",
    "reschedule",
];

/// Phrases of a mail that only reminds the reader of its writer.
#[rustfmt::skip]
const CHECK_IN: &[&str] = &[
    "checking in", "check in", "touching base", "touch base", "following up", "follow up", "circling back",
    "circle back", "any news", "any update", "any updates", "any thoughts", "any feedback", "any progress",
    "just wondering", "bumping this", "bump this", "see where we are", "see where you are",
    "see where things stand", "see if you had a chance", "had a chance to", "in case you missed",
    "top of your inbox", "still interested",
];

/// Phrases that offer the reader something: a document, an answer, an introduction.
#[rustfmt::skip]
const BRINGS: &[&str] = &[
    "attached", "enclosed", "here is", "here's", "here are", "i found", "we found", "thought of you",
    "made me think of you", "introduce you", "put you in touch", "as promised", "you asked",
    "answer to your", "to your question", "good news", "i asked our", "we tested", "i checked",
    "we checked",
];

/// The number of words from which on a text is no mere check-in.
const SHORT: usize = 60;

/// What a sentence is about; `None` when it is about neither, or about both.
pub fn matter(sentence: &str) -> Option<Matter> {
    let mut words = Words::default();
    words.read(sentence);
    matter_of(&words, sentence)
}

/// What the sentences of a text are about, in order, those it can tell. `text` is what the writer typed.
pub fn matters(text: &str) -> Vec<Matter> {
    let (mut found, mut words) = (Vec::new(), Words::default());
    sentences::each(text, |start, end| {
        words.read(&text[start..end]);
        found.extend(matter_of(&words, &text[start..end]));
    });
    found
}

/// How many sentences of a text bring something: a document, an answer, an introduction. A question brings nothing.
/// `text` is what the writer typed.
pub fn brings(text: &str) -> u32 {
    let (mut count, mut words) = (0, Words::default());
    sentences::each(text, |start, end| {
        words.read(&text[start..end]);
        count += u32::from(!words.asks && words.holds_any(BRINGS));
    });
    count
}

/// Whether a text of ours is a mere check-in: it is short, has a phrase of a check-in, brings nothing, promises
/// nothing, and neither asks nor says anything about the other person's situation.
pub fn is_empty_check_in(text: &str) -> bool {
    let (mut count, mut says_so, mut brings) = (0, false, false);
    let mut words = Words::default();
    sentences::each(text, |start, end| {
        let sentence = &text[start..end];
        words.read(sentence);
        count += words.count;
        says_so |= words.holds_any(CHECK_IN);
        brings |= words.links
            || words.holds_any(BRINGS)
            || words.holds_any(SITUATIONAL)
            || classify::act(&words).is_some_and(|(act, sure)| act == Act::Promise && sure >= CLEAR);
    });
    says_so && !brings && count <= SHORT
}

fn matter_of(words: &Words, sentence: &str) -> Option<Matter> {
    let is_situational = words.holds_any(SITUATIONAL);
    let is_transactional = words.holds_any(TRANSACTIONAL) || sentence.contains(['€', '$', '£']);
    match (is_situational, is_transactional) {
        (true, false) => Some(Matter::Situational),
        (false, true) => Some(Matter::Transactional),
        _ => None,
    }
}
