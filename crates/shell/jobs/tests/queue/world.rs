use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use rapport_jobs::{Clock, Ended, Job, JobContext, Registry, Runner};
use rapport_model::{
    ImportId, JobRequest, JobState, Member, MemberId, Moment, OpenJob, Priority, Role, WorkspaceId,
};
use rapport_store::{Failure, Location, QueuedJob, Result, Store, Tx};
use rapport_testkit::PrivatePostgres;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tokio::sync::Notify;
use uuid::Uuid;

pub(crate) const WORKSPACE: WorkspaceId = WorkspaceId::FIRST;

/// What a job of the tests does.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Does {
    /// Saves that it was done.
    Note,
    Fail,
    Panic,
    /// Blocks in a system call, until there is a writer of the pipe.
    Hang(PathBuf),
    /// Awaits for ever, where it can be cancelled.
    Wait,
    /// Only checks whether it should stop.
    Listen,
    /// Awaits for ever the first time, and saves that it was done the second.
    WaitOnce,
}

macro_rules! kinds {
    ($($name:ident $kind:literal $priority:ident $timeout:expr;)*) => {$(
        #[derive(Clone, Serialize, Deserialize)]
        pub(crate) struct $name {
            pub(crate) world: String,
            pub(crate) name: String,
            pub(crate) does: Does,
        }

        impl JobRequest for $name {
            const KIND: &'static str = $kind;
            const PRIORITY: Priority = Priority::$priority;
        }

        impl Job for $name {
            const HEARTBEAT_TIMEOUT: Duration = $timeout;

            async fn run(self, work: JobContext) -> Result<Ended> {
                perform(&self.world, &self.name, self.does, work).await
            }
        }
    )*};
}
kinds! {
    Long "long" Requested Duration::from_hours(1);
    Short "short" Interactive Duration::from_hours(1);
    Hasty "hasty" Requested Duration::from_millis(200);
}

/// What the jobs of each world saved.
static NOTES: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

fn note(world: &str, text: &str) {
    NOTES.lock().unwrap().push((world.to_owned(), text.to_owned()));
}

async fn perform(world: &str, name: &str, does: Does, work: JobContext) -> Result<Ended> {
    let is_first = !NOTES.lock().unwrap().contains(&(world.to_owned(), format!("{name} begins")));
    note(world, &format!("{name} begins"));
    match does {
        Does::Note => {}
        Does::Fail => return Err(Failure::Other("no such table: \"Ana Lopez\"".into()).into()),
        Does::Panic => panic!("Ana Lopez"),
        Does::Hang(pipe) => drop(std::fs::File::open(pipe)),
        Does::WaitOnce if !is_first => {}
        Does::Wait | Does::WaitOnce => std::future::pending().await,
        Does::Listen => {
            while !work.should_stop() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            return Ok(Ended::Stopped);
        }
    }
    note(world, name);
    Ok(Ended::DONE)
}

/// A store and a clock that the test moves.
pub(crate) struct World {
    pub(crate) name: String,
    pub(crate) store: Arc<Store>,
    pub(crate) folder: TempDir,
    location: Location,
    now: Arc<AtomicI64>,
    asked: AtomicU8,
    pub(crate) wake: Arc<Notify>,
}

pub(crate) fn server() -> &'static PrivatePostgres {
    static SERVER: OnceLock<PrivatePostgres> = OnceLock::new();
    SERVER.get_or_init(PrivatePostgres::start)
}

impl World {
    pub(crate) async fn on_sqlite(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Folder(folder.path().join("data"));
        Self::at(name, folder, location).await
    }

    /// A world in a PostgreSQL database of the same name.
    pub(crate) async fn on_postgres(name: &str) -> Self {
        let location = Location::Postgres(server().database(name));
        Self::at(name, tempfile::tempdir().unwrap(), location).await
    }

