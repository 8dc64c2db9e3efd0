use std::borrow::Cow;
use std::error::Error;

use rapport_model::Moment;
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut};
use uuid::Uuid;

use crate::error::{Corruption, Result, StoreError};

/// A parameter of a statement, the same for both engines.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Null,
    Int(i64),
    Real(f64),
    Bool(bool),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
    Id(Uuid),
}

macro_rules! from {
    ($($type:ty, $value:ident => $made:expr;)*) => {$(
        impl<'a> From<$type> for Value<'a> {
            fn from($value: $type) -> Self {
                $made
            }
        }
    )*};
}
from! {
    i64, value => Value::Int(value);
    u32, value => Value::Int(i64::from(value));
    f64, value => Value::Real(value);
    bool, value => Value::Bool(value);
    String, value => Value::Text(Cow::Owned(value));
    &'a str, value => Value::Text(Cow::Borrowed(value));
    &'a String, value => Value::Text(Cow::Borrowed(value));
    Vec<u8>, value => Value::Bytes(Cow::Owned(value));
    &'a [u8], value => Value::Bytes(Cow::Borrowed(value));
    &'a Vec<u8>, value => Value::Bytes(Cow::Borrowed(value));
    Uuid, value => Value::Id(value);
    Moment, value => Value::Int(value.micros());
    rapport_model::WorkspaceId, value => Value::Id(value.0);
    rapport_model::MemberId, value => Value::Id(value.0);
    rapport_model::PersonId, value => Value::Id(value.0);
    rapport_model::InteractionId, value => Value::Id(value.0);
    rapport_model::ImportId, value => Value::Id(value.0);
    rapport_model::AccountId, value => Value::Id(value.0);
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// The parameters after the workspace, in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::engine::value::Value::from($value)),*] };
}
pub(crate) use values;

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Real(value) => ValueRef::Real(*value),
            Value::Bool(value) => ValueRef::Integer(i64::from(*value)),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Bytes(value) => ValueRef::Blob(value),
            Value::Id(value) => ValueRef::Blob(value.as_bytes()),
        }))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(value) => value.to_sql(kind, out),
            Value::Real(value) => value.to_sql(kind, out),
            Value::Bool(value) => value.to_sql(kind, out),
            // PostgreSQL refuses NUL in text; nothing else is lost.
            Value::Text(value) if value.contains('\0') => value.replace('\0', "\u{fffd}").to_sql(kind, out),
            Value::Text(value) => value.as_ref().to_sql(kind, out),
            Value::Bytes(value) => value.as_ref().to_sql(kind, out),
            Value::Id(value) => value.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

/// One row of a result, the same for both engines. Columns are read by their index in the SELECT.
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    pub(crate) fn int(&self, column: usize) -> Result<i64> {
        self.maybe_int(column)?.ok_or_else(|| null(column))
    }

    pub(crate) fn maybe_int(&self, column: usize) -> Result<Option<i64>> {
        Ok(match self {
            Row::Sqlite(row) => row.get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }

    pub(crate) fn count(&self, column: usize) -> Result<u64> {
        Ok(self.int(column)?.unsigned_abs())
    }

    pub(crate) fn moment(&self, column: usize) -> Result<Moment> {
        self.int(column).map(Moment::from_micros)
    }

    pub(crate) fn maybe_moment(&self, column: usize) -> Result<Option<Moment>> {
        Ok(self.maybe_int(column)?.map(Moment::from_micros))
    }

    pub(crate) fn bool(&self, column: usize) -> Result<bool> {
        Ok(match self {
            Row::Sqlite(row) => row.get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }

    pub(crate) fn text(&self, column: usize) -> Result<String> {
        self.maybe_text(column)?.ok_or_else(|| null(column))
    }

    pub(crate) fn maybe_text(&self, column: usize) -> Result<Option<String>> {
        Ok(match self {
            Row::Sqlite(row) => row.get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<Vec<u8>> {
        self.maybe_bytes(column)?.ok_or_else(|| null(column))
    }

    pub(crate) fn maybe_bytes(&self, column: usize) -> Result<Option<Vec<u8>>> {
        Ok(match self {
            Row::Sqlite(row) => row.get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }

    pub(crate) fn id(&self, column: usize) -> Result<Uuid> {
        self.maybe_id(column)?.ok_or_else(|| null(column))
    }

    pub(crate) fn maybe_id(&self, column: usize) -> Result<Option<Uuid>> {
        match self {
            Row::Sqlite(row) => {
                let bytes: Option<[u8; 16]> = row.get(column)?;
                Ok(bytes.map(Uuid::from_bytes))
            }
            Row::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// A column with one of a few stable names; any other text is an error, since the store is damaged then.
    pub(crate) fn name<T>(&self, column: usize, read: impl Fn(&str) -> Option<T>) -> Result<T> {
        let text = self.text(column)?;
        read(&text).ok_or_else(|| Corruption::Name(text).into())
    }
}

fn null(column: usize) -> StoreError {
    Corruption::Column(column).into()
}
