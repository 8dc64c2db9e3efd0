use rapport_testkit::story::{Mail, mail};
use serde_json::Value;

use crate::world::{ME, Rng, World, exchange};

/// A hundred people over two years, enough for everything that is learned from the mail to be learned.
fn two_years(seed: u64) -> Vec<(String, Mail)> {
    let mut rng = Rng(seed);
    let mut mails = Vec::new();
    for person in 0..100 {
        let who = format!("person{person}");
        let pace = 2 + rng.below(30);
        let mut day = rng.below(60);
        let silent_from = 200 + rng.below(700);
        while day < 730.min(silent_from) {
            let side = if rng.below(5) < 3 { '<' } else { '>' };
            let at = format!(
                "{}-{:02}-{:02}T{:02}:{:02}:00Z",
                2024 + day / 365,
                1 + day % 365 / 31,
                1 + day % 365 % 31 % 28,
                6 + rng.below(12),
                rng.below(60)
            );
            let text = match rng.below(4) {
                0 => "Could you send me the price of the large kiln by Friday?",
                1 => "I will send you the drawings tomorrow.",
                2 => "Thank you, that works for us and we will tell the others about it.",
                _ => "The kiln is in place and the first firing went well, so the team is glad.",
            };
            mails.push((at.clone(), exchange(side, &who, &at).text(text)));
            day += 1 + rng.below(2 * pace);
        }
    }
    mails.sort_by(|one, other| one.0.cmp(&other.0));
    mails
}

#[test]
fn the_past_is_what_a_store_that_only_saw_the_past_says() {
    let seed = 7;
    println!("seed {seed}");
    let mails = two_years(seed);
    let world = World::with(mails.iter().map(|(_, mail)| mail.clone()).collect());
    for at in ["2024-09-15T08:00:00Z", "2025-06-01T08:00:00Z"] {
        let until = mails.iter().take_while(|(when, _)| when.as_str() <= at).map(|(_, mail)| mail.clone());
        let past = World::with(until.collect());
        let arguments = ["today", "--at", at, "--limit", "40"];
        let (now, then) = (world.json(&arguments), past.json(&arguments));
        assert!(now.as_array().unwrap().len() > 5, "{now}");
        for (now, then) in now.as_array().unwrap().iter().zip(then.as_array().unwrap()) {
            assert_eq!(now, then, "at {at}");
        }
        assert_eq!(now, then, "at {at}");
    }
}

#[test]
fn a_card_says_why_and_shows_what_it_rests_on() {
    let world = World::with(two_years(11).into_iter().map(|(_, mail)| mail).collect());
    let cards = world.json(&["today", "--at", "2025-06-01T08:00:00Z", "--limit", "5"]);
    let cards = cards.as_array().unwrap();
    assert_eq!(cards.len(), 5);
    for card in cards {
        let names: Vec<&String> = card.as_object().unwrap().keys().collect();
        assert_eq!(names, ["address", "begin", "evidence", "lane", "name", "why"]);
        assert!(["owe", "stay_close"].contains(&card["lane"].as_str().unwrap()), "{card}");
        assert!(card["why"].as_str().unwrap().ends_with('.'), "{card}");
        assert!(!card["begin"].as_str().unwrap().is_empty(), "{card}");
        let evidence = card["evidence"].as_array().unwrap();
        assert!(!evidence.is_empty(), "{card}");
        for id in evidence {
            let why = world.json(&["why", id.as_str().unwrap()]);
            assert_eq!(why["decision"], "kept");
        }
        assert!(world.json(&["person", card["address"].as_str().unwrap()])["received"].as_u64().unwrap() > 0);
    }
}

#[test]
fn evidence_without_a_message_id_can_be_asked_for_too() {
    let world = World::new();
    let asked =
        mail("ana@buyers.example", ME).at("2026-03-01T10:00:00Z").text("Could you send me the price?");
    let bytes = String::from_utf8(asked.id("gone@x").bytes()).unwrap();
    let without: String =
        bytes.split_inclusive('\n').filter(|line| !line.to_lowercase().starts_with("message-id:")).collect();
    let file = world.file("a.eml", without.as_bytes());
    world.import(&[&file], &[ME]);
    let cards = world.json(&["today", "--at", "2026-03-03T08:00:00Z"]);
    assert_eq!(cards[0]["lane"], "owe");
    let why = world.json(&["why", cards[0]["evidence"][0].as_str().unwrap()]);
    assert_eq!(why["decision"], "kept");
    world.run(&["why", "01890a5d-ac96-774b-bcce-b302099a8057"]).refused(1, "No message");
}

#[test]
fn the_list_is_empty_before_anything_happened_and_times_are_checked() {
    let world = World::new();
    assert_eq!(world.json(&["today"]), Value::Array(Vec::new()));
    world.read_mails(vec![exchange('<', "ana", "2026-03-01T10:00:00Z")]);
    assert_eq!(world.json(&["today", "--at", "2026-02-01T00:00:00Z"]), Value::Array(Vec::new()));
    world.run(&["today", "--at", "yesterday"]).refused(2, "--at");
}
