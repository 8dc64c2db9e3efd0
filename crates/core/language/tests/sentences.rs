//! What sellers and customers write, and what is read in it.

use rapport_language::{Act, acts, promise, wants_answer};

fn waits(text: &str, expected: Option<&str>) {
    let found = wants_answer(text).map(|span| &text[span.start..span.end]);
    assert_eq!(found, expected, "{text:?} is read as {:?}", acts(text));
}

fn promises(text: &str, expected: Option<&str>) {
    let found = promise(text).map(|span| &text[span.start..span.end]);
    assert_eq!(found, expected, "{text:?} is read as {:?}", acts(text));
}

#[test]
fn a_question_or_a_request_waits() {
    for sentence in [
        "Could you send me the revised drawing?",
        "When can your technician come to Bremen?",
        "Please confirm the delivery date.",
        "Do you have a second-hand model in stock?",
        "Let me know which day suits you.",
        "We still need the gas certificate from you.",
        "Does the price include installation?",
        "Can you hold the price until the end of the month?",
        "Shall we say Tuesday at ten?",
        "Könnten Sie uns den Liefertermin bestätigen?",
        "Bitte geben Sie mir kurz Bescheid.",
        "Wann kommt der Techniker?",
        "Pourriez-vous nous envoyer le devis ?",
        "Quel est le délai de livraison ?",
        "¿Podría enviarnos la oferta?",
        "¿Cuándo llega la máquina?",
    ] {
        waits(sentence, Some(sentence.trim_start_matches('>')));
        waits(&format!("Hi Olivia,\n\nThanks for the visit. {sentence} Best\nAna"), Some(sentence));
    }
}

#[test]
fn courtesies_and_closings_do_not_wait() {
    for sentence in [
        "How are you?",
        "Let me know if you have any questions.",
        "Please don't hesitate to call.",
        "Please find attached our quote.",
        "Thanks, that works.",
        "Hope all is well?",
        "Who knows?",
        "Wie geht es Ihnen?",
        "Bei Fragen stehe ich Ihnen jederzeit gerne zur Verfügung.",
        "N'hésitez pas à me contacter.",
        "Comment allez-vous ?",
        "No dude en llamarme.",
        "See you on Tuesday.",
        "The oven runs well since the new burner is in.",
        "Please thank your technician.",
        "That is exactly what she was looking for.",
        "If you are not the intended recipient, please notify the sender and delete it.",
        "Click here to unsubscribe.",
    ] {
        waits(sentence, None);
    }
}

#[test]
fn a_promise_is_first_person_and_an_action() {
    for sentence in [
        "I'll send you the revised quote by Thursday.",
        "I will get back to you tomorrow.",
        "We'll check with the workshop and let you know.",
        "Let me ask our engineer and come back to you on Monday.",
        "You'll have the drawing by Friday.",
        "I’ll call you next week.",
        "Will send you the plan tomorrow.",
        "Ich schicke Ihnen das Angebot bis Freitag.",
        "Ich werde das mit der Werkstatt klären und mich morgen melden.",
        "Je vous envoie le devis demain.",
        "Le enviaré la oferta el lunes.",
    ] {
        promises(sentence, Some(sentence));
        promises(&format!("Hi Ana,\nthanks for the call. {sentence} Best\nOlivia"), Some(sentence));
    }
}

#[test]
fn plans_of_ones_own_are_no_promise() {
    for sentence in [
        "I'll be on holiday until the 14th.",
        "I will not be able to join.",
        "I'll never understand their invoices.",
        "We'll see.",
        "You will find the plan attached.",
        "Can I send you the plan tomorrow?",
        "Ich bin bis Montag im Urlaub.",
        "They will send the invoice next week.",
        "He will call you himself.",
        "If you send me your volumes I will send you a figure.",
    ] {
        promises(sentence, None);
    }
}

#[test]
fn spans_are_the_sentence_in_bytes() {
    let text = "Grüezi Olivia\n\nWann kommt der Techniker? Danke!";
    let found: Vec<_> = acts(text).iter().map(|span| (span.act, &text[span.start..span.end])).collect();
    assert_eq!(found, [(Act::Question, "Wann kommt der Techniker?"), (Act::Closing, "Danke!")]);
    assert!(acts("").is_empty());
    assert!(acts("???").len() <= 1);
}
