use std::sync::mpsc;

use futures_util::future::{join, join_all};

use super::world::{WORKSPACE, on_both};
use crate::engine::statement::Statement;
use crate::engine::value::values;
use crate::{Failure, StoreError};

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
