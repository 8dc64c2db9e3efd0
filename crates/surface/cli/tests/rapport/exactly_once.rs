//! A process that is killed at any moment loses nothing, doubles nothing and leaves nothing half done.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rapport_testkit::PrivatePostgres;

use crate::serve::{Server, Visitor};
use crate::world::{Rng, World, import_arguments, real};

const FILES: [&str; 8] = ["January", "February", "March", "April", "May", "June", "July", "August"];

/// Months of a mailing list, each an mbox.
pub(crate) fn files() -> Vec<PathBuf> {
    FILES.iter().map(|month| real(&format!("mail/r-devel/raw/2010-{month}.mbox"))).collect()
}

/// Those who wrote most of it, so that much of it is an exchange with them.
pub(crate) fn writers() -> &'static [String] {
    static WRITERS: OnceLock<Vec<String>> = OnceLock::new();
    WRITERS.get_or_init(|| {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for file in files() {
            let text = std::fs::read(file).unwrap();
            for line in String::from_utf8_lossy(&text).lines() {
                let words: Vec<&str> = line.split_whitespace().collect();
                if let ["From:", name, "at", host, ..] = words[..] {
                    *counts.entry(format!("{name}@{host}")).or_default() += 1;
                }
            }
        }
        let mut writers: Vec<String> = counts.keys().cloned().collect();
        writers.sort_by_key(|writer| std::cmp::Reverse(counts[writer]));
        writers.truncate(2);
        writers
    })
}

fn seed() -> u64 {
    let given = std::env::var("RAPPORT_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        now.as_millis() as u64
    })
}

fn kills(usual: u32) -> u32 {
    std::env::var("RAPPORT_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(usual)
}

/// What an import that nobody disturbs ends in, and how long it takes.
pub(crate) fn undisturbed() -> &'static (String, Duration) {
    static UNDISTURBED: OnceLock<(String, Duration)> = OnceLock::new();
    UNDISTURBED.get_or_init(|| {
        let world = World::new();
        let begun = Instant::now();
        let files = files();
        let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
        let summary = world.import(&paths, &[&writers()[0]]);
        let took = begun.elapsed();
        assert!(summary["added"].as_u64().unwrap() > 100, "{summary}");
        (world.hash(), took)
    })
}

/// Starts what is asked for again and again and kills it at random moments, until it has come to its end or was
/// killed often enough. Says how often it was killed.
fn disturb(
    world: &World,
    rng: &mut Rng,
    longest: Duration,
    most: u32,
    arguments: impl Fn(u32) -> Vec<String>,
) -> u32 {
    for killed in 0..most {
        let arguments = arguments(killed);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = world.command(&arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(5_000 + rng.below(longest.as_micros() as u64)));
        if child.try_wait().unwrap().is_some() {
            return killed;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    most
}

/// The import of everything, every third time from the last file to the first.
fn import_of(killed: u32, me: &str) -> Vec<String> {
    let mut files = files();
    if killed % 3 == 2 {
        files.reverse();
    }
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    import_arguments(&paths, &[me]).into_iter().map(str::to_owned).collect()
}

/// Ends what was disturbed, and compares it with what nobody disturbed.
pub(crate) fn finish(world: &World, expected: &str) {
    let files = files();
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    world.import(&paths, &[&writers()[0]]);
    assert_eq!(world.hash(), expected, "lost, doubled or changed");
    world.assert_sound();
    world.ok(&["doctor"]);
}

#[test]
fn an_import_that_is_killed_and_run_again_ends_as_if_nothing_had_happened() {
    let seed = seed();
    println!("RAPPORT_SEED={seed}");
    let mut rng = Rng(seed);
    let (expected, took) = undisturbed();
    let wanted = kills(24);
    let mut killed = 0;
    while killed < wanted {
        let world = World::new();
        let most = (wanted - killed).min(12);
        killed += disturb(&world, &mut rng, *took / 4, most, |killed| import_of(killed, &writers()[0]));
        finish(&world, expected);
    }
    println!("killed {killed} times");
}

#[test]
fn deciding_anew_that_is_killed_is_made_up_for() {
    let seed = seed();
    println!("RAPPORT_SEED={seed}");
    let mut rng = Rng(seed);
    let files = files();
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let straight = World::new();
    straight.import(&paths, &[&writers()[1], &writers()[0]]);
    let (_, took) = undisturbed();
    for _ in 0..kills(24).div_ceil(8) {
        let world = World::new();
        world.import(&paths, &[&writers()[1]]);
        disturb(&world, &mut rng, *took / 3, 4, |killed| import_of(killed, &writers()[0]));
        finish(&world, &straight.hash());
    }
}

#[test]
fn postgresql_ends_as_if_nothing_had_happened_too() {
    let seed = seed();
    println!("RAPPORT_SEED={seed}");
    let mut rng = Rng(seed);
    let server = PrivatePostgres::start();
    let (expected, took) = undisturbed();
    let world = World::on(server.database("killed"));
    let most = kills(24).div_ceil(4);
    let killed = disturb(&world, &mut rng, *took / 2, most, |killed| import_of(killed, &writers()[0]));
    println!("killed {killed} times");
    finish(&world, expected);
}

#[test]
fn an_import_of_the_web_app_goes_on_after_the_server_was_killed() {
    let seed = seed();
    println!("RAPPORT_SEED={seed}");
    let mut rng = Rng(seed);
    let (expected, took) = undisturbed();
    let world = World::new();
    let folder = world.path("list");
    std::fs::create_dir(&folder).unwrap();
    for (file, month) in files().iter().zip(FILES) {
        std::fs::copy(file, folder.join(month)).unwrap();
    }
    let server = Server::start(&world);
    let mut visitor = Visitor::of(&server);
    visitor.set_up("Owner", &writers()[0]);
    visitor.import(&folder);
    let mut server = Some(server);
    for _ in 0..kills(24).div_ceil(4) {
        std::thread::sleep(Duration::from_micros(rng.below((*took / 3).as_micros() as u64)));
        // Dropping it kills it; only then can there be another.
        drop(server.take());
        server = Some(Server::start(&world));
    }
    let begun = Instant::now();
    while world.hash() != *expected && begun.elapsed() < Duration::from_mins(2) {
        // After three kills it is for the owner to say that it was not the fault of the job.
        for job in world.lines(&["jobs"]).iter().filter(|job| job["state"] == "set_aside") {
            world.ok(&["jobs", "retry", job["id"].as_str().unwrap()]);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(begun.elapsed() < Duration::from_mins(2), "it goes on by itself, or when told to");
    drop(server);
    finish(&world, expected);
}
