use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;

use thiserror::Error;
use tokio_postgres::error::SqlState;

/// What can go wrong in the store. "Not found" is an `Option`, never an error.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another change was first, or this one breaks a rule of the store.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// Stored data is not what was written.
    #[error(transparent)]
    Corrupt(#[from] Corruption),
    /// The database could not do its work.
    #[error(transparent)]
    Engine(#[from] Failure),
}

/// The result of a function of the store.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// The error of an engine, a file or a thread, as it came. Programs find it as the source; what people read is in the
/// sentence that carries it.
pub type Cause = Box<dyn StdError + Send + Sync>;

/// Why a change or a command is refused in the present state.
#[derive(Debug, Error)]
pub enum Conflict {
    /// A key, a reference or a check of the schema; on PostgreSQL also a change that another one overtook.
    #[error("{}", broken_rule(.0))]
    Rule(#[source] Cause),
    /// Another process uses the database.
    #[error("Another process is writing to this data folder. Try again when it is done.")]
    Busy(#[source] Cause),
    /// The data was written by a later version.
    #[error(
        "This data was written by a newer Rapport (schema {schema}). Use that version; nothing was changed."
    )]
    NewerSchema {
        /// The version of the schema that this program does not know.
        schema: i64,
        /// The error of the engine.
        source: Cause,
    },
    /// The data was written by a version from another line of development.
    #[error("Schema {schema} of this data is not the one this Rapport knows. Nothing was changed.")]
    OtherSchema {
        /// The version of the schema that differs.
        schema: i64,
        /// The error of the engine.
        source: Cause,
    },
    /// A backup was written by a later version.
    #[error("This backup was made by a newer Rapport. Restore it with that version.")]
    NewerBackup,
    /// A file with this path exists already.
    #[error("{} is already there. Choose another name.", .0.display())]
    AlreadyThere(PathBuf),
    /// A folder has data that would be replaced.
    #[error(
        "{} holds data already. Restore into another folder, or pass --replace: the present data is then kept beside it.",
        .0.display()
    )]
    HoldsData(PathBuf),
    /// A person was removed while something was to be stored for them.
    #[error("nobody has this address any more")]
    AddressGone,
}

