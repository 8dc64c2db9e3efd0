use std::borrow::Cow;
use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::try_join_all;
use rapport_model::WorkspaceId;
use rusqlite::StatementStatus;
use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;

use crate::engine::statement::Statement;
use crate::engine::value::{Row, Value};
use crate::engine::writer::is_writer_waiting;
use crate::error::Result;

/// A transaction on one workspace. Every statement run in it is bound to that workspace as `$1`.
pub struct Tx<'a> {
    pub(crate) workspace: WorkspaceId,
    pub(crate) engine: EngineTx<'a>,
    /// The number of steps that the virtual machine of SQLite has taken for queries.
    pub(crate) steps: Cell<u64>,
    /// On SQLite, the number of changes of this process that wait for this one; `None` on PostgreSQL.
    pub(crate) waiting: Option<&'a AtomicUsize>,
}

pub(crate) enum EngineTx<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres { transaction: &'a deadpool_postgres::Transaction<'a>, runtime: &'a Runtime },
}

impl<'a> Tx<'a> {
    pub(crate) fn of(workspace: WorkspaceId, engine: EngineTx<'a>) -> Self {
        Self { workspace, engine, steps: Cell::new(0), waiting: None }
    }

    fn count(&self, statement: &rusqlite::Statement<'_>) {
        let taken = statement.reset_status(StatementStatus::VmStep);
        self.steps.set(self.steps.get() + u64::from(taken.unsigned_abs()));
    }

    /// The workspace this transaction is bound to.
    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Whether another change waits for this one. Long ones that can be made in parts ask between the parts.
    pub fn has_waiting_writer(&self) -> Result<bool> {
        match &self.engine {
            EngineTx::Sqlite(_) => {
                Ok(self.waiting.is_some_and(|waiting| waiting.load(Ordering::Relaxed) > 0))
            }
            EngineTx::Postgres { transaction, runtime } => {
                runtime.block_on(is_writer_waiting(transaction, self.workspace))
            }
        }
    }

