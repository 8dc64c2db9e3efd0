use std::collections::{BTreeMap, BTreeSet};

use rapport_testkit::story::mail;
use serde_json::Value;

use crate::world::{ME, Rng, World, exchange};

/// Olivia's mail of two years; now and then two buyers are on one mail.
fn world() -> World {
    let seed = 41;
    println!("seed {seed}");
    let mut rng = Rng(seed);
    let mut mails = Vec::new();
    for month in 1..=12 {
        for who in ["ana", "bo", "carl"] {
            let day = 1 + rng.below(20);
            let at = format!("2025-{month:02}-{day:02}T09:00:00Z");
            mails.push(exchange('<', who, &at));
        }
        let pair = ["dora@buyers.example, ana@buyers.example", "eli@mill.example, fay@mill.example"];
        mails.push(mail(ME, pair[rng.below(2) as usize]).at(&format!("2025-{month:02}-25T09:00:00Z")));
    }
    mails.push(exchange('<', "gil", "2024-01-10T10:00:00Z"));
    let numbered =
        mails.into_iter().enumerate().map(|(number, mail)| mail.id(&format!("{number}@x.example")));
    World::with(numbered.collect())
}

#[test]
fn overlaps_and_bridges_agree_with_a_plain_recomputation() {
    let sphere = world().json(&["sphere"]);
    let ties = sphere["ties"].as_array().unwrap();
    let mut circles: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for tie in ties {
        let (a, b) = (tie["a"].as_str().unwrap(), tie["b"].as_str().unwrap());
        assert!(circles.entry(a).or_default().insert(b), "{a} and {b} are there twice");
        circles.entry(b).or_default().insert(a);
        let is_ours = [a, b].contains(&ME);
        assert_eq!(tie["kind"], if is_ours { "ours" } else { "seen" });
        assert!((0.0..=1.0).contains(&tie["strength"].as_f64().unwrap()));
    }
    assert!(circles["ana@buyers.example"].contains("dora@buyers.example"));
    assert!(!circles["ana@buyers.example"].contains("bo@buyers.example"));
    for tie in ties {
        let (a, b) = (&circles[tie["a"].as_str().unwrap()], &circles[tie["b"].as_str().unwrap()]);
        let common = a.intersection(b).count();
        let circle = a.len() + b.len() - 2 - common;
        let overlap = if common == 0 { 0.0 } else { common as f64 / circle as f64 };
        assert_eq!(tie["common"], common, "{tie}");
        assert!((tie["overlap"].as_f64().unwrap() - overlap).abs() < 1e-9, "{tie}");
        assert_eq!(tie["bridge"], common == 0 && a.len() > 1 && b.len() > 1, "{tie}");
    }
    assert_eq!(sphere.as_object().unwrap().keys().collect::<Vec<_>>(), ["as_of", "ties"]);
}

#[test]
fn a_way_is_a_chain_of_ties_and_nobody_known_is_an_error() {
    let world = world();
    let ways = world.json(&["path", "dora@buyers.example"]);
    let way = &ways.as_array().unwrap()[0];
    assert_eq!(way["steps"][0]["address"], "ana@buyers.example");
    assert_eq!(way["steps"][1]["address"], "dora@buyers.example");
    let product: f64 =
        way["steps"].as_array().unwrap().iter().map(|step| step["probability"].as_f64().unwrap()).product();
    assert!((way["probability"].as_f64().unwrap() - product).abs() < 1e-9);
    assert!(way["sentence"].as_str().unwrap().ends_with("has to agree first."), "{way}");
    assert_eq!(world.json(&["path", "gil@buyers.example"]), Value::Array(Vec::new()));
    world.run(&["path", "nobody@buyers.example", "--json"]).refused(1, "nobody@buyers.example");
    world.run(&["path", "nobody"]).refused(2, "not a mail address");
}

