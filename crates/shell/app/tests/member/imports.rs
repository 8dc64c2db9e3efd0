use std::fs;

use rapport_app::ImportRequest;
use rapport_model::{Account, ImportId, ImportJob};
use rapport_store::QueuedJob;
use rapport_testkit::story;

use crate::world::{ME, OWNER, World};

#[test]
fn a_run_that_was_killed_is_called_interrupted_by_the_next() {
    let world = World::at("2026-03-10T09:00:00Z");
    let killed = ImportId::from_parts(world.app.now(), [200; 10]);
    let begin = world.app.store().write(world.app.workspace(), move |tx| {
        tx.begin_import(killed, Account::of_files(OWNER).id, "mails.mbox", "2026-03-09".parse().unwrap())
    });
    world.wait(begin).unwrap();
    assert!(!world.wait(world.acting(OWNER).import(killed)).unwrap().is_interrupted());
    world.mail("ana > me, 2026-03-07, Kiln: Could you send it?");
    assert!(world.wait(world.acting(OWNER).import(killed)).unwrap().is_interrupted());
    let runs = world.wait(world.acting(OWNER).imports()).unwrap();
    assert_eq!(runs.iter().filter(|run| run.is_interrupted()).count(), 1, "not the run that found it");
}

#[test]
fn an_upload_that_has_landed_is_not_missed_when_its_job_is_done_again() {
    let world = World::at("2026-03-10T09:00:00Z");
    let path = world.path("upload.eml");
    fs::write(&path, story::mail("ana@x.example", ME).at("2026-03-07T10:00:00Z").bytes()).unwrap();
    let request = ImportRequest { label: "upload.eml".into(), path: path.clone(), is_upload: true };
    let import = world.wait(world.acting(OWNER).request_import(request)).unwrap();
    world.work();
    assert!(!path.exists());
    let before = world.wait(world.acting(OWNER).import(import)).unwrap();
    // As if the process had ended before the end of the job was written down.
    let label = "upload.eml".to_owned();
    let again = ImportJob { import, label, paths: vec![path], owner: OWNER, is_upload: true };
    let again = QueuedJob::new(ImportId::from_parts(world.app.now(), [201; 10]).0, &again);
    let now = world.app.now();
    world.wait(world.app.store().write(world.app.workspace(), move |tx| tx.add_job(&again, now))).unwrap();
    world.work();
    let after = world.wait(world.acting(OWNER).import(import)).unwrap();
    assert_eq!((after.failure, after.counts), (None, before.counts));
}
