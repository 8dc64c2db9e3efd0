//! Several processes and one queue, and real imports in it.

use std::fs;

use rapport_jobs::Runner;
use rapport_model::{
    Address, Channel, ImportId, ImportJob, Interaction, InteractionId, JobState, MemberId, Moment, NameSeen,
    Participation, PersonId, Side, Touch,
};
use rapport_testkit::story;

use crate::world::{Does, WORKSPACE, World, make_pipe};

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_do_each_job_once() {
    const JOBS: usize = 40;
    let world = World::on_postgres("shared").await;
    for number in 0..JOBS {
        world.ask(&world.long(&format!("job {number:02}"), Does::Note)).await;
    }
    let (one, other) = (world.another_runner().await, world.another_runner().await);
    tokio::spawn(one.run());
    tokio::spawn(other.run());
    world.until(async |world| world.open().await.is_empty()).await;
    let mut done = world.done();
    done.sort_unstable();
    assert_eq!(done, (0..JOBS).map(|number| format!("job {number:02}")).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_process_was_at_is_done_by_another_after_its_lease() {
    let world = World::on_postgres("killed").await;
    let one = tokio::spawn(world.another_runner().await.run());
    world.ask(&world.long("half done", Does::WaitOnce)).await;
    world.until(async |world| world.has_begun("half done")).await;
    one.abort();
    let _ = one.await;
    let other = tokio::spawn(world.another_runner().await.run());
    world.ask(&world.long("another", Does::Note)).await;
    world.until(async |world| world.done() == ["another"]).await;
    world.until(async |world| world.open().await.len() == 1).await;
    assert_eq!(world.states().await, [JobState::Running], "its lease runs on");
    world.move_on(31);
    world.until(async |world| world.done() == ["another", "half done"]).await;
    world.until(async |world| world.open().await.is_empty()).await;
    other.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_takes_its_process_with_it_three_times_is_set_aside() {
    let world = World::on_postgres("murderous").await;
    world.ask(&world.long("deadly", Does::Wait)).await;
    for _ in 0..3 {
        let running = tokio::spawn(world.another_runner().await.run());
        world.until(async |world| world.open().await[0].begun_at == Some(world.now())).await;
        running.abort();
        let _ = running.await;
        world.move_on(31);
    }
    world.ask(&world.long("harmless", Does::Note)).await;
    tokio::spawn(world.another_runner().await.run());
    world.until(async |world| world.done() == ["harmless"]).await;
    let open = world.open().await.remove(0);
    assert_eq!((open.state, open.interruptions), (JobState::SetAside, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_with_a_pipe_in_it_is_read_and_the_queue_goes_on() {
    let world = World::on_sqlite("pipe").await;
    let me = Address::parse("olivia@acme.example").unwrap();
    let add = move |tx: &rapport_store::Tx<'_>| tx.add_member_address(MemberId::FIRST, &me);
    world.store.write(WORKSPACE, add).await.unwrap();
    let folder = world.folder.path().join("Mail");
    fs::create_dir(&folder).unwrap();
    let mail = story::mail("ana@x.example", "olivia@acme.example").at("2026-01-07T10:00:00Z").bytes();
    fs::write(folder.join("a.eml"), mail).unwrap();
    make_pipe(&folder.join("pipe.eml"));
    make_pipe(&folder.join("other"));
    let import = ImportId::from_parts(world.now(), [0; 10]);
    let request = ImportJob {
        import,
        label: "Mail".into(),
        paths: vec![folder],
        owner: MemberId::FIRST,
        is_upload: false,
    };
    assert_eq!(world.ask(&request).await, import.0);
    let runner = Runner::new(world.store.clone(), WORKSPACE, world.clock(), world.wake.clone());
    while runner.step().await.unwrap() {}
    assert_eq!(world.open().await, []);
    let run = world.store.read(WORKSPACE, move |tx| tx.import(import)).await.unwrap().unwrap();
    assert_eq!(run.counts.added, 1);
    assert!(run.failure.unwrap().ends_with("is no regular file"));
    let states = world.store.read(WORKSPACE, |tx| tx.relationship_count()).await.unwrap();
    assert_eq!(states, 1, "what landed is measured by the job that follows");
}

/// As an import leaves it that is killed after a batch: it would have folded at its end.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_import_left_unfolded_is_folded() {
    for world in [World::on_sqlite("unfolded").await, World::on_postgres("unfolded").await] {
        let person = PersonId::from_parts(world.now(), [1; 10]);
        let land = move |tx: &rapport_store::Tx<'_>| {
            let at = Moment::from_seconds(1_769_000_000);
            let address = Address::parse("ana@kiln.example").unwrap();
            tx.save_people(&[(person, NameSeen { is_own: true, at, name: "Ana".into() })])?;
            tx.save_addresses(&[(address, person, at)])?;
            let id = InteractionId::from_parts(at, [1; 10]);
            let touch = Touch { at, side: Side::Theirs, channel: Channel::Mail, opens: true };
            let interaction = Interaction {
                id,
                at,
                channel: touch.channel,
                side: touch.side,
                opens: true,
                subject: String::new(),
                own_text: String::new(),
                thread: 1,
            };
            let part = Participation { member: MemberId::FIRST, person, interaction: id, touch };
            tx.add_interactions(&[interaction], &[part])
        };
        world.store.write(WORKSPACE, land).await.unwrap();
        let standard = Runner::new(world.store.clone(), WORKSPACE, world.clock(), world.wake.clone());
        let running = tokio::spawn(standard.run());
        let is_folded = async |world: &World| {
            world.store.read(WORKSPACE, |tx| tx.pending_pairs(1)).await.unwrap().is_empty()
        };
        world.until(is_folded).await;
        running.abort();
    }
}
