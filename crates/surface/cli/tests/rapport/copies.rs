use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::world::{Rng, Run, World, exchange};

/// A world with a backup of it.
fn backed_up() -> (World, PathBuf) {
    let mut rng = Rng(1);
    let mut noise = || (0..400).map(|_| format!("{:x}", rng.below(u64::MAX))).collect::<Vec<_>>().join(" ");
    let mails =
        (1..=20).map(|day| exchange('<', "ana", &format!("2026-03-{day:02}T10:00:00Z")).text(&noise()));
    let world = World::with(mails.collect());
    let file = world.path("monday.rapport");
    let manifest = world.json(&["backup", file.to_str().unwrap()]);
    let line = fs::read(&file).unwrap();
    let line = line.split(|byte| *byte == b'\n').next().unwrap();
    assert_eq!(
        manifest,
        serde_json::from_slice::<Value>(line).unwrap(),
        "what is printed is what is written"
    );
    (world, file)
}

fn in_folder(world: &World, folder: &Path, arguments: &[&str]) -> Run {
    Run::of(world.bare(arguments).arg("--data").arg(folder))
}

#[test]
fn a_backup_restores_to_the_same_content() {
    let (world, file) = backed_up();
    let name = file.to_str().unwrap();
    world.run(&["backup", name]).refused(1, "already there");
    let folder = world.path("restored");
    in_folder(&world, &folder, &["restore", name, "--json"]).ok();
    let hash = in_folder(&world, &folder, &["dump", "--logical-hash"]).ok();
    assert_eq!(hash.trim(), world.hash());
    in_folder(&world, &folder, &["verify"]).ok();
    in_folder(&world, &folder, &["doctor"]).ok();
    in_folder(&world, &folder, &["restore", name]).refused(1, "--replace");
    world.read_mails(vec![exchange('<', "bo", "2026-04-01T10:00:00Z")]);
    let changed = world.hash();
    world.ok(&["restore", name, "--replace"]);
    assert_eq!(world.hash(), hash.trim());
    let kept = files(&world.data()).into_iter().filter(|(name, _)| name.contains("replaced")).count();
    assert!(kept > 0 && changed != hash.trim(), "what was there is kept beside it");
    world
        .run(&["restore", name, "--database", "postgres://nobody@127.0.0.1:1/none"])
        .refused(1, "pg_restore");
}

/// Every file of a folder with its bytes.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_damaged_or_newer_backup_is_refused_and_nothing_is_touched() {
    let (world, file) = backed_up();
    let whole = fs::read(&file).unwrap();
    let mut rng = Rng(2);
    let mut damaged: Vec<Vec<u8>> = vec![Vec::new(), b"\n".to_vec(), whole[..whole.len() - 1].to_vec()];
    for _ in 0..6 {
        damaged.push(whole[..rng.below(whole.len() as u64) as usize].to_vec());
        let mut flipped = whole.clone();
        flipped[rng.below(whole.len() as u64) as usize] ^= 1 << rng.below(8);
        damaged.push(flipped);
    }
    let text = String::from_utf8_lossy(&whole[..60]).into_owned();
    let newer = text.replace("\"rapport_backup\":1", "\"rapport_backup\":9");
    assert_ne!(newer, text);
    damaged.push([newer.as_bytes(), &whole[60..]].concat());
    damaged.push([&whole[..], b"x"].concat());
    let before = files(&world.data());
    for (number, bytes) in damaged.iter().enumerate() {
        let bad = world.file("bad.rapport", bytes);
        let folder = world.path(&format!("target{number}"));
        let run = in_folder(&world, &folder, &["restore", bad.to_str().unwrap()]);
        assert_eq!(run.code, 1, "damage {number}");
        assert!(run.err.contains("not a whole backup") || run.err.contains("newer Rapport"), "{}", run.err);
        assert!(!folder.join("rapport.db").exists(), "damage {number}");
        let run = world.run(&["restore", bad.to_str().unwrap(), "--replace"]);
        assert_eq!(run.code, 1, "damage {number}");
    }
    assert!(files(&world.data()) == before, "the data that was there is as it was");
}

#[test]
fn verify_names_an_original_whose_bytes_have_changed() {
    let (world, file) = backed_up();
    let folder = world.path("restored");
    in_folder(&world, &folder, &["restore", file.to_str().unwrap()]).ok();
    let database = folder.join("rapport.db");
    let sound = fs::read(&database).unwrap();
    // Originals are zstd frames; a byte some way into one is a byte of mail. What stands there twice is a trace in
    // the unused part of a page.
    let beginning = |at: usize| &sound[at..at + 64];
    let is_frame = |at: &usize| sound[*at..].starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    let frames: Vec<usize> = (0..sound.len() - 64).filter(is_frame).collect();
    let count = |at: usize| frames.iter().filter(|other| beginning(**other) == beginning(at)).count();
    let frames: Vec<usize> = frames.iter().copied().filter(|at| count(*at) == 1).collect();
    assert!(frames.len() >= 10, "{} originals were found", frames.len());
    for start in frames.iter().step_by(4) {
        let mut bytes = sound.clone();
        bytes[start + 300] ^= 0x10;
        fs::write(&database, &bytes).unwrap();
        let run = in_folder(&world, &folder, &["verify", "--json"]);
        assert_eq!(run.code, 1, "{}", run.out);
        let found: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(found["damaged"].as_array().unwrap().len(), 1, "{found}");
        let said = in_folder(&world, &folder, &["verify"]);
        assert!(said.out.contains("damaged: ") && !said.out.contains("as it came"), "{}", said.out);
    }
    fs::write(&database, &sound).unwrap();
    assert!(in_folder(&world, &folder, &["verify"]).ok().contains("Everything is as it came."));
}

#[test]
fn the_hash_says_what_went_into_it_and_changes_with_it() {
    let (world, _) = backed_up();
    let dump = world.json(&["dump", "--logical-hash"]);
    assert_eq!(dump["logical_hash"], world.hash());
    assert_eq!((&dump["rows"]["message"], &dump["rows"]["person"]), (&Value::from(20), &Value::from(1)));
    world.read_mails(vec![exchange('<', "bo", "2026-04-01T10:00:00Z")]);
    assert_ne!(dump["logical_hash"], world.hash());
    world.run(&["dump"]).refused(2, "--logical-hash");
}

#[test]
fn the_demo_is_made_in_a_folder_of_its_own() {
    let world = World::new();
    let said = world.ok(&["demo", "--no-serve", "--seed", "7"]);
    assert!(said.contains("Next: rapport serve --data "), "{said}");
    assert!(world.lines(&["people"]).len() > 50);
    assert!(!world.json(&["today"]).as_array().unwrap().is_empty());
    world.ok(&["doctor"]);
    world.assert_sound();
    world.run(&["demo", "--no-serve"]).refused(1, "the demo mixes with nothing");
    world
        .run(&["demo", "--no-serve", "--database", "postgres://x@127.0.0.1/x"])
        .refused(1, "Leave out --database");
}
