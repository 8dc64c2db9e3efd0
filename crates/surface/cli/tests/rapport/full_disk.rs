//! A disk without space costs time and nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::exactly_once::{files, finish, undisturbed, writers};
use crate::world::{Run, World, import_arguments};

/// The binary on a disk with so many bytes left.
fn run_with(world: &World, bytes_left: u64, arguments: &[&str]) -> Run {
    static DISK: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, library) = DISK.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("full_disk.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rapport/full_disk.c");
        let built =
            Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).args([source, "-ldl"]).status();
        assert!(
            built.is_ok_and(|status| status.success()),
            "This test needs a C compiler: sudo apt-get install gcc"
        );
        (folder, library)
    });
    let mut command = world.command(arguments);
    Run::of(command.env("LD_PRELOAD", library).env("BYTES_LEFT", bytes_left.to_string()))
}

const FULL: &str = "The disk is full. Nothing was lost; free some space and run the same command again.";

/// Some months of the mailing list.
fn months(of: std::ops::Range<usize>) -> Vec<String> {
    let files = files();
    let paths: Vec<&Path> = files[of].iter().map(PathBuf::as_path).collect();
    import_arguments(&paths, &[&writers()[0]]).into_iter().map(str::to_owned).collect()
}

fn words(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}

#[test]
fn an_import_onto_a_full_disk_says_so_and_ends_well_when_there_is_space() {
    let (expected, _) = undisturbed();
    let all = months(0..8);
    let mut walls = 0;
    // The wall stands in every phase: making the tables, landing, folding, fitting. Later ones go on from there.
    for bytes_left in [0, 25_000, 100_000, 400_000, 2_000_000, 5_000_000, 7_000_000, 9_000_000, 10_500_000] {
        let world = World::new();
        let first = run_with(&world, bytes_left, &words(&all));
        if first.code == 0 {
            break;
        }
        first.refused(1, FULL);
        walls += 1;
        let second = run_with(&world, 1_500_000, &words(&all));
        if second.code != 0 {
            second.refused(1, FULL);
        }
        finish(&world, expected);
    }
    assert!(walls > 5, "the wall stood in {walls} places only");
}

#[test]
fn what_was_here_can_be_read_while_the_disk_is_full() {
    let world = World::new();
    world.ok(&words(&months(0..2)));
    let (hash, people) = (world.hash(), world.lines(&["people"]).len());
    // Larger than what is left, so that not one batch of it fits.
    run_with(&world, 200_000, &words(&months(2..8))).refused(1, FULL);
    // Opening needs a little room for what readers and the writer share.
    let listed = run_with(&world, 100_000, &["people", "--json"]).ok();
    assert_eq!(listed.lines().count(), people);
    assert_eq!(run_with(&world, 100_000, &["dump", "--logical-hash"]).ok().trim(), hash);
    let copy = world.path("copy.rapport");
    run_with(&world, 100_000, &["backup", copy.to_str().unwrap()]).refused(1, "full");
    assert!(!copy.exists(), "half a backup looks like one");
}

#[test]
fn a_disk_that_refuses_a_write_ends_the_process_and_nothing_else() {
    let (expected, _) = undisturbed();
    let world = World::new();
    let import = world.command(&words(&months(0..8)));
    // Files may not grow over 4,000 blocks, which is no lack of space: nobody knows what is on such a disk.
    let mut command = Command::new("sh");
    command.env_remove("RAPPORT_LOG");
    command.args(["-c", "trap '' XFSZ; ulimit -f 4000; exec \"$0\" \"$@\""]);
    command.arg(import.get_program()).args(import.get_args()).current_dir(world.path(""));
    Run::of(&mut command).refused(74, "the disk refused a write");
    finish(&world, expected);
}
