use thiserror::Error;
use tokio_postgres::error::SqlState;

/// What can go wrong in the store. "Not found" is an `Option`, never an error.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Somebody else was first, or the change breaks a rule of the store.
    #[error("{0}")]
    Conflict(String),
    /// What is kept does not read back as what was written.
    #[error("{0}")]
    Corrupt(String),
    /// The database could not do its work.
    #[error("{0}")]
    Engine(String),
}

const TOOK_TOO_LONG: &str = "This took too long and was given up. Ask for less, such as a longer word.";

/// What the store answers.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::of_sqlite(&error)
    }
}

impl StoreError {
    fn of_sqlite(error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            ConstraintViolation, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, NotADatabase,
            OperationInterrupted, ReadOnly, SystemIoFailure,
        };
        let message = error.to_string();
        match error.sqlite_error_code() {
            // After a failed write to disk nobody knows what is on it. Starting again reads what really is.
            Some(SystemIoFailure) if is_of_a_write(error) => {
                tracing::error!(
                    "the disk refused a write; stopping so that nothing is promised that is not kept"
                );
                std::process::exit(74);
            }
            Some(ConstraintViolation) => {
                Self::Conflict(format!("The change breaks a rule of the store: {message}"))
            }
            Some(DatabaseBusy | DatabaseLocked) => Self::Conflict(
                "Another process is writing to this data folder. Try again when it is done.".into(),
            ),
            _ if is_for_want_of_space(error) => Self::Engine(
                "The disk is full. Nothing was lost; free some space and run the same command again.".into(),
            ),
            Some(DatabaseCorrupt | NotADatabase) => {
                Self::Corrupt(format!("The database file is damaged ({message}). Restore the newest backup."))
            }
            Some(OperationInterrupted) => Self::Engine(TOOK_TOO_LONG.into()),
            Some(ReadOnly) => Self::Engine(format!("The database cannot be written: {message}")),
            _ => Self::Engine(message),
        }
    }
}

/// The file that readers and the writer share has a name of its own for it.
fn is_for_want_of_space(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    matches!(extended_code(error), ffi::SQLITE_FULL | ffi::SQLITE_IOERR_SHMSIZE)
}

fn is_of_a_write(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    matches!(
        extended_code(error),
        ffi::SQLITE_IOERR_FSYNC
            | ffi::SQLITE_IOERR_DIR_FSYNC
            | ffi::SQLITE_IOERR_WRITE
            | ffi::SQLITE_IOERR_TRUNCATE
    )
}

fn extended_code(error: &rusqlite::Error) -> i32 {
    error.sqlite_error().map_or(0, |inner| inner.extended_code)
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(inner) = error.as_db_error() else {
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            return Self::Engine(match cause.as_str() {
                "" => format!("PostgreSQL: {error}"),
                "server does not support TLS" => {
                    "This PostgreSQL does not speak TLS, and its address asks for it. \
                     Switch `ssl` on in postgresql.conf, or use sslmode=prefer where nobody can listen."
                        .into()
                }
                cause if cause.contains("certificate") => format!(
                    "The certificate of this PostgreSQL is not to be trusted ({cause}). Name who issued it with \
                     sslrootcert=FILE, and the server as its certificate does."
                ),
                cause => format!("PostgreSQL: {error}: {cause}"),
            });
        };
        let message = format!("PostgreSQL: {}", inner.message());
        match inner.code().code().get(..2) {
            Some("23" | "40") => Self::Conflict(message),
            Some("57") if inner.code() == &SqlState::QUERY_CANCELED => Self::Engine(TOOK_TOO_LONG.into()),
            Some("53") => Self::Engine(format!("{message}. Nothing was lost; make room and try again.")),
            _ => Self::Engine(message),
        }
    }
}

impl From<deadpool_postgres::PoolError> for StoreError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(error) => error.into(),
            error => Self::Engine(format!("PostgreSQL cannot be reached: {error}")),
        }
    }
}

impl From<refinery::Error> for StoreError {
    fn from(error: refinery::Error) -> Self {
        use refinery::error::Kind;
        match error.kind() {
            Kind::MissingVersion(migration) => Self::Conflict(format!(
                "This data was written by a newer Rapport (schema {}). Use that version; nothing was changed.",
                migration.version()
            )),
            Kind::DivergentVersion(applied, _) => Self::Conflict(format!(
                "Schema {} of this data is not the one this Rapport knows. Nothing was changed.",
                applied.version()
            )),
            Kind::Connection(_, cause) if let Some(cause) = cause.downcast_ref() => Self::of_sqlite(cause),
            _ => Self::Engine(format!("The schema could not be brought up to date: {error}")),
        }
    }
}
