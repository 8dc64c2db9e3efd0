use refinery::Migration;

use crate::error::Result;

/// Every migration, oldest first. One that has shipped is never edited.
const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__house", include_str!("../../migrations/0001_house.sql")),
    ("V2__attention", include_str!("../../migrations/0002_attention.sql")),
    ("V3__team", include_str!("../../migrations/0003_team.sql")),
    ("V4__permission", include_str!("../../migrations/0004_permission.sql")),
    ("V5__queue", include_str!("../../migrations/0005_queue.sql")),
    ("V6__arrival", include_str!("../../migrations/0006_arrival.sql")),
    ("V7__counters", include_str!("../../migrations/0007_counters.sql")),
];

/// Migrations as SQLite reads them.
pub(crate) fn sqlite() -> Result<Vec<Migration>> {
    let spelled = |text: &str| {
        text.replace("{id}", "BLOB")
            .replace("{bytes}", "BLOB")
            .replace("{flag}", "INTEGER")
            .replace("{narrow}", "WITHOUT ROWID")
    };
    let search = |version: &str| match version {
        "V1__house" => super::search::SQLITE_TABLES,
        _ => "",
    };
    migrations(|version, text| format!("{}\n{}", spelled(text), search(version)))
}

/// Migrations as PostgreSQL reads them, each table behind row-level security.
pub(crate) fn postgres() -> Result<Vec<Migration>> {
    let spelled = |text: &str| {
        text.replace("{id}", "UUID")
            .replace("{bytes}", "BYTEA")
            .replace("{flag}", "BOOLEAN")
            .replace(" {narrow}", "")
    };
    let search = |version: &str| match version {
        "V1__house" => super::search::POSTGRES_TABLES,
        _ => "",
    };
    migrations(|version, text| {
        let text = format!("{}\n{}", spelled(text), search(version));
        let walls: String = text.split("CREATE TABLE ").skip(1).filter_map(row_level_security).collect();
        format!("{text}\n{walls}")
    })
}

fn migrations(spell: impl Fn(&str, &str) -> String) -> Result<Vec<Migration>> {
    MIGRATIONS
        .iter()
        .map(|(version, text)| Ok(Migration::unapplied(version, &spell(version, text))?))
        .collect()
}

/// The row-level security of one table, from what follows its `CREATE TABLE`.
fn row_level_security(definition: &str) -> Option<String> {
    let (table, rest) = definition.split_once(' ')?;
    let columns = rest.split_once(");").map_or(rest, |(columns, _)| columns);
    columns.contains("workspace_id").then(|| {
        format!(
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n\
             ALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n\
             CREATE POLICY {table}_workspace ON {table}\n    \
             USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid)\n    \
             WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);\n"
        )
    })
}

/// Tells SQLite's planner what it cannot know of an empty database: that one workspace holds nearly everything, so
/// that knowing the workspace narrows nothing and the next column does. A later ANALYZE finds out by itself.
pub(crate) fn seed_planner_statistics(connection: &rusqlite::Connection) -> Result<()> {
    connection.execute_batch("ANALYZE; DELETE FROM sqlite_stat1;")?;
    let mut indexes = connection.prepare(
        "SELECT m.name, i.name, i.origin = 'pk' AND m.sql LIKE '%WITHOUT ROWID%', i.\"unique\",
            (SELECT count(*) FROM pragma_index_info(i.name))
        FROM sqlite_schema m, pragma_index_list(m.name) i
        WHERE m.type = 'table' AND m.sql LIKE '%workspace_id%'",
    )?;
    let rows = indexes.query_map([], |row| {
        let (table, index): (String, String) = (row.get(0)?, row.get(1)?);
        let (is_table, is_unique, columns): (bool, bool, u16) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let columns = usize::from(columns);
        let mut narrowed = vec!["1000000"; 2];
        narrowed.resize(columns + 1, "20");
        if is_unique && columns > 1 {
            narrowed[columns] = "1";
        }
        Ok((table.clone(), if is_table { table } else { index }, narrowed.join(" ")))
    })?;
    for row in rows {
        connection.execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)", row?)?;
    }
    connection.execute_batch("ANALYZE sqlite_schema;")?;
    Ok(())
}
