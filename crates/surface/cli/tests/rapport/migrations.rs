use std::fs;
use std::process::Command;

use crate::copies::files;
use crate::world::{ME, World, exchange};

/// Writes down a migration that this version has never heard of, as a newer version would.
const FROM_THE_FUTURE: &str = "
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute('''INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
    VALUES (999, 'future', '2036-01-01T00:00:00Z', '1')''')
database.commit()
database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
database.close()
";

#[test]
fn the_data_of_a_newer_version_is_refused_and_left_as_it_is() {
    let world = World::with(vec![exchange('<', "ana", "2026-03-01T10:00:00Z")]);
    let written =
        Command::new("python3").args(["-c", FROM_THE_FUTURE]).arg(world.data().join("rapport.db")).status();
    assert!(
        written.is_ok_and(|status| status.success()),
        "This test needs python3 with its sqlite3 module: sudo apt-get install python3"
    );
    let before = files(&world.data());
    let more = world.mbox("more.mbox", vec![exchange('<', "bo", "2026-03-02T10:00:00Z")]);
    let commands: [&[&str]; 9] = [
        &["today"],
        &["people"],
        &["person", "ana@buyers.example"],
        &["why", "x"],
        &["verify"],
        &["dump", "--logical-hash"],
        &["backup", "copy.rapport"],
        &["import", more.to_str().unwrap(), "--me", ME],
        &["serve", "--port", "0", "--no-open"],
    ];
    for command in commands {
        world.run(command).refused(1, "newer");
        assert!(files(&world.data()) == before, "{command:?} wrote to it");
    }
    let doctor = world.run(&["doctor"]);
    assert_eq!(doctor.code, 1);
    assert!(doctor.out.contains("newer"), "{}", doctor.out);
    assert!(files(&world.data()) == before, "doctor wrote to it");
    assert!(!world.path("copy.rapport").exists());
}

#[test]
fn what_is_no_database_is_refused_and_left_as_it_is() {
    let world = World::new();
    fs::create_dir_all(world.data()).unwrap();
    fs::write(world.data().join("rapport.db"), b"These are somebody's notes, not a database.\n".repeat(100))
        .unwrap();
    let before = files(&world.data());
    world.run(&["today"]).refused(1, "error:");
    assert!(files(&world.data()) == before);
}
