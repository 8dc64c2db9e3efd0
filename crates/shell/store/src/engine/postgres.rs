use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use futures_util::FutureExt;
use rapport_model::WorkspaceId;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::engine::time_limit::{Access, TimeLimit};
use crate::engine::tls;
use crate::engine::tx::{EngineTx, Tx};
use crate::engine::writer::writer_lock;
use crate::error::{Failure, Result};

/// PostgreSQL through a pool. Work is written as plain calls, so it runs on blocking threads.
pub(crate) struct Postgres {
    pool: Pool,
    /// The permits for long queries and for changes; the rest of the connections is for pages.
    long: Semaphore,
    changes: Semaphore,
}

const CONNECTIONS: usize = 10;
const LONG_QUESTIONS: usize = 4;
const CHANGES: usize = 3;

impl Postgres {
    pub(crate) fn open(url: &str) -> Result<Self> {
        let (config, tls) = tls::read(url)?;
        let recycle = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(config, tls, recycle))
            .max_size(CONNECTIONS)
            .build()
            .map_err(|error| Failure::Other(Box::new(error)))?;
        Ok(Self { pool, long: Semaphore::new(LONG_QUESTIONS), changes: Semaphore::new(CHANGES) })
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }

    pub(crate) async fn run<T: Send + 'static>(
        &self,
        workspace: WorkspaceId,
        access: Access,
        work: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (turns, most) = match access {
            Access::Read(TimeLimit::Page) => (None, TimeLimit::Page.duration()),
            Access::Read(limit) => (Some(&self.long), limit.duration()),
            Access::Write => (Some(&self.changes), None),
            // Such a write may ask the holder of the permits to stop, so it must not wait for one.
            Access::WriteUnlocked => (None, None),
        };
        let _turn = match turns {
            Some(turns) => Some(turns.acquire().await.expect("nobody closes it")),
            None => None,
        };
        let mut client = self.pool.get().await?;
        let runtime = Handle::current();
        tokio::task::spawn_blocking(move || {
            let transaction = runtime.block_on(client.transaction())?;
            // Polled once it is sent, and its answer is not waited for: what follows runs after it, and fails if it does.
            let _sent = transaction.batch_execute(&preamble(workspace, access, most)).now_or_never();
            let engine = EngineTx::Postgres { transaction: &transaction, runtime: &runtime };
            let done = work(&Tx::of(workspace, engine))?;
            match access {
                // Nothing has changed. A transaction that is dropped is rolled back, and nobody waits for that.
                Access::Read(_) => drop(transaction),
                Access::Write | Access::WriteUnlocked => runtime.block_on(transaction.commit())?,
            }
            Ok(done)
        })
        .await
        .map_err(|error| Failure::Stopped(Box::new(error)))?
    }
}

/// What every transaction begins with. Row-level security reads the workspace, and shows no rows without it; the
/// timeout is in milliseconds, 0 is none.
fn preamble(workspace: WorkspaceId, access: Access, most: Option<Duration>) -> String {
    let most = most.map_or(0, |most| most.as_millis());
    let scope = format!(
        "SELECT set_config('app.workspace', '{workspace}', true), set_config('statement_timeout', '{most}', true)"
    );
    match access {
        // One writer at a time, as on SQLite: what a change has read stays true until it commits.
        Access::Write => format!("{scope}; SELECT pg_advisory_xact_lock({})", writer_lock(workspace)),
        Access::Read(_) | Access::WriteUnlocked => scope,
    }
}
