//! A stop, a hang and the end of the process.

use std::time::Duration;

use rapport_model::JobState;

use crate::world::{Does, World};

const SECOND: Duration = Duration::from_secs(1);

/// How long it takes from the stop until nothing is open.
async fn stopped_after(world: &World, does: Does) -> Duration {
    let id = world.ask(&world.long("asked", does)).await;
    world.until(async |world| world.has_begun("asked")).await;
    world.stop(id).await;
    world.until(async |world| world.open().await.is_empty()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_ends_a_job_within_a_second_wherever_it_is() {
    for (name, does) in [("stop_listen", Does::Listen), ("stop_wait", Does::Wait)] {
        let world = World::on_sqlite(name).await;
        tokio::spawn(world.runner().run());
        assert!(stopped_after(&world, does).await < SECOND, "{name}");
    }
    let world = World::on_sqlite("stop_hang").await;
    tokio::spawn(world.runner().run());
    let pipe = world.pipe("pipe");
    assert!(stopped_after(&world, Does::Hang(pipe)).await < SECOND);
    world.ask(&world.long("next", Does::Note)).await;
    world.until(async |world| world.done() == ["next"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_asked_by_another_process_is_heard() {
    let world = World::on_postgres("stop_elsewhere").await;
    tokio::spawn(world.another_runner().await.run());
    assert!(
        stopped_after(&world, Does::Listen).await < SECOND + SECOND,
        "taken within two, stopped within one"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_without_a_sign_of_life_is_given_up_and_set_aside_at_the_third_time() {
    let world = World::on_sqlite("hang").await;
    let pipe = world.pipe("pipe");
    world.ask(&world.hasty("hung", Does::Hang(pipe))).await;
    let runner = world.runner();
    for cuts in 1..=3 {
        world.ask(&world.long(&format!("after {cuts}"), Does::Note)).await;
        while runner.step().await.unwrap() {}
        assert_eq!(world.open().await[0].interruptions, cuts);
        world.move_on(3_600);
    }
    let open = world.open().await;
    assert_eq!((open.len(), open[0].state, open[0].failures), (1, JobState::SetAside, 0));
    assert!(open[0].error.as_ref().unwrap().contains("no sign of life"));
    assert_eq!(world.done(), ["after 1", "after 2", "after 3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_process_puts_its_job_off_and_counts_for_nothing() {
    for does in [Does::Listen, Does::Wait] {
        let world = World::on_sqlite("ending").await;
        world.ask(&world.long("put off", does)).await;
        for _ in 0..4 {
            let (end, ended) = tokio::sync::oneshot::channel::<()>();
            let running = tokio::spawn(world.runner().run_until(async move { drop(ended.await) }));
            world.until(async |world| world.states().await == [JobState::Running]).await;
            drop(end);
            tokio::time::timeout(2 * SECOND, running).await.unwrap().unwrap();
            let open = world.open().await.remove(0);
            assert_eq!((open.state, open.interruptions, open.failures), (JobState::Waiting, 0, 0));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_waits_for_is_done_beside_a_long_job() {
    let world = World::on_sqlite("beside").await;
    tokio::spawn(world.runner().run());
    let long = world.ask(&world.long("long", Does::Listen)).await;
    world.until(async |world| world.has_begun("long")).await;
    world.ask(&world.long("other", Does::Note)).await;
    world.ask(&world.short("short", Does::Note)).await;
    assert!(world.until(async |world| world.done() == ["short"]).await < SECOND);
    assert_eq!(world.states().await, [JobState::Running, JobState::Waiting], "one long job at a time");
    world.stop(long).await;
    world.until(async |world| world.done() == ["short", "other"]).await;
}
