//! One executor over both engines. Everything above sees statements, values and rows, never an engine.

pub(crate) mod copy;
pub(crate) mod postgres;
pub(crate) mod sqlite;
pub(crate) mod statement;
pub(crate) mod threads;
pub(crate) mod time_limit;
mod tls;
pub(crate) mod tx;
pub(crate) mod value;
pub(crate) mod writer;
