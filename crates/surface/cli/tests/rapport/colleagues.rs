//! Every verb, run by a colleague with what only the owner has: the answer equals the one for what does not exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::world::{Run, World};

const STRANGE: &str = "nobody@nowhere.example";
const COLLEAGUE: &str = "Marcus Feld";

/// The verbs that name a person by an address.
const OF_PERSON: [&[&str]; 9] = [
    &["person", "{}"],
    &["person", "{}", "--json"],
    &["opt-out", "{}"],
    &["opt-out", "{}", "--undo"],
    &["hide", "{}"],
    &["hide", "{}", "--undo"],
    &["lean-back", "{}"],
    &["lean-back", "{}", "--start"],
    &["introduction", "{}", "--declined"],
];

/// The verbs that lead to people whom one has not met; whom a colleague hides is not led to.
const OF_HIDDEN: [&[&str]; 4] = [
    &["path", "{}"],
    &["path", "{}", "--json"],
    &["introduction", "{}"],
    &["introduction", "{}", "--via", "olivia@ashgrove-ovens.example"],
];

/// The verbs that list.
const LISTS: [&[&str]; 9] = [
    &["today", "--limit", "50"],
    &["today", "--json", "--limit", "50"],
    &["people", "--json"],
    &["sphere"],
    &["sphere", "--json"],
    &["team"],
    &["dormant"],
    &["dormant", "--limit", "50"],
    &["introduction", "--json"],
];

#[test]
fn nothing_of_a_colleague_is_told_or_changed() {
    let world = World::new();
    world.ok(&["demo", "--no-serve"]);
    let addresses = |member: &str| -> BTreeSet<String> {
        let found = world.lines(&["people", "--member", member]);
        found.iter().map(|line| line["address"].as_str().unwrap().to_owned()).collect()
    };
    let known: BTreeSet<String> =
        [COLLEAGUE, "Camille Roussel"].iter().flat_map(|member| addresses(member)).collect();
    let own: Vec<String> = addresses("Olivia Hartley").difference(&known).take(6).cloned().collect();
    assert_eq!(own.len(), 6, "the owner has ties of her own");
    for hidden in &own {
        world.ok(&["hide", hidden]);
    }
    let asked = |verb: &[&str], id: &str| {
        let mut arguments: Vec<String> = verb.iter().map(|word| word.replace("{}", id)).collect();
        arguments.extend(["--member".to_owned(), COLLEAGUE.to_owned()]);
        world.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let before = world.hash();
    for address in &own {
        for verb in OF_PERSON.iter().chain(&OF_HIDDEN) {
            let (told, nothing) = (asked(verb, address), asked(verb, STRANGE));
            assert_eq!(said(&told, address), said(&nothing, STRANGE), "{verb:?}");
            assert_ne!(told.code, 0, "{verb:?}");
        }
    }
    let mail = world.data().join("mail");
    let theirs: BTreeSet<String> =
        ["marcus", "camille"].iter().flat_map(|name| message_ids(&mail, name)).collect();
    let mine: Vec<String> = message_ids(&mail, "olivia").difference(&theirs).cloned().collect();
    assert!(mine.len() > 1_000, "{}", mine.len());
    for id in mine.iter().step_by(mine.len() / 25) {
        let (told, nothing) = (asked(&["why", "{}"], id), asked(&["why", "{}"], "1@nowhere.example"));
        assert_eq!(said(&told, id), said(&nothing, "1@nowhere.example"));
        assert_eq!(told.code, 1);
    }
    assert_eq!(world.hash(), before, "nothing was changed");
    for verb in LISTS {
        let told = asked(verb, "").ok();
        for address in &own {
            assert!(!told.contains(address.as_str()), "{verb:?} tells {address}");
        }
    }
}

/// The result of a run, without the id it was asked about.
fn said(run: &Run, id: &str) -> (i32, String, String) {
    (run.code, run.out.replace(id, "X"), run.err.replace(id, "X"))
}

/// The Message-IDs of the mailbox of a seller, whose files begin with the name.
fn message_ids(mail: &Path, name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<_> = fs::read_dir(mail)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(name))
        .collect();
    assert!(!open.is_empty(), "{name} has a mailbox");
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        for line in String::from_utf8_lossy(&bytes).lines() {
            if let Some(id) = line.strip_prefix("Message-ID: <").and_then(|rest| rest.split('>').next()) {
                found.insert(id.to_owned());
            }
        }
    }
    found
}
