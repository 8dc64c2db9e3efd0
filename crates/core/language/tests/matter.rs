//! What sentences are about, empty check-ins, and function words. All sentences are invented.

use rapport_language::{FUNCTION_WORDS, Matter, brings, is_empty_check_in, matter, matters, style_counts};

#[test]
fn plans_pressures_and_people_are_situational() {
    for sentence in [
        "We are opening a second bakery in the spring.",
        "My boss wants to see savings before the summer.",
        "We're short staffed since August.",
        "I'm leaving at the end of the month.",
        "How did the move go?",
        "How is it going with the new kitchen?",
        "What worries you most about the season?",
        "What would help your team this week?",
        "Honestly, we struggle with the early shift.",
        "How was your holiday?",
    ] {
        assert_eq!(matter(sentence), Some(Matter::Situational), "{sentence:?}");
    }
}

#[test]
fn price_dates_and_documents_are_transactional() {
    for sentence in [
        "The price is 4,200 without installation.",
        "Please find attached our quote.",
        "Can you send the drawing by Friday?",
        "Payment is due on the 15th.",
        "That comes to €380 a month.",
        "The lead time is six weeks.",
        "We can offer a discount of five percent.",
        "Our purchase order follows tomorrow.",
    ] {
        assert_eq!(matter(sentence), Some(Matter::Transactional), "{sentence:?}");
    }
}

#[test]
fn what_is_neither_or_both_is_left_open() {
    for sentence in [
        "Thanks, that works.",
        "See you on Tuesday.",
        "Hi Olivia",
        "Is the price a problem for your team?",
        "We border on nonsense.",
        "Wann kommt der Techniker?",
        "",
    ] {
        assert_eq!(matter(sentence), None, "{sentence:?}");
    }
    let text = "Hi Ana,\nthe quote is attached. How was your trip? Best\nOlivia";
    assert_eq!(matters(text), [Matter::Transactional, Matter::Situational]);
}

#[test]
fn a_check_in_without_anything_in_it_is_empty() {
    for text in [
        "Hi Ana, just checking in. Any news on your side? Best, Olivia",
        "Hi Ana,\nI wanted to touch base and see where we are with the quote.\nBest\nOlivia",
        "Just following up on my last mail. Are you still interested?",
    ] {
        assert!(is_empty_check_in(text), "{text:?}");
    }
}

#[test]
fn a_check_in_that_asks_about_them_or_brings_something_is_not() {
    for text in [
        "Hi Ana, just checking in. How was your holiday?",
        "Following up on our call: here is the answer to your question about the burner.",
        "Just checking in. I'll send you the volumes by Thursday.",
        "Touching base. I could introduce you to a baker in Linz who had the same trouble.",
        "Circling back with the test report: https://example.com/report",
        "Could you confirm the delivery date?",
        "Thanks, that works.",
        "",
    ] {
        assert!(!is_empty_check_in(text), "{text:?}");
    }
    let long = format!("Just checking in. {}", "The weather was fine in the valley. ".repeat(12));
    assert!(!is_empty_check_in(&long));
}

#[test]
fn what_is_brought_is_counted_by_the_sentence() {
    assert_eq!(
        brings("Hi Ana,\nHere is the drawing. I also asked our fitter.\nWe tested the burner. Best"),
        2
    );
    assert_eq!(brings("Is the quote attached? Could you send it? Thanks, that works."), 0);
}

#[test]
fn function_words_are_counted_by_category() {
    let counts = style_counts("I don't think the oven is in the plan, but we will ask. Not all of it.");
    let named: Vec<(&str, u32)> =
        FUNCTION_WORDS.iter().map(|(name, _)| *name).zip(counts.categories).collect();
    assert_eq!(counts.words, 17);
    assert_eq!(
        named,
        [
            ("articles", 2),
            ("prepositions", 2),
            ("pronouns of persons", 2),
            ("other pronouns", 1),
            ("auxiliary verbs", 2),
            ("conjunctions", 1),
            ("negations", 2),
            ("quantifiers", 1),
            ("common adverbs", 0),
        ]
    );
    // No word stands in two categories.
    let mut all: Vec<&str> = FUNCTION_WORDS.iter().flat_map(|(_, words)| words.split(' ')).collect();
    let listed = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), listed);
}
