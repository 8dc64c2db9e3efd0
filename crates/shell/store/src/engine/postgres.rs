use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use futures_util::FutureExt;
use rapport_model::WorkspaceId;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::Config;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::engine::threads::Threads;
use crate::engine::time_limit::{Access, TimeLimit};
use crate::engine::tls;
use crate::engine::tx::{EngineTx, Tx};
use crate::engine::writer::writer_lock;
use crate::error::{Failure, Result};

/// PostgreSQL on threads of its own, some for pages, some for long queries and some for changes. A thread talks to the
/// database itself, so that no answer has to wake another thread.
pub(crate) struct Postgres {
    pages: Threads<Worker>,
    long: Threads<Worker>,
    changes: Threads<Worker>,
    /// For changes that may ask the holder of the writer's lock to stop, so that they must not wait behind one.
    unlocked: Threads<Worker>,
}

const PAGES: usize = 4;
const LONG: usize = 3;
const CHANGES: usize = 3;
const UNLOCKED: usize = 1;

/// So long a change waits for another writer, as on SQLite.
const LOCK_TIMEOUT: Duration = Duration::from_secs(30);

/// A thread's runtime, and its connection once it is needed.
struct Worker {
    runtime: Runtime,
    pool: Pool,
}

impl Worker {
    fn new(config: &Config, tls: &MakeRustlsConnect) -> Result<Self> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::Other(Box::new(error)))?;
        Ok(Self { runtime, pool: pool(config, tls)? })
    }

    fn run<T>(
        &mut self,
        workspace: WorkspaceId,
        access: Access,
        work: impl FnOnce(&Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let runtime = &self.runtime;
        // Declared first, it is dropped last, so that also a rollback that a panic leaves behind is sent.
        let _driven = Driven::begin(runtime);
        let mut client = runtime.block_on(self.pool.get())?;
        let transaction = runtime.block_on(client.transaction())?;
        // Polled once it is sent, and its answer is not waited for: what follows runs after it, and fails if it does.
        let _sent = transaction.batch_execute(&preamble(workspace, access)).now_or_never();
        let engine = EngineTx::Postgres { transaction: &transaction, runtime };
        let done = work(&Tx::of(workspace, engine))?;
        match access {
            Access::Write | Access::WriteUnlocked => runtime.block_on(transaction.commit())?,
            // Nothing has changed: what is dropped is rolled back, and nobody waits for that.
            Access::Read(_) => drop(transaction),
        }
        Ok(done)
    }
}

/// Drives a connection before and after a job, between which nothing does: it finds that the server has closed it, and
/// sends the rollback of a transaction that was dropped.
struct Driven<'a>(&'a Runtime);

impl<'a> Driven<'a> {
    fn begin(runtime: &'a Runtime) -> Self {
        runtime.block_on(drive());
        Self(runtime)
    }
}

impl Drop for Driven<'_> {
    fn drop(&mut self) {
        self.0.block_on(drive());
    }
}

/// Lets a connection write what was sent and read what has come, without waiting for anything.
async fn drive() {
    for _ in 0..3 {
        tokio::task::yield_now().await;
    }
}

fn pool(config: &Config, tls: &MakeRustlsConnect) -> Result<Pool> {
    let recycle = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let pool = Pool::builder(Manager::from_config(config.clone(), tls.clone(), recycle)).max_size(1).build();
    Ok(pool.map_err(|error| Failure::Other(Box::new(error)))?)
}

impl Postgres {
    pub(crate) fn open(url: &str) -> Result<Self> {
        let (config, tls) = tls::read(url)?;
        let threads = |count| {
            let workers = (0..count).map(|_| Worker::new(&config, &tls));
            Ok::<_, crate::error::StoreError>(Threads::start(workers.collect::<Result<_>>()?))
        };
        Ok(Self {
            pages: threads(PAGES)?,
            long: threads(LONG)?,
            changes: threads(CHANGES)?,
            unlocked: threads(UNLOCKED)?,
        })
    }

    /// A connection of the caller's own runtime.
    pub(crate) async fn connect(url: &str) -> Result<Object> {
        let (config, tls) = tls::read(url)?;
        Ok(pool(&config, &tls)?.get().await?)
    }

    pub(crate) async fn run<T: Send + 'static>(
        &self,
        workspace: WorkspaceId,
        access: Access,
        work: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let threads = match access {
            Access::Read(TimeLimit::Page) => &self.pages,
            Access::Read(_) => &self.long,
            Access::Write => &self.changes,
            Access::WriteUnlocked => &self.unlocked,
        };
        threads.run(move |worker| worker.run(workspace, access, work)).await
    }
}

/// What every transaction begins with. Row-level security reads the workspace, and shows no rows without it; the
/// timeout is in milliseconds, 0 is none.
fn preamble(workspace: WorkspaceId, access: Access) -> String {
    let most = match access {
        Access::Read(limit) => limit.duration(),
        Access::Write | Access::WriteUnlocked => None,
    };
    let most = most.as_ref().map_or(0, Duration::as_millis);
    let scope = format!(
        "SELECT set_config('app.workspace', '{workspace}', true), set_config('statement_timeout', '{most}', true)"
    );
    match access {
        // One writer at a time, as on SQLite: what a change has read stays true until it commits.
        Access::Write => format!(
            "{scope}, set_config('lock_timeout', '{}', true); SELECT pg_advisory_xact_lock({})",
            LOCK_TIMEOUT.as_millis(),
            writer_lock(workspace)
        ),
        Access::Read(_) | Access::WriteUnlocked => scope,
    }
}
