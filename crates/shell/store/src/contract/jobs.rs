use rapport_model::{ImportId, JobState, MeasureJob, Moment, OpenJob, ReplayJob, next_attempt};
use uuid::Uuid;

use super::world::{MEMBER, NOW, World, import, on_both};
use crate::{QueuedJob, Store, TakenJob};

const LEASE: i64 = 30;
const ANY: i64 = 0;

/// Makes a job whose id follows from `number` and is that many seconds later than the first.
fn job(number: u8, priority: i64, key: Option<&str>) -> QueuedJob {
    QueuedJob {
        id: ImportId::from_parts(NOW, [number; 10]).0,
        kind: "test".into(),
        content: "{}".into(),
        priority,
        key: key.map(str::to_owned),
    }
}

fn later(seconds: i64) -> Moment {
    Moment::from_micros(NOW.micros() + seconds * 1_000_000)
}

impl World {
    fn ask(&self, job: &QueuedJob, after: i64) -> bool {
        let job = job.clone();
        self.write(move |tx| tx.add_job(&job, later(after)))
    }

    fn take(&self, after: i64) -> Option<TakenJob> {
        self.take_above(ANY, after)
    }

    fn take_above(&self, least: i64, after: i64) -> Option<TakenJob> {
        let is_due = self.read(move |tx| tx.is_job_due(least, later(after)));
        let taken = self.write(move |tx| tx.take_job(least, later(after), later(after + LEASE)));
        assert!(is_due || taken.is_none(), "{taken:?}");
        taken
    }

    fn fail(&self, taken: &TakenJob, after: i64) -> bool {
        let (id, lease) = (taken.id, taken.lease);
        self.write(move |tx| tx.fail_job(id, lease, later(after), "The table is gone."))
    }

    fn finish(&self, taken: &TakenJob, after: i64) -> bool {
        let (id, lease) = (taken.id, taken.lease);
        self.write(move |tx| tx.finish_job(id, lease, later(after)))
    }

    fn open(&self) -> Vec<OpenJob> {
        self.read(|tx| tx.open_jobs(100))
    }

    fn states(&self) -> Vec<JobState> {
        self.open().iter().map(|job| job.state).collect()
    }
}

#[test]
fn the_most_urgent_goes_first_and_then_the_one_that_has_waited_longest() {
    on_both(|world| {
        for (number, priority, after) in [(1, 20, 0), (2, 20, 1), (3, 10, 0), (4, 30, 9)] {
            assert!(world.ask(&job(number, priority, None), after));
        }
        let order: Vec<u8> = std::iter::from_fn(|| world.take(10))
            .inspect(|taken| assert!(world.finish(taken, 11)))
            .map(|taken| taken.id.as_bytes()[15])
            .collect();
        assert_eq!(order, [4, 1, 2, 3]);
        assert_eq!(world.open(), []);
    });
}

#[test]
fn whoever_is_free_for_urgent_work_only_takes_no_other() {
    on_both(|world| {
        world.ask(&job(1, 20, None), 0);
        assert_eq!(world.take_above(30, 1), None);
        world.ask(&job(2, 30, None), 0);
        assert_eq!(world.take_above(30, 1).unwrap().priority, 30);
    });
}

#[test]
fn what_waits_already_is_not_asked_for_twice_and_never_runs_twice_at_once() {
    on_both(|world| {
        assert!(world.ask(&job(1, 30, Some("measure")), 0));
        assert!(!world.ask(&job(2, 30, Some("measure")), 1));
        assert!(world.ask(&job(3, 30, Some("other")), 2));
        let first = world.take(3).unwrap();
        assert!(world.ask(&job(4, 30, Some("measure")), 4), "what came while it ran may be news to it");
        assert!(!world.ask(&job(5, 30, Some("measure")), 5));
        assert_eq!(world.take(6).unwrap().id, job(3, 30, None).id, "its twin is at it");
        assert_eq!(world.take(6), None);
        world.finish(&first, 7);
        assert_eq!(world.take(8).unwrap().id, job(4, 30, None).id);
        let asked = world.read(|tx| Ok((tx.last_request("measure")?, tx.last_request("never")?)));
        assert_eq!(asked, (Some(later(4)), None));
    });
}

