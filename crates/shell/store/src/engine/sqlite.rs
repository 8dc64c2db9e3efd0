use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use rapport_model::WorkspaceId;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::engine::threads::Threads;
use crate::engine::time_limit::TimeLimit;
use crate::engine::tx::{EngineTx, Tx};
use crate::error::{Failure, Result, StoreError};

/// SQLite on its own threads: one writer, and read-only readers of which some are kept for short questions.
pub(crate) struct Sqlite {
    path: PathBuf,
    writer: Threads<Connection>,
    /// The number of changes that wait for the writer.
    waiting: Arc<AtomicUsize>,
    short: Threads<Connection>,
    long: Threads<Connection>,
    steps: Arc<AtomicU64>,
}

const SHORT_READERS: usize = 2;
const LONG_READERS: usize = 2;
/// What each remembers of the file, in KiB. Who reads everything once has little use for it.
const SHORT_CACHE: i64 = 12 * 1024;
const LONG_CACHE: i64 = 4 * 1024;
/// The number of steps of the virtual machine of SQLite between two looks at the time limit.
const STEPS_PER_CHECK: i32 = 10_000;
/// The exit code of the process when the disk refuses a write: `EX_IOERR` of sysexits.
const REFUSED_WRITE: i32 = 74;

impl Sqlite {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let writer = Threads::start(vec![connect(path)?]);
        let readers =
            |count, cache| (0..count).map(move |_| connect_to_read(path, cache)).collect::<Result<Vec<_>>>();
        let short = Threads::start(readers(SHORT_READERS, SHORT_CACHE)?);
        let long = Threads::start(readers(LONG_READERS, LONG_CACHE)?);
        let (waiting, steps) = (Arc::default(), Arc::default());
        Ok(Self { path: path.to_owned(), writer, waiting, short, long, steps })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The number of steps that the virtual machine of SQLite has taken for queries.
    pub(crate) fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        workspace: WorkspaceId,
        work: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let waiting = Arc::clone(&self.waiting);
        waiting.fetch_add(1, Ordering::Relaxed);
        let change = move |connection: &mut Connection| {
            waiting.fetch_sub(1, Ordering::Relaxed);
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let tx = Tx { waiting: Some(&waiting), ..Tx::of(workspace, EngineTx::Sqlite(&transaction)) };
            let done = work(&tx)?;
            transaction.commit()?;
            Ok(done)
        };
        self.writer
            .run(move |connection| {
                let done = change(connection);
                exit_if_the_disk_refused(&done);
                done
            })
            .await
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        workspace: WorkspaceId,
        limit: TimeLimit,
        work: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let readers = if limit == TimeLimit::Page { &self.short } else { &self.long };
        let steps = Arc::clone(&self.steps);
        let query = move |connection: &mut Connection| {
            let begun = Instant::now();
            let is_over = limit.duration().map(|most| move || begun.elapsed() > most);
            connection.progress_handler(STEPS_PER_CHECK, is_over)?;
            let transaction = connection.transaction()?;
            let tx = Tx::of(workspace, EngineTx::Sqlite(&transaction));
            let answer = work(&tx);
            steps.fetch_add(tx.steps.get(), Ordering::Relaxed);
            answer
        };
        readers.run(query).await
    }
}

/// Ends the process after a failed write to disk. What is on the disk is not known then, and answers from the cache
/// might not be durable; the next start reads what is there.
pub(crate) fn exit_if_the_disk_refused<T>(done: &Result<T>) {
    if let Err(StoreError::Engine(Failure::DiskRefusedWrite(_))) = done {
        tracing::error!("the disk refused a write; stopping so that nothing is promised that is not kept");
        std::process::exit(REFUSED_WRITE);
    }
}

pub(crate) fn connect(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    // Mails are longer than the usual page; this takes effect only in a new file.
    connection.pragma_update(None, "page_size", 8_192)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", "FAST")?;
    connection.pragma_update(None, "wal_autocheckpoint", 8_000)?;
    connection.pragma_update(None, "cache_size", -48 * 1024)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    tune(&connection)?;
    Ok(connection)
}

fn connect_to_read(path: &Path, cache: i64) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -cache)?;
    tune(&connection)?;
    Ok(connection)
}

fn tune(connection: &Connection) -> Result<()> {
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.pragma_update(None, "mmap_size", 0)?;
    Ok(())
}
