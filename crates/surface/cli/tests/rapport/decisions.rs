use std::collections::BTreeMap;

use rapport_testkit::story::mail;
use serde_json::Value;

use crate::world::{ME, World, exchange, real};

fn decision(world: &World, id: &str) -> (String, Value, String) {
    let why = world.json(&["why", id]);
    assert!(why["problems"].is_array());
    let text = |name: &str| why[name].as_str().unwrap().to_owned();
    (text("decision"), why["reason"].clone(), text("source"))
}

#[test]
fn every_message_has_a_decision_that_can_be_asked_for() {
    let world = World::with(vec![
        exchange('<', "ana", "2026-03-01T10:00:00Z").id("kept@x"),
        mail("tom@acme.example", ME).at("2026-03-02T11:00:00Z").id("internal@x"),
        mail("news@shop.example", ME)
            .at("2026-03-02T12:00:00Z")
            .id("bulk@x")
            .header("List-Unsubscribe", "<mailto:u@x>"),
        mail("ana@buyers.example", "bo@buyers.example").at("2026-03-02T13:00:00Z").id("other@x"),
    ]);
    let file = world.path("mails.mbox").display().to_string();
    for (id, decided, reason) in [
        ("kept@x", "kept", Value::Null),
        ("<kept@x>", "kept", Value::Null),
        ("internal@x", "set_aside", "internal".into()),
        ("bulk@x", "set_aside", "bulk".into()),
        ("other@x", "set_aside", "not_ours".into()),
    ] {
        assert_eq!(decision(&world, id), (decided.to_owned(), reason, file.clone()), "{id}");
    }
    let unknown = world.run(&["why", "nobody@x", "--json"]);
    assert_eq!(unknown.out, "");
    unknown.refused(1, "No message of yours has this id.");
}

#[test]
fn decisions_on_real_mail_agree_with_the_counts_of_the_import() {
    let world = World::new();
    let folder = real("mail/stalwart-mail-parser");
    let summary = world.import(&[&folder], &[ME]);
    let doctor = world.json(&["doctor"]);
    let found: BTreeMap<&str, &str> = doctor
        .as_array()
        .unwrap()
        .iter()
        .map(|check| (check["name"].as_str().unwrap(), check["found"].as_str().unwrap()))
        .collect();
    let distinct = summary["read"].as_u64().unwrap() - summary["known"].as_u64().unwrap();
    assert_eq!(found["messages"], format!("{distinct} read, {} kept", summary["added"]));
    assert_eq!(found["relationships"], "all folded");
}

#[test]
fn what_is_no_message_is_kept_and_called_unreadable() {
    let world = World::new();
    world.file("mails/junk.eml", &[0, 159, 146, 150, 0, 1, 2, 3]);
    world.file("mails/good.eml", &exchange('<', "ana", "2026-03-01T10:00:00Z").bytes());
    let summary = world.import(&[&world.path("mails")], &[ME]);
    assert_eq!((&summary["unreadable"], &summary["added"]), (&Value::from(1), &Value::from(1)));
    let found = world.json(&["verify"]);
    assert_eq!(found["originals"], 2, "its bytes are kept all the same");
}

#[test]
fn a_copied_id_answers_for_both_messages() {
    let forged =
        || mail("mallory@y.example", ME).at("2026-03-01T10:00:00Z").id("same@x").text("Other words.");
    let genuine = || exchange('<', "ana", "2026-03-01T10:00:00Z").id("same@x");
    for mails in [vec![forged(), genuine()], vec![genuine(), forged()]] {
        let world = World::with(mails);
        let both = world.lines(&["why", "same@x"]);
        assert_eq!(both.len(), 2);
        assert!(both.iter().all(|why| why["decision"] == "kept" && why["is_copied"] == true));
    }
}
