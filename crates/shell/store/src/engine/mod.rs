//! One executor over both engines. Everything above sees statements, values and rows, never an engine.

mod postgres;
mod sqlite;
mod statement;
mod tls;
mod tx;
mod value;

pub(crate) use postgres::{Access, Postgres};
pub(crate) use sqlite::{Sqlite, connect};
pub(crate) use statement::{Statement, statements};
pub(crate) use tx::EngineTx;
pub use tx::Tx;
pub(crate) use value::{Row, Value, values};
