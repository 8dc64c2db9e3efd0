//! What programs can rely on, of the commands whose answers do not depend on the day: the keys and types of each answer, a
//! file in `contract/` each. Those of all other commands are held against a clock that stands still, in `src/contract.rs`.

use expect_test::{ExpectFile, expect_file};
use rapport_testkit::shape;
use rapport_testkit::story::mail;
use serde_json::Value;

use crate::backtest::{CUT, csv, events};
use crate::world::{ME, World, exchange};

fn check(answers: &[Value], expected: ExpectFile) {
    expected.assert_eq(&shape(answers));
}

#[test]
fn the_state_of_the_data_keeps_its_keys_and_types() {
    let world = World::with(vec![exchange('<', "ana", "2026-03-01T10:00:00Z")]);
    check(&[world.json(&["doctor"])], expect_file!["contract/doctor.txt"]);
    check(&[world.json(&["verify"])], expect_file!["contract/verify.txt"]);
    check(&[world.json(&["dump", "--logical-hash"])], expect_file!["contract/dump.txt"]);
    let measures = world.lines(&["measures"]);
    check(&measures, expect_file!["contract/measures.txt"]);
}

#[test]
fn an_import_and_what_was_decided_keep_their_keys_and_types() {
    let world = World::new();
    let good = world.mbox("good.mbox", vec![exchange('<', "ana", "2026-03-01T10:00:00Z").id("kept@x")]);
    let list = mail("list@news.example", ME).header("List-Id", "<news.example>").id("news@x");
    let other = world.mbox("other.mbox", vec![list]);
    let broken = world.file("broken.gz", b"\x1f\x8b\x08\x00broken");
    let paths: Vec<&str> = [&good, &other, &broken].iter().map(|path| path.to_str().unwrap()).collect();
    let run = world.run(&[&["import", "--me", ME, "--json"], paths.as_slice()].concat());
    let summary: Value = serde_json::from_str(run.out.lines().last().unwrap()).unwrap();
    check(&[summary, world.read_mails(Vec::new())], expect_file!["contract/import.txt"]);
    let why = ["news@x", "kept@x"].map(|id| world.json(&["why", id]));
    check(&why, expect_file!["contract/why.txt"]);
}

#[test]
fn ways_and_introductions_keep_their_keys_and_types() {
    let both = "dora@buyers.example, ana@buyers.example";
    let mails = (1..=9).map(|month| mail(ME, both).at(&format!("2025-0{month}-25T09:00:00Z")));
    let world = World::with(mails.chain([exchange('<', "ana", "2025-10-01T09:00:00Z")]).collect());
    let dora = "dora@buyers.example";
    check(&[world.json(&["path", dora])], expect_file!["contract/path.txt"]);
    let asked = world.json(&["introduction", dora, "--via", "ana@buyers.example"]);
    let declined = world.json(&["introduction", dora, "--declined"]);
    check(&[asked, declined], expect_file!["contract/introduction.txt"]);
}

#[test]
fn a_backup_and_its_way_back_keep_their_keys_and_types() {
    let world = World::with(vec![exchange('<', "ana", "2026-03-01T10:00:00Z")]);
    let (file, fresh) = (world.path("copy"), World::new());
    let made = world.json(&["backup", file.to_str().unwrap()]);
    let restored = fresh.json(&["restore", file.to_str().unwrap()]);
    check(&[made], expect_file!["contract/backup.txt"]);
    check(&[restored], expect_file!["contract/restore.txt"]);
}

#[test]
fn a_backtest_keeps_its_keys_and_types() {
    let world = World::new();
    let (file, at) = (csv(&world, &events(7)), CUT.to_string());
    let run = |measure| {
        let file = file.to_str().unwrap();
        world.json(&["backtest", file, "--at", &at, "--horizon", "30", "--measure", measure])
    };
    check(&[run("persistence")], expect_file!["contract/backtest-persistence.txt"]);
    check(&[run("inbound")], expect_file!["contract/backtest.txt"]);
}
