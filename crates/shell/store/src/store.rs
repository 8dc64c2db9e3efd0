use std::fs;
use std::path::{Path, PathBuf};

use rapport_model::WorkspaceId;
use refinery::{Migration, Runner};
use uuid::Uuid;

use crate::dialect::schema;
use crate::engine::copy::{FILE, at, copy_sqlite, sync_folder};
use crate::engine::postgres::Postgres;
use crate::engine::sqlite::{Sqlite, connect, exit_if_the_disk_refused};
use crate::engine::time_limit::{Access, TimeLimit};
use crate::engine::tx::Tx;
use crate::error::{Failure, Result};

/// Where the data is.
#[derive(Clone, Debug)]
pub enum Location {
    /// A data folder with a SQLite database.
    Folder(PathBuf),
    /// The address of a PostgreSQL database.
    Postgres(String),
}

/// A database with the log and what follows from it, in one of two engines.
pub struct Store {
    engine: Engine,
}

enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Store {
    /// Opens the data, creates it when there is none, and upgrades its schema, after a backup copy.
    pub async fn open(location: &Location) -> Result<Self> {
        let engine = match location {
            Location::Folder(folder) => {
                let opened = open_sqlite(folder);
                exit_if_the_disk_refused(&opened);
                Engine::Sqlite(opened?)
            }
            Location::Postgres(url) => Engine::Postgres(open_postgres(url).await?),
        };
        let store = Self { engine };
        for workspace in store.read(WorkspaceId(Uuid::nil()), |tx| tx.workspaces()).await? {
            let workspace = WorkspaceId(workspace);
            // A reader does not wait for another process that writes.
            if store.read(workspace, |tx| tx.needs_upgrade()).await? {
                store.write(workspace, |tx| tx.upgrade()).await?;
            }
        }
        Ok(store)
    }

    /// Runs a query of a page in one consistent snapshot of a workspace. It should read few rows, and queries of other
    /// kinds do not queue before it; an error when it reaches its time limit.
    pub async fn read<T: Send + 'static>(
        &self,
        workspace: WorkspaceId,
        question: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.run(workspace, Access::Read(TimeLimit::Page), question).await
    }

    /// Runs a search over very many rows; an error when it reaches its time limit.
    pub async fn search<T: Send + 'static>(
        &self,
        workspace: WorkspaceId,
        question: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.run(workspace, Access::Read(TimeLimit::Search), question).await
    }

    /// Runs a query that may read everything and has no time limit.
    pub async fn read_all<T: Send + 'static>(
        &self,
        workspace: WorkspaceId,
        question: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.run(workspace, Access::Read(TimeLimit::Work), question).await
    }

    async fn run<T: Send + 'static>(
        &self,
        workspace: WorkspaceId,
        access: Access,
        work: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        match (&self.engine, access) {
            (Engine::Sqlite(sqlite), Access::Read(limit)) => sqlite.read(workspace, limit, work).await,
            (Engine::Sqlite(sqlite), _) => sqlite.write(workspace, work).await,
            (Engine::Postgres(postgres), access) => postgres.run(workspace, access, work).await,
        }
    }

    /// The number of steps that the virtual machine of SQLite has taken for queries since the store was opened: a
    /// measure of their cost that is the same on each run. `None` on PostgreSQL, which has no such count.
    pub fn steps(&self) -> Option<u64> {
        match &self.engine {
            Engine::Sqlite(sqlite) => Some(sqlite.steps()),
            Engine::Postgres(_) => None,
        }
    }

    /// Runs a change in one transaction, which is rolled back on an error.
    pub async fn write<T: Send + 'static>(
        &self,
        workspace: WorkspaceId,
        change: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.run(workspace, Access::Write, change).await
    }

    /// Runs a change that does not wait for the writer of the workspace, where the engine has several. Use it only for
    /// what depends on nothing that was read before.
    pub async fn write_unlocked<T: Send + 'static>(
        &self,
        workspace: WorkspaceId,
        change: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.run(workspace, Access::WriteUnlocked, change).await
    }

    /// The path of the SQLite database; `None` on PostgreSQL.
    pub fn file(&self) -> Option<&Path> {
        match &self.engine {
            Engine::Sqlite(sqlite) => Some(sqlite.path()),
            Engine::Postgres(_) => None,
        }
    }
}

fn open_sqlite(folder: &Path) -> Result<Sqlite> {
    fs::create_dir_all(folder).map_err(|source| Failure::Folder { path: folder.to_owned(), source })?;
    restrict(folder)?;
    let path = folder.join(FILE);
    let is_new = !path.exists();
    let mut connection = connect(&path)?;
    if is_new {
        sync_folder(folder)?;
    }
    let migrations = schema::sqlite()?;
    let runner = runner(&migrations);
    let has_history = connection.table_exists(None, "refinery_schema_history")?;
    let applied = if has_history { runner.get_applied_migrations(&mut connection)?.len() } else { 0 };
    if applied > 0 && applied < migrations.len() {
        let copy = folder.join(format!("{FILE}.before-schema-{}", migrations.len()));
        copy_sqlite(&connection, &copy)?;
    }
    runner.run(&mut connection)?;
    if applied < migrations.len() {
        schema::seed_planner_statistics(&connection)?;
    }
    drop(connection);
    Sqlite::open(&path)
}

async fn open_postgres(url: &str) -> Result<Postgres> {
    let mut client = Postgres::connect(url).await?;
    let role = client
        .query_one("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user", &[])
        .await?;
    if role.try_get::<_, bool>(0)? {
        return Err(Failure::RoleSeesAll.into());
    }
    let migrations = schema::postgres()?;
    runner(&migrations).run_async(&mut **client.as_mut()).await?;
    drop(client);
    Postgres::open(url)
}

fn runner(migrations: &[Migration]) -> Runner {
    // Grouped, because otherwise the note that a migration was applied is a transaction of its own, and a kill between
    // the two leaves data that no version opens.
    Runner::new(migrations).set_abort_missing(true).set_abort_divergent(true).set_grouped(true)
}

/// Removes the permissions of other users on the folder, since mail is private.
fn restrict(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let is_ours = fs::metadata(folder).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0);
        if is_ours && !folder.join(FILE).exists() {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
                .map_err(|error| at(folder, error))?;
        }
    }
    Ok(())
}
