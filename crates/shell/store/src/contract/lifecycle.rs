use std::error::Error;
use std::fs;

use rapport_model::{Account, ImportCounts, ImportId, MeasureJob, Member, Role, Setting, WorkspaceId};
use uuid::Uuid;

use super::world::{MEMBER, NOW, WORKSPACE, add_mail, import, message, on_both, person};
use crate::engine::statement::Statement;
use crate::{Conflict, Failure, Location, QueuedJob, Store, StoreError};

fn all_statements() -> Vec<(&'static str, &'static Statement)> {
    [
        crate::workspace::STATEMENTS,
        crate::accounts::STATEMENTS,
        crate::secrets::STATEMENTS,
        crate::upgrade::STATEMENTS,
        crate::log::sightings::STATEMENTS,
        crate::acts::opt_outs::STATEMENTS,
        crate::log::imports::STATEMENTS,
        crate::log::messages::STATEMENTS,
        crate::people::person::STATEMENTS,
        crate::log::threads::STATEMENTS,
        crate::log::interactions::STATEMENTS,
        crate::people::relationships::STATEMENTS,
        crate::acts::attention::STATEMENTS,
        crate::acts::introductions::STATEMENTS,
        crate::acts::follow_ups::STATEMENTS,
        crate::copies::dump::STATEMENTS,
        crate::jobs::STATEMENTS,
    ]
    .concat()
}

#[test]
fn every_statement_is_scoped_and_can_be_prepared() {
    on_both(|world| {
        world.read(|tx| {
            for (name, statement) in all_statements() {
                assert!(statement.postgres().contains("$1"), "{name} is not bound to a workspace");
                tx.prepare(statement).unwrap_or_else(|error| panic!("{name}: {error}"));
            }
            Ok(())
        });
    });
}

/// The statements that may scan a whole workspace.
const WALKS: &[&str] = &[
    "MEMBERS",
    "ADDRESSES",
    "ALL_ORIGINALS",
    "SENDERS",
    "SET_SENDER_MEMBER",
    "PEOPLE",
    "ALL_ADDRESSES",
    "COUNT",
    "COUNTS",
    "OF_MEMBER",
    "TOGETHER",
    "ALL",
    "REFOLD",
    "PENDING",
    "DROP_ADDRESSES",
    "DROP_SESSIONS",
    "LATEST",
    "NEXT",
    "OPEN",
    "EXPIRE",
    "DROPPED_AT",
    "HIDDEN",
    "NOTE_DROP",
    "ALL_COUNTS",
    "ALL_OPT_OUTS",
    "REVISION",
    "RECOUNT_DROP",
    "RELATIONSHIPS",
    "RECOUNT",
];

#[test]
fn no_lookup_walks_over_a_whole_workspace() {
    on_both(|world| {
        world.read(|tx| {
            for (name, statement) in all_statements() {
                let of_all = [crate::copies::dump::STATEMENTS, crate::upgrade::STATEMENTS].concat();
                let is_of_all = of_all.iter().any(|(_, one)| std::ptr::eq(*one, statement));
                let plan = tx.plan(statement);
                let walks = plan.iter().any(|step| step.ends_with("(workspace_id=?)"));
                assert!(!walks || is_of_all || WALKS.contains(&name), "{name} walks: {plan:?}");
            }
            Ok(())
        });
    });
}

#[test]
fn a_failed_change_leaves_nothing_behind() {
    on_both(|world| {
        let failed = world.try_write(WORKSPACE, |tx| {
            add_mail(tx, 1, 1, "words")?;
            Err::<(), _>(Failure::Other("no".into()).into())
        });
        assert!(failed.is_err());
        assert_eq!(world.read(|tx| tx.interaction_count()), 0);
        assert_eq!(world.read(|tx| tx.search_interactions(MEMBER, "words", None, 5)), vec![]);
    });
}