    /// The workspace as a parameter, which is `$1` of every statement.
    fn scope(&self) -> Value<'static> {
        Value::Id(self.workspace.0)
    }

    /// Runs a statement and says how many rows it changed.
    pub(crate) fn execute(&self, statement: &Statement, values: &[Value<'_>]) -> Result<u64> {
        let scope = self.scope();
        match &self.engine {
            EngineTx::Sqlite(connection) => {
                let mut prepared = connection.prepare_cached(statement.sqlite())?;
                Ok(prepared.execute(rusqlite::params_from_iter(bound(&scope, values)))? as u64)
            }
            EngineTx::Postgres { transaction, runtime } => runtime.block_on(async {
                let prepared = transaction.prepare_cached(statement.postgres()).await?;
                Ok(transaction.execute(&prepared, &references(&scope, values)).await?)
            }),
        }
    }

    /// Runs a statement once for each row of values: prepared once on SQLite, pipelined on PostgreSQL.
    pub(crate) fn execute_each(&self, statement: &Statement, rows: &[Vec<Value<'_>>]) -> Result<()> {
        let scope = &self.scope();
        match &self.engine {
            EngineTx::Sqlite(connection) => {
                let mut prepared = connection.prepare_cached(statement.sqlite())?;
                for row in rows {
                    prepared.execute(rusqlite::params_from_iter(bound(scope, row)))?;
                }
                Ok(())
            }
            EngineTx::Postgres { transaction, runtime } => {
                runtime.block_on(async {
                    let prepared = transaction.prepare_cached(statement.postgres()).await?;
                    let prepared = &prepared;
                    try_join_all(rows.iter().map(|row| async move {
                        transaction.execute(prepared, &references(scope, row)).await
                    }))
                    .await?;
                    Ok(())
                })
            }
        }
    }

    /// Calls `each` with the rows of a result one by one, without collecting them.
    pub(crate) fn for_each(
        &self,
        statement: &Statement,
        values: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let scope = self.scope();
        match &self.engine {
            EngineTx::Sqlite(connection) => {
                let mut prepared = connection.prepare_cached(statement.sqlite())?;
                let mut rows = prepared.query(rusqlite::params_from_iter(bound(&scope, values)))?;
                while let Some(row) = rows.next()? {
                    each(&Row::Sqlite(row))?;
                }
                drop(rows);
                self.count(&prepared);
                Ok(())
            }
            EngineTx::Postgres { transaction, runtime } => {
                const PAGE: i32 = 2_000;
                let prepared = runtime.block_on(transaction.prepare_cached(statement.postgres()))?;
                let portal = runtime.block_on(transaction.bind(&prepared, &references(&scope, values)))?;
                loop {
                    let rows = runtime.block_on(transaction.query_portal(&portal, PAGE))?;
                    for row in &rows {
                        each(&Row::Postgres(row))?;
                    }
                    if rows.len() < PAGE as usize {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// All rows of a result.
    pub(crate) fn query<T>(
        &self,
        statement: &Statement,
        values: &[Value<'_>],
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let EngineTx::Postgres { transaction, runtime } = &self.engine else {
            let mut found = Vec::new();
            self.for_each(statement, values, |row| {
                found.push(read(row)?);
                Ok(())
            })?;
            return Ok(found);
        };
        let scope = self.scope();
        let rows = runtime.block_on(async {
            let prepared = transaction.prepare_cached(statement.postgres()).await?;
            transaction.query(&prepared, &references(&scope, values)).await
        })?;
        rows.iter().map(|row| read(&Row::Postgres(row))).collect()
    }

    /// The first row of a result; `None` when it has none.
    pub(crate) fn optional<T>(
        &self,
        statement: &Statement,
        values: &[Value<'_>],
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.query(statement, values, read)?.into_iter().next())
    }

    /// The results of one query for many values, in the order of the values.
    pub(crate) fn query_each<T>(
        &self,
        statement: &Statement,
        rows: &[Vec<Value<'_>>],
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<Vec<T>>> {
        let scope = &self.scope();
        match &self.engine {
            EngineTx::Sqlite(connection) => {
                let mut prepared = connection.prepare_cached(statement.sqlite())?;
                let mut answers = Vec::with_capacity(rows.len());
                for row in rows {
                    let mut found = Vec::new();
                    let mut cursor = prepared.query(rusqlite::params_from_iter(bound(scope, row)))?;
                    while let Some(row) = cursor.next()? {
                        found.push(read(&Row::Sqlite(row))?);
                    }
                    answers.push(found);
                }
                self.count(&prepared);
                Ok(answers)
            }
            EngineTx::Postgres { transaction, runtime } => {
                let answers =
                    runtime.block_on(async {
                        let prepared = transaction.prepare_cached(statement.postgres()).await?;
                        let prepared = &prepared;
                        try_join_all(rows.iter().map(|row| async move {
                            transaction.query(prepared, &references(scope, row)).await
                        }))
                        .await
                    })?;
                let read_all = |rows: Vec<tokio_postgres::Row>| {
                    rows.iter().map(|row| read(&Row::Postgres(row))).collect()
                };
                answers.into_iter().map(read_all).collect()
            }
        }
    }
}

/// The parameters of a statement: the workspace, then its values.
fn bound<'v>(scope: &'v Value<'v>, values: &'v [Value<'v>]) -> impl Iterator<Item = &'v Value<'v>> {
    std::iter::once(scope).chain(values)
}

fn references<'v>(scope: &'v Value<'v>, values: &'v [Value<'v>]) -> Vec<&'v (dyn ToSql + Sync)> {
    bound(scope, values).map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl From<rapport_model::Side> for Value<'_> {
    fn from(side: rapport_model::Side) -> Self {
        Value::Text(Cow::Borrowed(side.name()))
    }
}

impl From<rapport_model::Channel> for Value<'_> {
    fn from(channel: rapport_model::Channel) -> Self {
        Value::Text(Cow::Borrowed(channel.name()))
    }
}

#[cfg(test)]
impl Tx<'_> {
    /// Prepares a statement without running it.
    pub(crate) fn prepare(&self, statement: &Statement) -> Result<()> {
        match &self.engine {
            EngineTx::Sqlite(connection) => connection.prepare(statement.sqlite()).map(drop)?,
            EngineTx::Postgres { transaction, runtime } => {
                runtime.block_on(transaction.prepare_cached(statement.postgres())).map(drop)?;
            }
        }
        Ok(())
    }

    /// The query plan of SQLite; that of PostgreSQL depends on statistics that a test does not have.
    pub(crate) fn plan(&self, statement: &Statement) -> Vec<String> {
        let EngineTx::Sqlite(connection) = &self.engine else { return Vec::new() };
        let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", statement.sqlite())).unwrap();
        let blanks = vec![rusqlite::types::Null; plan.parameter_count()];
        let steps = plan.query_map(rusqlite::params_from_iter(blanks), |row| row.get(3)).unwrap();
        steps.map(|step| step.unwrap()).collect()
    }

    /// Whether PostgreSQL sees this connection encrypted.
    pub(crate) fn is_encrypted(&self) -> Result<bool> {
        let EngineTx::Postgres { transaction, runtime } = &self.engine else { return Ok(false) };
        let question = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        Ok(runtime.block_on(transaction.query_one(question, &[]))?.try_get(0)?)
    }

    /// Runs SQL outside the rules, to make a state that no released version would.
    pub(crate) fn run_as_is(&self, text: &str) {
        match &self.engine {
            EngineTx::Sqlite(connection) => connection.execute_batch(text).unwrap(),
            EngineTx::Postgres { transaction, runtime } => {
                runtime.block_on(transaction.batch_execute(text)).unwrap();
            }
        }
    }
}
