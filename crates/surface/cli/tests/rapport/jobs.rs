use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use expect_test::expect_file;
use rapport_model::{JobRequest, MeasureJob, Moment, WorkspaceId};
use rapport_store::{Location, QueuedJob, Store, Tx};
use rapport_testkit::{PrivatePostgres, shape};
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::serve::{Server, Visitor};
use crate::world::{ME, World, exchange};

/// A job that failed three times, as the queue leaves it.
fn set_aside(world: &World, number: u128) -> Uuid {
    let id = Uuid::from_u128(number);
    let poison = move |tx: &Tx<'_>| {
        let at = |hour: i64| Moment::from_seconds(1_770_000_000 + hour * 3_600);
        tx.add_job(&QueuedJob::new(id, &MeasureJob {}), at(0))?;
        for hour in 0..3 {
            let taken = tx.take_job(0, at(hour), at(hour + 1))?.expect("it is time");
            assert!(tx.fail_job(id, taken.lease, at(hour), "no such table: touch")?);
        }
        Ok(())
    };
    Runtime::new().unwrap().block_on(async {
        let store = Store::open(&Location::Folder(world.data())).await.unwrap();
        store.write(WorkspaceId::FIRST, poison).await.unwrap();
    });
    id
}

#[test]
fn what_was_set_aside_is_told_by_the_doctor_and_tried_again_or_taken_away() {
    let world = World::with(vec![exchange('<', "ana", "2026-03-01T10:00:00Z")]);
    world.ok(&["doctor"]);
    assert!(world.ok(&["jobs"]).contains("Nothing waits"));
    for (number, action) in [(7, "retry"), (8, "stop")] {
        let id = set_aside(&world, number).to_string();
        let doctor = world.run(&["doctor", "--json"]);
        assert_eq!(doctor.code, 1);
        let said = format!("rapport jobs retry {id}");
        assert!(doctor.out.contains("no such table: touch") && doctor.out.contains(&said), "{}", doctor.out);
        let listed = world.json(&["jobs"]);
        assert_eq!((&listed["state"], &listed["failures"]), (&"set_aside".into(), &3.into()));
        assert_eq!(listed["kind"], MeasureJob::KIND);
        assert!(world.ok(&["jobs"]).contains("Set aside after it failed 3 times"));
        world.ok(&["jobs", action, &id]);
        world.run(&["jobs", "retry", &id]).refused(1, "is not here");
        world.ok(&["doctor"]);
        let left = world.lines(&["jobs"]);
        assert_eq!(left.len(), usize::from(action == "retry"), "{left:?}");
        if action == "retry" {
            expect_file!["contract/jobs.txt"].assert_eq(&shape(&[listed, left[0].clone()]));
            world.ok(&["jobs", "stop", &id]);
        }
        world.run(&["jobs", "stop", &id]).refused(1, "is not here");
    }
}

#[test]
fn a_folder_with_a_pipe_in_it_holds_up_nothing() {
    let world = World::new();
    let mail = exchange('<', "ana", "2026-03-01T10:00:00Z").bytes();
    world.file("Mail/a.eml", &mail);
    let made = Command::new("mkfifo").arg(world.path("Mail/pipe.eml")).status();
    assert!(made.is_ok_and(|status| status.success()));
    let run = world.run(&["import", world.path("Mail").to_str().unwrap(), "--me", ME, "--json"]);
    assert_eq!(run.code, 1, "one file could not be read: {}", run.out);
    assert!(
        run.out.contains("pipe.eml: is no regular file") && run.out.contains("\"added\":1"),
        "{}",
        run.out
    );

    world.file("More/b.eml", &exchange('<', "bo", "2026-03-02T10:00:00Z").bytes());
    fs::rename(world.path("Mail/pipe.eml"), world.path("More/pipe.eml")).unwrap();
    world.file("Last/c.eml", &exchange('<', "cy", "2026-03-03T10:00:00Z").bytes());
    let server = Server::start(&world);
    let mut visitor = Visitor::of(&server);
    visitor.set_up("Owner", ME);
    visitor.import(&world.path("More"));
    visitor.import(&world.path("Last"));
    until(|| world.lines(&["people"]).len() == 3 && world.lines(&["jobs"]).is_empty());
}

/// Two servers with folders of their own and one database share one queue.
#[test]
fn two_servers_on_one_database_share_the_queue() {
    let postgres = PrivatePostgres::start();
    let database = postgres.database("shared");
    let (one, other) = (World::on(database.clone()), World::on(database));
    let server = Server::start(&one);
    let _beside = Server::start(&other);
    let mut visitor = Visitor::of(&server);
    visitor.set_up("Owner", ME);
    for number in 0..12 {
        let name = format!("Mail{number}/a.eml");
        one.file(&name, &exchange('<', &format!("person{number}"), "2026-03-01T10:00:00Z").bytes());
        visitor.import(&one.path(&format!("Mail{number}")));
    }
    until(|| one.lines(&["people"]).len() == 12 && one.lines(&["jobs"]).is_empty());
}

fn until(mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_mins(1), "it does not come to pass");
        std::thread::sleep(Duration::from_millis(50));
    }
}
