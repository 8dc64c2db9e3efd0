use rapport_model::WorkspaceId;

use crate::error::Result;

/// The key of the advisory lock that a writer of a workspace holds.
pub(crate) fn writer_lock(workspace: WorkspaceId) -> i64 {
    let (high, low) = workspace.0.as_u64_pair();
    (high ^ low) as i64
}

/// Whether somebody, in whichever process, waits for that lock.
pub(crate) async fn is_writer_waiting(
    transaction: &deadpool_postgres::Transaction<'_>,
    workspace: WorkspaceId,
) -> Result<bool> {
    const QUESTION: &str = "SELECT EXISTS (SELECT 1 FROM pg_locks
        WHERE locktype = 'advisory' AND NOT granted AND (classid::bigint << 32 | objid::bigint) = $1
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))";
    let prepared = transaction.prepare_cached(QUESTION).await?;
    Ok(transaction.query_one(&prepared, &[&writer_lock(workspace)]).await?.try_get(0)?)
}
