use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{ImportId, MemberId};
use crate::moment::Moment;

/// What a job needs to know, kept in the queue as JSON until it is done.
pub trait JobRequest: Serialize + DeserializeOwned {
    /// The stable name of the kind.
    const KIND: &'static str;
    /// Whether it goes before others that wait.
    const PRIORITY: Priority;

    /// Names the work: while a job waits, another with the same key is not added, and two never run at once. `None`
    /// where each is work of its own.
    fn key(&self) -> Option<String> {
        None
    }
}

/// Who is served first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Asked for by the schedule; nobody waits for it.
    Regular = 10,
    /// A member asked for it and knows that it takes a while.
    Asked = 20,
    /// A member looks at a page that it will change. Such a job is short, and runs beside a long one.
    Waited = 30,
}

/// Read mail and land it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportJob {
    /// The run that was noted when it was asked for; its job has the same id.
    pub import: ImportId,
    /// What it is called in lists.
    pub label: String,
    /// Files and folders of mail.
    pub paths: Vec<PathBuf>,
    /// Whose mail it is.
    pub owner: MemberId,
    /// The paths were uploaded for this run and are removed after it.
    pub is_upload: bool,
}

impl JobRequest for ImportJob {
    const KIND: &'static str = "import";
    const PRIORITY: Priority = Priority::Asked;
}

/// Decide anew about everything, by the rules as they are now, if that is still due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayJob {
    /// Whose settings were changed.
    pub owner: MemberId,
}

impl JobRequest for ReplayJob {
    const KIND: &'static str = "replay";
    const PRIORITY: Priority = Priority::Asked;

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// Fold what is new into the relationships.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureJob {}

impl JobRequest for MeasureJob {
    const KIND: &'static str = "measure";
    const PRIORITY: Priority = Priority::Waited;

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// A job that is not done yet, as lists show it. What it works on is left out: that may be private.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenJob {
    /// Its id; of an import, also the id of the run.
    pub id: Uuid,
    /// The name of the kind.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// When it was asked for.
    pub requested_at: Moment,
    /// When it was last begun; `None` before the first time.
    pub begun_at: Option<Moment>,
    /// Before this it is not begun; of a job that waits.
    pub not_before: Moment,
    /// How often it ended with an error.
    pub failures: u32,
    /// How often it was begun and did not come to an end.
    pub cuts: u32,
    /// Somebody asked it to stop.
    pub is_stopping: bool,
    /// Why it did not come to its end the last time.
    pub error: Option<String>,
}

/// Where a job stands that is not done yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobState {
    /// Some process is at it.
    Running,
    /// It waits for its turn, or for its next try.
    Waiting,
    /// It failed or was cut too often and is not tried again until somebody says so.
    SetAside,
}

/// A job that failed so often, or was cut so often, is set aside.
pub const MOST_TRIES: u32 = 3;

/// When a job is tried again after its `tries`th failure or cut: after 5 seconds, then four times as long each time,
/// at most an hour. A quarter more or less, by the id, so that jobs that failed together do not come back together.
pub fn next_try(id: Uuid, tries: u32, now: Moment) -> Moment {
    const FIRST: u64 = 5_000_000;
    const LONGEST: u64 = 3_600_000_000;
    let wait = FIRST.saturating_mul(4_u64.saturating_pow(tries.saturating_sub(1))).min(LONGEST);
    // The end of an id is drawn at random; its beginning is the time.
    let drawn = id.as_u128() as u64 % 1_001;
    let wait = wait / 4 * 3 + wait / 2 * drawn / 1_000;
    Moment::from_micros(now.micros().saturating_add(wait as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_fourfold_up_to_an_hour_and_differ_by_the_id() {
        let now = Moment::from_seconds(1_770_000_000);
        let seconds = |id: u128, tries: u32| {
            (next_try(Uuid::from_u128(id), tries, now).micros() - now.micros()) as f64 / 1e6
        };
        let waits: Vec<f64> = (1..=7).map(|tries| seconds(500, tries)).collect();
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
        // The kind stood inside of it.
        assert_eq!(read::<MeasureJob>(vec![("kind", "measure")]), MeasureJob {});
    }
}
