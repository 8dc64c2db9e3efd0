use refinery::Migration;

use crate::error::Result;

/// Every migration, oldest first. One that has shipped is never edited.
const MIGRATIONS: &[(&str, &str)] = &[("V1__house", include_str!("../../migrations/0001_house.sql"))];

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
        let walls: String = text.split("CREATE TABLE ").skip(1).filter_map(wall).collect();
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
fn wall(definition: &str) -> Option<String> {
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