/// What a change has read stays true until it commits.
#[test]
fn one_change_is_made_at_a_time() {
    on_both(|world| {
        world.write_at_once(6, |tx| {
            let count = tx.setting(Setting::StateVersion)?.map_or(0, |text| text.parse().unwrap());
            std::thread::sleep(std::time::Duration::from_millis(20));
            tx.set_setting(Setting::StateVersion, &format!("{}", count + 1))
        });
        assert_eq!(world.read(|tx| tx.setting(Setting::StateVersion)).as_deref(), Some("6"));
    });
}

#[test]
fn nothing_crosses_a_workspace() {
    on_both(|world| {
        let other = WorkspaceId(Uuid::from_u128(99));
        world.write(|tx| add_mail(tx, 1, 1, "canary").map(drop));
        let seen = world.try_write(other, |tx| {
            tx.add_workspace("Other", NOW)?;
            tx.add_member(&Member { id: MEMBER, name: "Oscar".into(), role: Role::Member }, NOW)?;
            assert_eq!(tx.search_interactions(MEMBER, "canary", None, 5)?, vec![]);
            tx.each_person(|person, _| panic!("{person} is of another workspace"))?;
            assert_eq!(tx.people_count()? + tx.interaction_count()?, 0);
            tx.messages(&[message(1).id])
        });
        assert_eq!(seen.unwrap(), vec![None]);
        // A row that points into another workspace is refused by the database itself.
        let mixed = world.try_write(other, |tx| {
            let touch = rapport_model::Touch {
                at: NOW,
                side: rapport_model::Side::Ours,
                channel: rapport_model::Channel::Call,
                opens: true,
            };
            let interaction = message(1).id;
            tx.add_interactions(
                &[],
                &[rapport_model::Participation { member: MEMBER, person: person(1), interaction, touch }],
            )
        });
        let Err(error @ StoreError::Conflict(Conflict::Rule(_))) = mixed else { panic!("{mixed:?}") };
        assert!(error.source().is_some(), "what the engine said is kept");
        assert!(!error.to_string().contains("Key ("), "and no value is told: {error}");
    });
}

#[test]
fn counts_of_an_import_are_kept_as_it_goes() {
    on_both(|world| {
        let counts = ImportCounts { read: 3, added: 2, known: 1, ..ImportCounts::default() };
        let kept = counts.clone();
        world.write(move |tx| tx.finish_import(import(), &kept, NOW, Some("cut short")));
        let found = world.read(|tx| tx.import(import())).unwrap();
        assert_eq!((found.counts, found.failure.as_deref()), (counts, Some("cut short")));
        assert_eq!(world.read(|tx| tx.imports(MEMBER, 5)).len(), 1);
    });
}

#[test]
fn an_import_that_nobody_is_at_is_called_interrupted_until_it_moves() {
    on_both(|world| {
        let queued = ImportId::from_parts(NOW, [2; 10]);
        world.write(move |tx| {
            tx.begin_import(queued, Account::of_files(MEMBER).id, "queued", NOW)?;
            tx.add_job(&QueuedJob::new(queued.0, &MeasureJob {}), NOW)?;
            tx.note_interrupted_imports(NOW)
        });
        let is_interrupted = |id| world.read(move |tx| tx.import(id)).is_some_and(|run| run.is_interrupted());
        assert_eq!((is_interrupted(import()), is_interrupted(queued)), (true, false));
        world.write(|tx| tx.save_import_counts(import(), &ImportCounts::default()));
        assert_eq!(world.read(|tx| tx.import(import())).unwrap().finished_at, None);
    });
}