#[test]
fn an_introduction_is_asked_for_and_followed() {
    let world = world();
    let (dora, via) = ("dora@buyers.example", ["--via", "ana@buyers.example"]);
    world.run(&["introduction", "--via", "ana@buyers.example"]).refused(2, "ADDRESS");
    world.run(&["introduction", dora, "--undo"]).refused(1, "No request to be introduced");
    let asked = world.ok(&["introduction", dora, via[0], via[1]]);
    assert!(asked.contains("You asked ana") && asked.contains("has not been in contact yet"), "{asked}");
    world.run(&["introduction", dora, via[0], via[1]]).refused(1, "already");
    let way = world.json(&["path", dora])[0]["sentence"].as_str().unwrap().to_owned();
    assert!(way.ends_with("1 introduction went this way already."), "{way}");
    world.ok(&["introduction", dora, "--declined"]);
    let all = world.json(&["introduction"]);
    let (all, names) = (
        all.as_array().unwrap(),
        ["address", "asked_at", "ended_at", "id", "name", "outcome", "sentence", "via"],
    );
    assert_eq!((all.len(), &all[0]["outcome"]), (1, &Value::from("declined")));
    assert_eq!(all[0].as_object().unwrap().keys().collect::<Vec<_>>(), names);
    world.ok(&["introduction", dora, "--undo"]);
    assert_eq!(world.json(&["introduction"]), Value::Array(Vec::new()));
    assert!(world.ok(&["hide", dora]).contains("yours alone"));
    assert!(world.ok(&["hide", dora, "--undo"]).contains("can see"));
    assert!(world.ok(&["opt-out", dora, "--note", "by phone"]).contains("Nobody of the team"));
    assert_eq!(world.json(&["path", dora]), Value::Array(Vec::new()));
    world.ok(&["opt-out", dora]);
    assert!(world.ok(&["opt-out", dora, "--undo"]).contains("may be contacted again"));
    world.run(&["opt-out", dora, "--undo"]).refused(1, "has not asked");
    world.run(&["hide", "nobody@buyers.example"]).refused(1, "nobody@buyers.example");
}

#[test]
fn a_dormant_tie_has_a_reason_and_its_evidence() {
    let world = world();
    let found = world.json(&["dormant", "--limit", "9"]);
    let gil = found.as_array().unwrap().iter().find(|one| one["address"] == "gil@buyers.example").unwrap();
    let names: Vec<&String> = gil.as_object().unwrap().keys().collect();
    let expected = [
        "address",
        "begin",
        "comfortable",
        "common_active",
        "contact_days",
        "evidence",
        "name",
        "new_in_common",
        "probability",
        "quiet_days",
        "why",
    ];
    assert_eq!(names, expected);
    assert_eq!((&gil["contact_days"], &gil["comfortable"]), (&Value::from(1), &Value::from(false)));
    assert!(gil["quiet_days"].as_f64().unwrap() > 90.0);
    assert!(gil["why"].as_str().unwrap().starts_with("Silent for"), "{gil}");
    assert!(gil["begin"].as_str().unwrap().contains("With gil"), "{gil}");
    assert_eq!(world.json(&["why", gil["evidence"][0].as_str().unwrap()])["decision"], "kept");
    // Those of this week are the same when they are asked for again.
    let week = world.json(&["dormant"]);
    assert!((1..=3).contains(&week.as_array().unwrap().len()), "{week}");
    assert_eq!(world.json(&["dormant"])[0]["address"], week[0]["address"]);
    assert!(world.ok(&["sphere"]).starts_with("You know"));
    assert_eq!(World::new().json(&["dormant"]), Value::Array(Vec::new()));
    assert_eq!(World::new().json(&["sphere"])["ties"], Value::Array(Vec::new()));
}

#[test]
fn a_team_is_counted_together_with_its_sample_sizes() {
    let world = world();
    let team = world.json(&["team"]);
    let relationships: u64 =
        team["warmth"].as_object().unwrap().values().map(|one| one.as_u64().unwrap()).sum();
    assert_eq!((&team["members"], team["relationships"].as_u64()), (&Value::from(1), Some(relationships)));
    let weeks = team["weeks"].as_array().unwrap();
    assert_eq!(weeks.len(), 26);
    let mean = weeks.iter().map(|week| week["people"].as_f64().unwrap()).sum::<f64>() / 26.0;
    assert!((team["people_in_contact"]["value"].as_f64().unwrap() - mean).abs() < 1e-9, "{team}");
    let companies = &team["companies"];
    assert_eq!(companies["shown"].as_array().unwrap().len() as u64, companies["compared"].as_u64().unwrap());
    for company in companies["shown"].as_array().unwrap() {
        let (yes, of) = (company["count"]["yes"].as_u64().unwrap(), company["count"]["of"].as_u64().unwrap());
        assert!(of >= 5 && yes <= of, "{company}");
        assert_eq!(
            (&company["benchmark"]["n"], &company["benchmark"]["limits"]["of"]),
            (&of.into(), &of.into())
        );
    }
    assert!(world.ok(&["team"]).starts_with("1 member and 7 relationships, all counted together."));
    assert_eq!(World::new().json(&["team"])["relationships"], 0);
    assert!(World::new().ok(&["team"]).starts_with("Nobody is known yet."));
}