/// What is wrong with the stored data.
#[derive(Debug, Error)]
pub enum Corruption {
    /// SQLite reports that its file is damaged.
    #[error("The database file is damaged ({0}). Restore the newest backup.")]
    Database(#[source] Cause),
    /// A stable name that is not known.
    #[error("`{0}` is not a known name in the store")]
    Name(String),
    /// A required column is NULL; its index in the SELECT.
    #[error("column {0} is empty where it must not be")]
    Column(usize),
    /// A column holds JSON of another shape.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// A row refers to another that is missing, or lacks a part.
    #[error("{0}")]
    Row(&'static str),
    /// A file is no complete backup.
    #[error("{} is not a whole backup: {fault}.", path.display())]
    Backup {
        /// The file of the backup.
        path: PathBuf,
        /// What is wrong with it.
        fault: BackupFault,
    },
}

/// What is wrong with a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BackupFault {
    /// It has no manifest.
    #[error("its first line does not describe one")]
    Manifest,
    /// It is shorter or longer than its manifest says.
    #[error("{expected} bytes should follow, {found} do")]
    Size {
        /// The length in the manifest, in bytes.
        expected: u64,
        /// The length of the file, in bytes.
        found: u64,
    },
    /// Its content does not have the hash in the manifest.
    #[error("its bytes have changed since it was made")]
    Hash,
}

/// What the database could not do.
#[derive(Debug, Error)]
pub enum Failure {
    /// After a failed write to disk nobody knows what is on it; see `engine::sqlite::exit_if_the_disk_refused`.
    #[error("The disk refused a write: {0}")]
    DiskRefusedWrite(#[source] Cause),
    /// The disk is full.
    #[error("The disk is full. Nothing was lost; free some space and run the same command again.")]
    DiskFull(#[source] Cause),
    /// The file is read-only.
    #[error("The database cannot be written: {0}")]
    ReadOnly(#[source] Cause),
    /// PostgreSQL is out of space, memory or connections.
    #[error("{}. Nothing was lost; make room and try again.", without_values(.0))]
    NoRoom(#[source] Cause),
    /// No connection could be made.
    #[error("PostgreSQL cannot be reached: {0}")]
    Unreachable(#[source] Cause),
    /// The server does not support TLS.
    #[error(
        "This PostgreSQL does not speak TLS, and its address asks for it. Switch `ssl` on in postgresql.conf, or use \
         sslmode=prefer where nobody can listen."
    )]
    NoTls(#[source] Cause),
    /// The server's certificate is not issued by a trusted authority, or is for another name.
    #[error(
        "The certificate of this PostgreSQL is not to be trusted ({}). Name who issued it with sslrootcert=FILE, and \
         the server as its certificate does.",
        source_of(.0.as_ref())
    )]
    Untrusted(#[source] Cause),
    /// This machine trusts no certificate authority.
    #[error(
        "This machine trusts no issuer of certificates. Install its ca-certificates, or name a file with \
         sslrootcert=FILE."
    )]
    NoIssuers,
    /// A file of certificate authorities could not be read.
    #[error("The certificates in {file} cannot be read: {source}")]
    Certificates {
        /// The path of the file.
        file: String,
        /// The reason of the operating system.
        source: Cause,
    },
    /// A file holds no certificate.
    #[error("The certificates in {0} cannot be read: there is none")]
    NoCertificate(String),
    /// The address of the database could not be parsed.
    #[error("The database address cannot be read ({0}). It begins with postgres://")]
    Address(#[source] Cause),
    /// The address asks for an unknown `sslmode`.
    #[error("The database address asks for sslmode={0}. Use disable, prefer, require or verify-full.")]
    SslMode(String),
    /// The role bypasses row-level security, so it would see every workspace.
    #[error(
        "This PostgreSQL role passes by row-level security. Connect as an ordinary role that owns the database: \
         CREATE ROLE rapport LOGIN PASSWORD '…'; CREATE DATABASE rapport OWNER rapport;"
    )]
    RoleSeesAll,
    /// Backups of PostgreSQL are made with its own tools.
    #[error(
        "This data is in PostgreSQL. Back it up with `pg_dump --format=custom`, and restore it with `pg_restore`."
    )]
    NotAFolder,
    /// The schema is older than this version and could not be upgraded.
    #[error("The schema could not be brought up to date: {0}")]
    Upgrade(#[source] Cause),
    /// The data folder does not exist and could not be made.
    #[error("The data folder {} cannot be made: {source}", path.display())]
    Folder {
        /// The path of the folder.
        path: PathBuf,
        /// The reason of the operating system.
        source: io::Error,
    },
    /// A file or folder beside the database could not be used.
    #[error("{}: {source}", path.display())]
    File {
        /// The path of the file or folder.
        path: PathBuf,
        /// The reason of the operating system.
        source: io::Error,
    },
    /// A query reached its time limit.
    #[error("This took too long and was given up. Ask for less, such as a longer word.")]
    TookTooLong(#[source] Cause),
    /// A thread or a task ended before its work did.
    #[error("the work stopped: {0}")]
    Stopped(#[source] Cause),
    /// Any other error of the engine.
    #[error("{}", without_values(.0))]
    Other(#[source] Cause),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let kind = SqliteKind::of(&error);
        kind.with(Box::new(error))
    }
}

/// The kind of an error of SQLite, which may be inside another error.
#[derive(Clone, Copy)]
enum SqliteKind {
    RefusedWrite,
    Rule,
    Busy,
    Full,
    TookTooLong,
    Damaged,
    ReadOnly,
    Other,
}

impl SqliteKind {
    fn of(error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            ConstraintViolation, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, NotADatabase,
            OperationInterrupted, ReadOnly,
        };
        use rusqlite::ffi;
        match (error.sqlite_error_code(), error.sqlite_error().map(|inner| inner.extended_code)) {
            (
                _,
                Some(
                    ffi::SQLITE_IOERR_FSYNC
                    | ffi::SQLITE_IOERR_DIR_FSYNC
                    | ffi::SQLITE_IOERR_WRITE
                    | ffi::SQLITE_IOERR_TRUNCATE,
                ),
            ) => Self::RefusedWrite,
            (Some(ConstraintViolation), _) => Self::Rule,
            (Some(DatabaseBusy | DatabaseLocked), _) => Self::Busy,
            // The file that readers and the writer share has a name of its own for want of space.
            (_, Some(ffi::SQLITE_FULL | ffi::SQLITE_IOERR_SHMSIZE)) => Self::Full,
            (Some(DatabaseCorrupt | NotADatabase), _) => Self::Damaged,
            (Some(OperationInterrupted), _) => Self::TookTooLong,
            (Some(ReadOnly), _) => Self::ReadOnly,
            _ => Self::Other,
        }
    }

    fn with(self, cause: Cause) -> StoreError {
        match self {
            Self::RefusedWrite => Failure::DiskRefusedWrite(cause).into(),
            Self::Rule => Conflict::Rule(cause).into(),
            Self::Busy => Conflict::Busy(cause).into(),
            Self::Full => Failure::DiskFull(cause).into(),
            Self::TookTooLong => Failure::TookTooLong(cause).into(),
            Self::Damaged => Corruption::Database(cause).into(),
            Self::ReadOnly => Failure::ReadOnly(cause).into(),
            Self::Other => Failure::Other(cause).into(),
        }
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let is_given_up = error.code() == Some(&SqlState::QUERY_CANCELED);
        // The writer's lock is asked for ahead of the first statement, which then meets a transaction that has failed.
        let is_locked = matches!(
            error.code(),
            Some(&SqlState::LOCK_NOT_AVAILABLE | &SqlState::IN_FAILED_SQL_TRANSACTION)
        );
        // The server closed the connection, or is about to.
        let is_gone = error.is_closed() || error.code().is_some_and(|code| code.code().starts_with("57P"));
        let class = error.code().and_then(|code| code.code().get(..2)).map(str::to_owned);
        let words = source_of(&error);
        let cause = Box::new(error);
        match class.as_deref() {
            _ if is_given_up => Failure::TookTooLong(cause).into(),
            _ if is_locked => Conflict::Busy(cause).into(),
            _ if is_gone => Failure::Unreachable(cause).into(),
            Some("23" | "40") => Conflict::Rule(cause).into(),
            Some("53") => Failure::NoRoom(cause).into(),
            None if words == "server does not support TLS" => Failure::NoTls(cause).into(),
            None if words.contains("certificate") => Failure::Untrusted(cause).into(),
            _ => Failure::Other(cause).into(),
        }
    }
}

impl From<deadpool_postgres::PoolError> for StoreError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(error) => error.into(),
            error => Failure::Unreachable(Box::new(error)).into(),
        }
    }
}