#[test]
fn the_logical_hash_is_the_same_on_both_engines_and_in_any_order() {
    let hashes = std::sync::Mutex::new(Vec::new());
    for order in [[1, 2], [2, 1]] {
        on_both(|world| {
            let hash = world.write(move |tx| {
                for number in order {
                    add_mail(tx, number, number, "words")?;
                }
                tx.logical_hash()
            });
            hashes.lock().unwrap().push(hash);
        });
    }
    let hashes = hashes.into_inner().unwrap();
    assert!(hashes.windows(2).all(|pair| pair[0] == pair[1]), "{hashes:#?}");
    assert!(hashes[0].1.contains(&("interaction", 2)));
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    on_both(|world| {
        let newer = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
            VALUES (999, 'future', '2026-01-01T00:00:00Z', '1')";
        match &world.location {
            Location::Folder(folder) => {
                rusqlite::Connection::open(folder.join("rapport.db")).unwrap().execute(newer, []).unwrap();
            }
            Location::Postgres(_) => world.write(move |tx| {
                tx.run_as_is(newer);
                Ok(())
            }),
        }
        let refused = world.reopen();
        assert!(matches!(&refused, Err(StoreError::Conflict(Conflict::NewerSchema { schema: 999, .. }))));
    });
}

#[test]
fn a_backup_restores_what_was_there_and_a_damaged_one_is_refused() {
    on_both(|world| {
        let Location::Folder(folder) = &world.location else { return };
        let before = world.write(|tx| {
            add_mail(tx, 1, 1, "words")?;
            tx.logical_hash()
        });
        let backup = folder.join("monday.backup");
        let manifest = world.store.backup(&backup, NOW).unwrap();
        assert!(world.store.backup(&backup, NOW).is_err(), "a backup never replaces another");
        let restored = folder.join("restored");
        assert_eq!(Store::restore(&backup, &restored, false, NOW).unwrap(), manifest);
        assert!(
            Store::restore(&backup, &restored, false, NOW).is_err(),
            "present data is not replaced unasked"
        );
        Store::restore(&backup, &restored, true, NOW).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let after = runtime.block_on(async {
            let store = Store::open(&Location::Folder(restored.clone())).await.unwrap();
            store.read(WORKSPACE, |tx| tx.logical_hash()).await.unwrap()
        });
        assert_eq!(before, after);
        assert!(
            fs::read_dir(&restored)
                .unwrap()
                .any(|entry| { entry.unwrap().file_name().to_string_lossy().contains("replaced") })
        );
        let whole = fs::read(&backup).unwrap();
        for cut in [0, 10, 150, whole.len() / 2, whole.len() - 1] {
            let damaged = folder.join("damaged.backup");
            fs::write(&damaged, &whole[..cut]).unwrap();
            assert!(Store::restore(&damaged, &folder.join("nowhere"), false, NOW).is_err());
            let mut flipped = whole.clone();
            flipped[cut] ^= 1;
            fs::write(&damaged, &flipped).unwrap();
            assert!(
                Store::restore(&damaged, &folder.join("nowhere"), false, NOW).is_err(),
                "flipped at {cut}"
            );
            assert!(!folder.join("nowhere/rapport.db").exists());
        }
    });
}

/// A change that can be made in parts sees that somebody waits for it.
#[test]
fn who_writes_sees_that_another_waits() {
    on_both(|world| {
        let (tell, told) = std::sync::mpsc::channel::<()>();
        let long = world.store.write(WORKSPACE, move |tx| {
            assert!(!tx.has_waiting_writer()?);
            tell.send(()).unwrap();
            let begun = std::time::Instant::now();
            while !tx.has_waiting_writer()? {
                assert!(begun.elapsed() < std::time::Duration::from_secs(20), "nobody is seen");
            }
            Ok(())
        });
        let short = async {
            // This write starts once the other one has begun.
            tokio::task::spawn_blocking(move || told.recv().unwrap()).await.unwrap();
            world.store.write(WORKSPACE, |tx| tx.has_waiting_writer()).await
        };
        let (long, short) = world.runtime().block_on(async { tokio::join!(long, short) });
        long.unwrap();
        assert!(!short.unwrap(), "and nobody waits for the last");
    });
}
