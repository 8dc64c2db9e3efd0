use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use rapport_model::WorkspaceId;
use tokio::runtime::Handle;

use crate::engine::tls;
use crate::engine::tx::{EngineTx, Tx};
use crate::engine::writer::writer_lock;
use crate::error::{Result, StoreError};

/// PostgreSQL through a pool. Work is written as plain calls, so it runs on blocking threads.
pub(crate) struct Postgres {
    pool: Pool,
}

const CONNECTIONS: usize = 8;

/// Whether a transaction changes anything.
pub(crate) enum Access {
    Read,
    Write,
    /// A change that does not wait for other writers.
    Signal,
}

impl Postgres {
    pub(crate) fn open(url: &str) -> Result<Self> {
        let (config, tls) = tls::read(url)?;
        let recycle = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(config, tls, recycle))
            .max_size(CONNECTIONS)
            .build()
            .map_err(|error| StoreError::Engine(error.to_string()))?;
        Ok(Self { pool })
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
        let mut client = self.pool.get().await?;
        let runtime = Handle::current();
        tokio::task::spawn_blocking(move || {
            let transaction = runtime.block_on(client.transaction())?;
            // The second wall: row-level security reads this and fails closed without it.
            runtime.block_on(
                transaction
                    .execute("SELECT set_config('app.workspace', $1, true)", &[&workspace.to_string()]),
            )?;
            if let Access::Write = access {
                // One writer at a time, as on SQLite: what a change has read stays true until it commits.
                let key = writer_lock(workspace);
                runtime.block_on(transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&key]))?;
            }
            let engine = EngineTx::Postgres { transaction: &transaction, runtime: &runtime };
            let done = work(&Tx { workspace, engine, waiting: None })?;
            runtime.block_on(transaction.commit())?;
            Ok(done)
        })
        .await
        .map_err(|error| StoreError::Engine(format!("the database task stopped: {error}")))?
    }
}