impl From<refinery::Error> for StoreError {
    fn from(error: refinery::Error) -> Self {
        use refinery::error::Kind;
        match error.kind() {
            Kind::MissingVersion(migration) => {
                let schema = i64::from(migration.version());
                Conflict::NewerSchema { schema, source: Box::new(error) }.into()
            }
            Kind::DivergentVersion(applied, _) => {
                let schema = i64::from(applied.version());
                Conflict::OtherSchema { schema, source: Box::new(error) }.into()
            }
            Kind::Connection(_, cause) => match cause.downcast_ref().map(SqliteKind::of) {
                Some(kind) => kind.with(Box::new(error)),
                None => Failure::Upgrade(Box::new(error)).into(),
            },
            _ => Failure::Upgrade(Box::new(error)).into(),
        }
    }
}

/// The message of an engine without the values it refused, which may be names. PostgreSQL sends them apart.
fn without_values(cause: &Cause) -> String {
    let Some(error) = cause.downcast_ref::<tokio_postgres::Error>() else { return cause.to_string() };
    match (error.as_db_error(), source_of(error).as_str()) {
        (Some(inner), _) => format!("PostgreSQL: {}", inner.message()),
        (None, "") => format!("PostgreSQL: {error}"),
        (None, source) => format!("PostgreSQL: {error}: {source}"),
    }
}

fn broken_rule(cause: &Cause) -> String {
    if cause.is::<tokio_postgres::Error>() {
        without_values(cause)
    } else {
        format!("The change breaks a rule of the store: {cause}")
    }
}

fn source_of(error: &(dyn StdError + 'static)) -> String {
    error.source().map(ToString::to_string).unwrap_or_default()
}
