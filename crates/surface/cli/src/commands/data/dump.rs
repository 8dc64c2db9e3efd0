use std::process::ExitCode;

use serde_json::json;

use crate::arguments::{Dump, Place};
use crate::output::print_json;
use crate::world::World;

pub(crate) async fn run(options: Dump, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let (hash, counts) = world.app.store().read(world.app.workspace(), |tx| tx.logical_hash()).await?;
    if options.json {
        let counts: serde_json::Map<String, _> =
            counts.into_iter().map(|(table, rows)| (table.to_owned(), json!(rows))).collect();
        print_json(&json!({ "logical_hash": hash, "rows": counts }))?;
    } else {
        println!("{hash}");
    }
    Ok(ExitCode::SUCCESS)
}
