//! Jobs that fail, and a database that does.

use rapport_jobs::{Registry, Runner};
use rapport_model::{JobState, MeasureJob};

use crate::world::{Does, WORKSPACE, World, server};

#[tokio::test(flavor = "multi_thread")]
async fn a_poisoned_job_is_set_aside_after_three_tries_while_later_ones_go_on() {
    let world = World::on_sqlite("poison").await;
    let runner = world.runner();
    let failing = world.ask(&world.long("failing", Does::Fail)).await;
    world.ask(&world.long("panicking", Does::Panic)).await;
    for turn in 1..=3 {
        world.ask(&world.long(&format!("later {turn}"), Does::Note)).await;
        while runner.step().await.unwrap() {}
        world.move_on(3_600);
    }
    assert_eq!(world.done(), ["later 1", "later 2", "later 3"]);
    assert!(!runner.step().await.unwrap(), "set aside is set aside");
    let open = world.open().await;
    assert_eq!(world.states().await, [JobState::SetAside; 2]);
    let errors: Vec<&str> = open.iter().map(|job| job.error.as_deref().unwrap()).collect();
    assert_eq!(errors[0], "no such table: \"…\"");
    assert!(errors[1].contains("A fault in the program"), "{errors:?}");
    assert!(open.iter().all(|job| job.failures == 3 && job.interruptions == 0));

    let now = world.now();
    assert!(world.store.write(WORKSPACE, move |tx| tx.retry_job(failing, now)).await.unwrap());
    assert!(runner.step().await.unwrap(), "tried again when somebody says so");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_this_version_cannot_do_is_set_aside() {
    let world = World::on_sqlite("unknown").await;
    let standard = Runner::new(world.store.clone(), WORKSPACE, world.clock(), world.wake.clone());
    world.ask(&world.long("unknown", Does::Note)).await;
    for _ in 0..3 {
        assert!(standard.step().await.unwrap());
        world.move_on(3_600);
    }
    let open = world.open().await.remove(0);
    assert_eq!(open.state, JobState::SetAside);
    assert_eq!(open.error.as_deref(), Some("This version knows no such kind of job."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_error_in_the_middle_is_a_failure_of_one_job() {
    let world = World::on_postgres("renamed").await;
    let registry = crate::world::registry().with::<MeasureJob>();
    let runner =
        Runner::new(world.store.clone(), WORKSPACE, world.clock(), world.wake.clone()).with(registry);
    server().sql("renamed", "ALTER TABLE relationship RENAME TO gone");
    world.ask(&MeasureJob {}).await;
    world.ask(&world.long("other", Does::Note)).await;
    while runner.step().await.unwrap() {}
    assert_eq!(world.done(), ["other"]);
    let open = world.open().await.remove(0);
    assert_eq!((open.kind.as_str(), open.state, open.failures), ("measure", JobState::Waiting, 1));
    assert_eq!(open.error.as_deref(), Some("PostgreSQL: relation \"relationship\" does not exist"));
    assert!(!runner.step().await.unwrap(), "it waits before it is tried again");
    server().sql("renamed", "ALTER TABLE gone RENAME TO relationship");
    world.move_on(7);
    assert!(runner.step().await.unwrap());
    assert_eq!(world.open().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_cannot_be_reached_is_waited_for() {
    let world = World::on_postgres("unreachable").await;
    let running = tokio::spawn(world.runner().run());
    world.ask(&world.long("before", Does::Note)).await;
    world.until(async |world| world.done() == ["before"]).await;
    let gone = "ALTER DATABASE unreachable ALLOW_CONNECTIONS false";
    server().sql("postgres", gone);
    server().sql(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'unreachable'",
    );
    while world.store.read(WORKSPACE, |tx| tx.open_jobs(1)).await.is_ok() {
        tokio::task::yield_now().await;
    }
    world.wake.notify_one();
    server().sql("postgres", "ALTER DATABASE unreachable ALLOW_CONNECTIONS true");
    world.until(async |world| world.store.read(WORKSPACE, |tx| tx.open_jobs(1)).await.is_ok()).await;
    world.ask(&world.long("after", Does::Note)).await;
    world.until(async |world| world.done() == ["before", "after"]).await;
    assert!(!running.is_finished());
}

/// The jobs that come back by themselves are asked for once a day, whoever is there to ask.
#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_asks_once_a_day_however_many_processes_there_are() {
    let world = World::on_postgres("schedule").await;
    let asked = async |world: &World| {
        let count = |tx: &rapport_store::Tx<'_>| {
            Ok((tx.last_request("judge_reliability")?, tx.last_request("fit_priors")?))
        };
        world.store.read(WORKSPACE, count).await.unwrap()
    };
    for day in 0..3 {
        let now = Some(world.now());
        for _ in 0..2 {
            let runner = world.another_runner().await.with(Registry::standard());
            let (end, ended) = tokio::sync::oneshot::channel::<()>();
            let running = tokio::spawn(runner.run_until(async move { drop(ended.await) }));
            world.until(async |world| world.open().await.is_empty() && asked(world).await.0 >= now).await;
            drop(end);
            running.await.unwrap();
            assert_eq!(asked(&world).await, (now, now), "day {day}");
            world.move_on(3_600);
        }
        world.move_on(86_400 - 7_200);
    }
}