#[test]
fn a_job_that_fails_waits_longer_each_time_and_is_set_aside_at_the_third() {
    on_both(|world| {
        let poisoned = job(7, 20, None);
        world.ask(&poisoned, 0);
        let mut at = 0;
        for attempts in 1..=3 {
            let taken = world.take(at).unwrap();
            assert_eq!(taken.lease, i64::from(attempts));
            assert!(world.fail(&taken, at));
            assert!(!world.finish(&taken, at), "it is nobody's now");
            let open = world.open().remove(0);
            let again = next_attempt(poisoned.id, attempts, later(at));
            assert_eq!((open.failures, open.interruptions, open.not_before), (attempts, 0, again));
            assert_eq!(open.error.as_deref(), Some("The table is gone."));
            let seconds = (again.micros() - NOW.micros()) / 1_000_000;
            assert_eq!(world.take(seconds - 1), None, "it is not yet time");
            at = seconds + 1;
        }
        assert_eq!((world.states(), world.take(1_000_000)), (vec![JobState::SetAside], None));
        world.ask(&job(8, 20, None), at);
        assert_eq!(world.take(at).unwrap().id, job(8, 20, None).id, "later ones go on");

        let retry = |id: Uuid| world.write(move |tx| tx.retry_job(id, later(1_000)));
        assert!(retry(poisoned.id) && !retry(poisoned.id) && !retry(Uuid::nil()));
        let taken = world.take(1_001).unwrap();
        assert_eq!((taken.id, taken.lease), (poisoned.id, 4));
        assert!(world.finish(&taken, 1_002));
    });
}

#[test]
fn a_job_whose_lease_ran_out_is_taken_again_and_set_aside_at_the_third_cut() {
    on_both(|world| {
        world.ask(&QueuedJob { id: import().0, ..job(1, 20, Some("same")) }, 0);
        let first = world.take(0).unwrap();
        assert_eq!(world.take(LEASE - 1), None);
        let renewed = world.write(move |tx| tx.renew_job(first.id, first.lease, later(2 * LEASE)));
        assert_eq!((renewed, world.take(LEASE + 1)), (Some(false), None));
        let first = (import().0, 1);
        let second = world.take(2 * LEASE).unwrap();
        assert_eq!((second.id, second.lease), (first.0, 2));
        assert_eq!(world.open()[0].interruptions, 1);
        // A holder whose lease ran out cannot save a result.
        let late = world.write(move |tx| {
            let is_held = tx.renew_job(first.0, first.1, later(9 * LEASE))?.is_some();
            Ok((is_held, tx.finish_job(first.0, first.1, NOW)?, tx.fail_job(first.0, first.1, NOW, "")?))
        });
        assert_eq!(late, (false, false, false));
        // A job with the same key that was added meanwhile waits.
        world.ask(&job(2, 20, Some("same")), 2 * LEASE);
        assert_eq!(world.take(3 * LEASE).unwrap().lease, 3);
        assert_eq!(world.open()[0].interruptions, 2);
        assert_eq!(world.take(4 * LEASE).unwrap().id, job(2, 20, None).id);
        let set_aside = world.open().into_iter().find(|job| job.state == JobState::SetAside).unwrap();
        assert_eq!((set_aside.interruptions, set_aside.error.is_some()), (3, true));
        assert!(world.read(|tx| tx.import(import())).unwrap().is_interrupted(), "nobody is at it");
    });
}

#[test]
fn work_that_is_done_or_waits_anew_is_not_set_aside_beside_it() {
    on_both(|world| {
        let key = Some("fit");
        let set_aside = |number, from: i64| {
            world.ask(&job(number, 10, key), from);
            for at in [from, from + 100, from + 200] {
                world.fail(&world.take(at).unwrap(), at);
            }
        };
        set_aside(1, 0);
        set_aside(2, 1_000);
        assert_eq!(world.states(), [JobState::SetAside], "one of each key");
        world.ask(&job(3, 10, key), 2_000);
        let taken = world.take(2_000).unwrap();
        world.ask(&job(4, 10, key), 2_001);
        world.fail(&taken, 2_002);
        assert_eq!(world.states(), [JobState::SetAside, JobState::Waiting], "its twin waits in it");
        let id = job(2, 10, key).id;
        assert!(world.write(move |tx| tx.retry_job(id, later(2_003))));
        assert_eq!(world.states(), [JobState::Waiting]);
        world.finish(&world.take(3_000).unwrap(), 3_001);
        assert_eq!(world.open(), []);
    });
}

#[test]
fn a_stop_reaches_who_runs_it_and_ends_what_nobody_runs() {
    on_both(|world| {
        let stop = |id: Uuid, after: i64| {
            let change = move |tx: &crate::Tx<'_>| tx.stop_job(id, later(after));
            world.runtime().block_on(world.store.write_unlocked(super::world::WORKSPACE, change)).unwrap()
        };
        let (running, waiting) = (job(1, 20, None), job(2, 10, None));
        world.ask(&running, 0);
        world.ask(&waiting, 0);
        let taken = world.take(0).unwrap();
        let (id, lease) = (taken.id, taken.lease);
        assert_eq!(world.read(move |tx| tx.is_job_stopping(id, lease)), Some(false));
        assert!(stop(running.id, 1) && stop(waiting.id, 1) && !stop(waiting.id, 2) && !stop(Uuid::nil(), 2));
        assert_eq!(world.states(), [JobState::Running]);
        assert!(world.open()[0].is_stopping);
        assert_eq!(world.read(move |tx| tx.is_job_stopping(id, lease)), Some(true));
        // However its attempt ends, it is not queued again.
        world.fail(&taken, 3);
        assert_eq!((world.open(), world.take(10_000)), (vec![], None));

        // No process is left to react to the stop.
        world.ask(&job(3, 20, None), 0);
        world.take(100).unwrap();
        stop(job(3, 20, None).id, 101);
        assert_eq!((world.take(100 + LEASE), world.open()), (None, vec![]));
        world.ask(&job(4, 20, None), 0);
        world.take(200).unwrap();
        stop(job(4, 20, None).id, 201 + LEASE);
        assert_eq!(world.open(), []);
    });
}