    async fn at(name: &str, folder: TempDir, location: Location) -> Self {
        let store = Arc::new(Store::open(&location).await.unwrap());
        let world = Self {
            name: name.to_owned(),
            store,
            folder,
            location,
            now: Arc::new(AtomicI64::new(1_770_000_000_000_000)),
            asked: AtomicU8::new(0),
            wake: Arc::default(),
        };
        let now = world.now();
        let make = move |tx: &Tx<'_>| {
            tx.add_workspace("Test", now)?;
            tx.add_member(&Member { id: MemberId::FIRST, name: "Olivia".into(), role: Role::Owner }, now)
        };
        world.store.write(WORKSPACE, make).await.unwrap();
        world
    }

    pub(crate) fn now(&self) -> Moment {
        Moment::from_micros(self.now.load(Ordering::Relaxed))
    }

    pub(crate) fn move_on(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }

    pub(crate) fn clock(&self) -> Clock {
        let now = Arc::clone(&self.now);
        Arc::new(move || Moment::from_micros(now.load(Ordering::Relaxed)))
    }

    /// A runner as another process would have it.
    pub(crate) async fn another_runner(&self) -> Runner {
        let store = Arc::new(Store::open(&self.location).await.unwrap());
        Runner::new(store, WORKSPACE, self.clock(), Arc::default()).with(registry())
    }

    pub(crate) fn runner(&self) -> Runner {
        let (store, wake) = (Arc::clone(&self.store), Arc::clone(&self.wake));
        Runner::new(store, WORKSPACE, self.clock(), wake).with(registry())
    }

    pub(crate) async fn ask(&self, request: &impl JobRequest) -> Uuid {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        let id = ImportId::from_parts(self.now(), [number; 10]).0;
        let (job, now) = (QueuedJob::new(id, request), self.now());
        assert!(self.store.write(WORKSPACE, move |tx| tx.add_job(&job, now)).await.unwrap());
        self.wake.notify_one();
        id
    }

    pub(crate) fn long(&self, name: &str, does: Does) -> Long {
        Long { world: self.name.clone(), name: name.to_owned(), does }
    }

    pub(crate) fn short(&self, name: &str, does: Does) -> Short {
        Short { world: self.name.clone(), name: name.to_owned(), does }
    }

    pub(crate) fn hasty(&self, name: &str, does: Does) -> Hasty {
        Hasty { world: self.name.clone(), name: name.to_owned(), does }
    }

    pub(crate) fn pipe(&self, name: &str) -> PathBuf {
        make_pipe(&self.folder.path().join(name))
    }

    pub(crate) async fn stop(&self, id: Uuid) {
        let now = self.now();
        assert!(self.store.write_unlocked(WORKSPACE, move |tx| tx.stop_job(id, now)).await.unwrap());
    }

    pub(crate) async fn open(&self) -> Vec<OpenJob> {
        self.store.read(WORKSPACE, |tx| tx.open_jobs(100)).await.unwrap()
    }

    pub(crate) async fn states(&self) -> Vec<JobState> {
        self.open().await.iter().map(|job| job.state).collect()
    }

    /// What jobs saved, without their prefixes.
    pub(crate) fn done(&self) -> Vec<String> {
        let notes = NOTES.lock().unwrap();
        let ours = notes.iter().filter(|(world, text)| *world == self.name && !text.ends_with(" begins"));
        ours.map(|(_, text)| text.clone()).collect()
    }

    pub(crate) fn has_begun(&self, name: &str) -> bool {
        NOTES.lock().unwrap().contains(&(self.name.clone(), format!("{name} begins")))
    }

    /// Waits until something is so, and says how long it took.
    pub(crate) async fn until(&self, mut is_so: impl AsyncFnMut(&Self) -> bool) -> Duration {
        let begun = Instant::now();
        while !is_so(self).await {
            assert!(begun.elapsed() < Duration::from_secs(30), "{:?}, {:?}", self.open().await, self.done());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        begun.elapsed()
    }
}

pub(crate) fn registry() -> Registry {
    Registry::default().with::<Long>().with::<Short>().with::<Hasty>()
}

pub(crate) fn make_pipe(path: &Path) -> PathBuf {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is missing: sudo apt-get install coreutils");
    path.to_owned()
}
