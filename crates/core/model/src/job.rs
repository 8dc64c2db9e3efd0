use std::path::PathBuf;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{ImportId, MemberId};
use crate::moment::Moment;

/// What a job needs to know, kept in the queue as JSON until it is done.
pub trait JobRequest: Serialize + DeserializeOwned {
    /// The stable name under which the queue stores the kind.
    const KIND: &'static str;
    /// How soon it is run, compared with other jobs that wait.
    const PRIORITY: Priority;

    /// The deduplication key: while a job waits, another with the same key is not added, and two with the same key
    /// never run at once. `None` when every job of the kind is work of its own.
    fn key(&self) -> Option<String> {
        None
    }
}

/// The priority of a job; higher values are run first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// The schedule asked for it and nobody waits for the result.
    Scheduled = 10,
    /// A member asked for it and expects it to take a while.
    Requested = 20,
    /// A member is looking at a page that it will change. Such a job is short, and may run beside a long one.
    Interactive = 30,
}

/// A job that reads mail and stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportJob {
    /// The run of this import, which was stored when it was asked for; the job has the same id.
    pub import: ImportId,
    /// How the run is named in lists.
    pub label: String,
    /// The files and folders to read.
    pub paths: Vec<PathBuf>,
    /// The member whose mail it is.
    pub owner: MemberId,
    /// Whether the paths were uploaded for this run, and are removed after it.
    pub is_upload: bool,
}

impl JobRequest for ImportJob {
    const KIND: &'static str = "import";
    const PRIORITY: Priority = Priority::Requested;
}

/// A job that decides again about every stored message, by the current rules, if that is still due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayJob {
    /// The member whose settings were changed.
    pub owner: MemberId,
}

impl JobRequest for ReplayJob {
    const KIND: &'static str = "replay";
    const PRIORITY: Priority = Priority::Requested;

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// A job that folds new interactions into the state of the relationships.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureJob {}

impl JobRequest for MeasureJob {
    const KIND: &'static str = "measure";
    const PRIORITY: Priority = Priority::Interactive;

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// A job that is not done, as lists show it. Its parameters are left out, because they may be private.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenJob {
    /// Identifies the job; an import's run has the same id.
    pub id: Uuid,
    /// The stable name of the kind, see [`JobRequest::KIND`].
    pub kind: String,
    /// Whether it runs, waits, or is set aside.
    pub state: JobState,
    /// When it was added to the queue.
    pub requested_at: Moment,
    /// When its last attempt began; `None` before the first one.
    pub begun_at: Option<Moment>,
    /// The earliest moment of the next attempt, for a job that waits.
    pub not_before: Moment,
    /// How many attempts ended with an error.
    pub failures: u32,
    /// How many attempts ended because their process did, or because they lost their lease.
    pub interruptions: u32,
    /// Whether somebody asked it to stop.
    pub is_stopping: bool,
    /// Why the last attempt failed; `None` when none did.
    pub error: Option<String>,
}

/// The state of a job that is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobState {
    /// A process holds its lease and runs it.
    Running,
    /// It waits for a process, or for its next attempt.
    Waiting,
    /// It failed or was interrupted too often, and is only run again when somebody asks for it.
    SetAside,
}

/// A job is set aside after this many failures, or this many interruptions.
pub const MAX_ATTEMPTS: u32 = 3;

/// When a job is attempted again after its `attempts`th failure or interruption. The first wait is 5 seconds, each
/// further one four times as long, at most an hour. The id adds up to a quarter or takes it off, so that jobs that
/// failed together are not attempted together.
pub fn next_attempt(id: Uuid, attempts: u32, now: Moment) -> Moment {
    const FIRST: Duration = Duration::from_secs(5);
    const LONGEST: Duration = Duration::from_hours(1);
    let wait = FIRST.saturating_mul(4_u32.saturating_pow(attempts.saturating_sub(1))).min(LONGEST);
    // The end of an id is drawn at random; its beginning is the time.
    let drawn = (id.as_u128() as u64 % 1_001) as u32;
    now.plus(wait / 4 * 3 + wait / 2 * drawn / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_fourfold_up_to_an_hour_and_differ_by_the_id() {
        let now = Moment::from_seconds(1_770_000_000);
        let seconds = |id: u128, attempts: u32| {
            (next_attempt(Uuid::from_u128(id), attempts, now).micros() - now.micros()) as f64 / 1e6
        };
        let waits: Vec<f64> = (1..=7).map(|attempts| seconds(500, attempts)).collect();
        assert_eq!(waits, [5.0, 20.0, 80.0, 320.0, 1_280.0, 3_600.0, 3_600.0]);
        assert_eq!((seconds(0, 1), seconds(1_000, 1)), (3.75, 6.25));
    }

    #[test]
    fn a_request_of_an_earlier_version_is_read() {
        fn read<'a, T: Deserialize<'a>>(fields: Vec<(&'a str, &'a str)>) -> T {
            let fields =
                serde::de::value::MapDeserializer::<_, serde::de::value::Error>::new(fields.into_iter());
            T::deserialize(fields).unwrap()
        }
        // Earlier versions stored the kind in the request.
        assert_eq!(read::<MeasureJob>(vec![("kind", "measure")]), MeasureJob {});
    }
}