#[test]
fn a_job_that_is_given_back_is_no_worse_for_it() {
    on_both(|world| {
        world.ask(&job(1, 20, None), 0);
        let taken = world.take(0).unwrap();
        assert!(world.write(move |tx| tx.release_job(taken.id, taken.lease, later(1))));
        let open = world.open().remove(0);
        assert_eq!(
            (open.state, open.failures, open.interruptions, open.error),
            (JobState::Waiting, 0, 0, None)
        );
        world.take(1).unwrap();
        // When no other process can hold a lease, leases are ended at once.
        world.write(|tx| tx.expire_jobs(later(2)));
        assert_eq!(world.take(2).unwrap().lease, 3);
        assert_eq!(world.open()[0].interruptions, 1);
    });
}

#[test]
fn two_never_take_the_same_job() {
    const JOBS: u8 = 40;
    async fn take_all(store: &Store) -> Vec<TakenJob> {
        let takes = (0..JOBS).map(|_| {
            let take = |tx: &crate::Tx<'_>| tx.take_job(ANY, later(1), later(1 + LEASE));
            store.write(super::world::WORKSPACE, take)
        });
        let all = futures_util::future::join_all(takes).await;
        all.into_iter().filter_map(|taken| taken.unwrap()).collect()
    }
    on_both(|world| {
        for number in 0..JOBS {
            world.ask(&job(number, 20, None), 0);
        }
        let other = world.reopen().unwrap();
        let taken = world.runtime().block_on(async {
            let (one, two) = tokio::join!(take_all(&world.store), take_all(&other));
            [one, two].concat()
        });
        let mut ids: Vec<Uuid> = taken.iter().map(|taken| taken.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((taken.len(), ids.len()), (usize::from(JOBS), usize::from(JOBS)));
    });
}

#[test]
fn jobs_of_an_earlier_version_go_on() {
    on_both(|world| {
        let (workspace, id) = match &world.location {
            crate::Location::Folder(_) => {
                ("X'00000000000070008000000000000001'", "X'00000000000070008000000000000007'")
            }
            crate::Location::Postgres(_) => {
                ("'00000000-0000-7000-8000-000000000001'", "'00000000-0000-7000-8000-000000000007'")
            }
        };
        let text = format!(
            "INSERT INTO job (workspace_id, id, kind, content, requested_at) \
             VALUES ({workspace}, {id}, 'measure', '{{\"kind\":\"measure\"}}', 5)"
        );
        world.write(move |tx| {
            tx.run_as_is(&text);
            Ok(())
        });
        let taken = world.take(1).unwrap();
        assert_eq!((taken.kind.as_str(), taken.priority), ("measure", 0));
    });
}

#[test]
fn a_request_says_how_it_is_queued() {
    let measure = QueuedJob::new(Uuid::nil(), &MeasureJob {});
    assert_eq!((measure.kind.as_str(), measure.key.as_deref()), ("measure", Some("measure")));
    let replay = QueuedJob::new(Uuid::nil(), &ReplayJob { owner: MEMBER });
    assert!(replay.priority < measure.priority);
    assert_eq!(replay.key.as_deref(), Some("replay"));
}

#[test]
fn finished_jobs_are_forgotten_but_for_the_last_of_each_key() {
    on_both(|world| {
        for (number, key) in [(1, Some("fit")), (2, None), (3, Some("fit")), (4, None), (5, Some("judge"))] {
            world.ask(&job(number, 20, key), i64::from(number));
            let taken = world.take(i64::from(number)).unwrap();
            assert!(world.finish(&taken, i64::from(number)));
        }
        world.ask(&job(6, 20, None), 6);
        assert_eq!(world.write(|tx| tx.forget_finished_jobs(later(1))), 0);
        assert_eq!(world.write(|tx| tx.forget_finished_jobs(later(100))), 3);
        assert_eq!(world.write(|tx| tx.forget_finished_jobs(later(100))), 0);
        assert_eq!(world.read(|tx| tx.last_request("fit")), Some(later(3)));
        assert_eq!(world.read(|tx| tx.last_request("judge")), Some(later(5)));
        assert_eq!(world.open().len(), 1);
    });
}
