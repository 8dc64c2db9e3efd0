use std::process::Command;

use rapport_testkit::PrivatePostgres;
use rapport_testkit::story::mail;

use crate::world::{ME, Run, World, assert_adds_up, exchange, import_arguments, real};

#[test]
fn the_last_line_of_an_import_counts_everything_once() {
    let world = World::new();
    let mails = vec![
        exchange('<', "ana", "2026-03-01T10:00:00Z"),
        exchange('>', "ana", "2026-03-02T10:00:00Z"),
        exchange('>', "ana", "2026-03-02T10:00:00Z"),
        mail("tom@acme.example", ME).at("2026-03-02T11:00:00Z"),
        mail("news@shop.example", ME).at("2026-03-02T12:00:00Z").header("Auto-Submitted", "auto-replied"),
        mail("bo@y.example", "kilns@lists.example")
            .at("2026-03-02T13:00:00Z")
            .header("List-Id", "<kilns.lists.example>")
            .header("List-Post", "<mailto:kilns@lists.example>"),
    ];
    let summary = world.read_mails(mails);
    let names: Vec<&String> = summary.as_object().unwrap().keys().collect();
    assert_eq!(names, ["added", "known", "people", "read", "seconds", "set_aside", "unreadable"]);
    let counts =
        ["read", "added", "known", "unreadable", "people"].map(|name| summary[name].as_u64().unwrap());
    assert_eq!(counts, [6, 2, 1, 0, 1]);
    let set_aside = serde_json::json!({ "automated": 1, "internal": 1, "list": 1 });
    assert_eq!(summary["set_aside"], set_aside);
}

#[test]
fn real_mail_adds_up_and_comes_in_once() {
    for (folder, at_least) in [("mail/spamassassin/data", 2_400), ("mail/stalwart-mail-parser", 60)] {
        let world = World::new();
        let folder = real(folder);
        let proposed = proposal(&world, &[folder.to_str().unwrap()]);
        let first = world.import(&[&folder], &[&proposed]);
        assert!(first["read"].as_u64().unwrap() >= at_least, "{} read", first["read"]);
        let before = world.hash();
        let again = world.import(&[&folder], &[&proposed]);
        assert_eq!(again["known"], again["read"]);
        assert_eq!((&again["read"], &again["people"]), (&first["read"], &first["people"]));
        assert_eq!(world.hash(), before);
        world.assert_sound();
    }
}

/// What is proposed when nobody says whose mailbox it is.
fn proposal(world: &World, paths: &[&str]) -> String {
    let run = world.run(&[&["import"], paths].concat());
    assert_eq!(run.code, 1);
    let (_, proposed) = run.err.split_once("Run the command again with --me ").unwrap();
    proposed.trim().to_owned()
}

#[test]
fn whose_mailbox_it_is_has_to_be_said_once() {
    let world = World::new();
    let file = world.mbox(
        "a.mbox",
        vec![exchange('<', "ana", "2026-03-01T10:00:00Z"), exchange('>', "bo", "2026-03-02T10:00:00Z")],
    );
    assert_eq!(proposal(&world, &[file.to_str().unwrap()]), ME);
    assert_eq!(world.lines(&["people"]).len(), 0, "a proposal reads nothing in");
    assert_eq!(world.import(&[&file], &[ME])["people"], 2);
    let more = world.mbox("b.mbox", vec![exchange('<', "carl", "2026-03-03T10:00:00Z")]);
    assert_eq!(world.import(&[&more], &[])["people"], 3);
}

#[test]
fn an_address_that_is_named_later_counts_for_what_was_read_before() {
    let world = World::new();
    let file = world.mbox("a.mbox", vec![exchange('<', "ana", "2026-03-01T10:00:00Z")]);
    let first = world.import(&[&file], &["someone@else.example"]);
    assert_eq!(first["set_aside"]["not_ours"], 1);
    assert_eq!(world.import(&[&file], &[ME])["people"], 1);
    let straight = World::new();
    straight.import(&[&file], &["someone@else.example", ME]);
    assert_eq!(world.hash(), straight.hash());
}

#[test]
fn what_is_not_there_is_said_before_anything_is_made() {
    let world = World::new();
    world.run(&["import", "nowhere.mbox", "--me", ME]).refused(1, "There is nothing at nowhere.mbox.");
    assert!(!world.data().exists());
    world.run(&["import", "--me", ME]).refused(2, "PATH");
    world.run(&["import", "x", "--me", "olivia"]).refused(2, "`olivia` is not a mail address");
}

#[test]
fn the_place_can_be_said_in_the_environment() {
    let server = PrivatePostgres::start();
    let database = server.database("place");
    let world = World::new();
    let file = world.mbox("a.mbox", vec![exchange('<', "ana", "2026-03-01T10:00:00Z")]);
    world.import(&[&file], &[ME]);
    let in_environment = |arguments: &[&str]| -> Command {
        let mut command = world.bare(arguments);
        command.env("RAPPORT_DATA", world.data());
        command
    };
    let dump = ["dump", "--logical-hash"];
    assert_eq!(Run::of(&mut in_environment(&dump)).ok().trim(), world.hash());
    let mut import = in_environment(&[&import_arguments(&[&file], &[ME])[..], &["--json"]].concat());
    let summary = Run::of(import.env("RAPPORT_DATABASE", &database)).ok();
    let summary = serde_json::from_str(&summary).unwrap();
    assert_adds_up(&summary);
    assert_eq!(summary["added"], 1, "the database is another place than the folder");
    let there = World::on(database.clone());
    assert_eq!(there.hash(), world.hash());
    there.assert_sound();
    there.run(&["backup", "x.rapport"]).refused(1, "pg_dump");
    let help = Run::of(in_environment(&["--help"]).env("RAPPORT_DATABASE", &database)).ok();
    assert!(!help.contains(&database), "the address of a database may hold a password");
}
