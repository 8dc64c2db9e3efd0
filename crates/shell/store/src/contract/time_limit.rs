use std::sync::mpsc;

use futures_util::future::{join, join_all};

use super::world::{WORKSPACE, on_both};
use crate::engine::postgres::Postgres;
use crate::engine::statement::Statement;
use crate::engine::value::values;
use crate::{Failure, Location, StoreError};

static ENDLESS: Statement = Statement::new(
    "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT 1 FROM n)
        SELECT CAST(COUNT(*) AS BIGINT) FROM n, workspace WHERE id = $1",
);

#[test]
fn a_page_does_not_wait_for_long_questions() {
    on_both(|world| {
        let (release, held) = mpsc::channel::<()>();
        let held = std::sync::Arc::new(std::sync::Mutex::new(held));
        let questions = (0..20).map(|_| {
            let held = std::sync::Arc::clone(&held);
            // The call returns when the sender is dropped.
            world.store.read_all(WORKSPACE, move |_| Ok(held.lock().unwrap().recv().is_err()))
        });
        let page = async {
            let members = world.store.read(WORKSPACE, |tx| tx.members()).await.unwrap();
            drop(release);
            members.len()
        };
        let (answers, members) = world.runtime().block_on(join(join_all(questions), page));
        assert!(answers.into_iter().all(|answer| answer.unwrap()));
        assert_eq!(members, 1);
    });
}

#[test]
fn a_search_that_takes_too_long_is_given_up_and_the_next_is_answered() {
    on_both(|world| {
        let endless =
            world.store.search(WORKSPACE, |tx| tx.optional(&ENDLESS, values![], |row| row.count(0)));
        let Err(error @ StoreError::Engine(Failure::TookTooLong(_))) = world.runtime().block_on(endless)
        else {
            panic!("it has no end");
        };
        assert!(error.to_string().contains("took too long"), "{error}");
        let next = world.store.search(WORKSPACE, |tx| tx.members());
        assert_eq!(world.runtime().block_on(next).unwrap().len(), 1);
    });
}

/// As when the server is restarted while nobody asks anything.
#[test]
fn a_connection_that_the_server_closed_is_opened_again() {
    on_both(|world| {
        // Every thread has a connection, some of them after they changed something.
        for _ in 0..12 {
            world.read(|tx| tx.revision());
            world.write(|tx| tx.bump_revision());
        }
        if let Location::Postgres(url) = &world.location {
            let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
            let ended = async {
                let client = Postgres::connect(url).await.unwrap();
                client.query(others, &[]).await.unwrap().len()
            };
            assert!(world.runtime().block_on(ended) > 0, "there were connections");
            // The server ends them a moment after it was asked to.
            let left = async {
                let client = Postgres::connect(url).await.unwrap();
                let left = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()";
                while client.query_one(left, &[]).await.unwrap().get::<_, i64>(0) > 0 {
                    tokio::task::yield_now().await;
                }
            };
            world.runtime().block_on(left);
        }
        for _ in 0..12 {
            world.read(|tx| tx.revision());
            world.write(|tx| tx.bump_revision());
        }
    });
}

#[test]
fn a_connection_that_is_closed_in_the_middle_is_told_as_a_database_that_cannot_be_reached() {
    static END: Statement =
        Statement::new("SELECT pg_terminate_backend(pg_backend_pid()) FROM workspace WHERE id = $1");
    on_both(|world| {
        if let Location::Postgres(_) = &world.location {
            let ended = world.store.read(WORKSPACE, |tx| tx.optional(&END, values![], |_| Ok(())));
            let ended = world.runtime().block_on(ended);
            assert!(matches!(ended, Err(StoreError::Engine(Failure::Unreachable(_)))), "{ended:?}");
        }
        assert!(world.read(|tx| tx.revision()) > 0);
    });
}

#[test]
fn a_panic_rolls_back_and_leaves_the_thread_to_the_next() {
    on_both(|world| {
        for _ in 0..6 {
            let before = world.read(|tx| tx.revision());
            let panicked = world.try_write(WORKSPACE, |tx| -> crate::Result<()> {
                tx.bump_revision()?;
                panic!("as a mistake would");
            });
            assert!(matches!(panicked, Err(StoreError::Engine(Failure::Stopped(_)))), "{panicked:?}");
            assert_eq!(world.read(|tx| tx.revision()), before);
        }
    });
}
