use std::process::ExitCode;

use crate::arguments::{Dump, Place};
use crate::output::print_json;
use crate::wire::data as wire;
use crate::world::World;

pub(crate) async fn run(options: Dump, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let (hash, counts) = world.app.store().read_all(world.app.workspace(), |tx| tx.logical_hash()).await?;
    if options.json {
        print_json(&wire::Dump { logical_hash: hash, rows: counts.into_iter().collect() })?;
    } else {
        println!("{hash}");
    }
    Ok(ExitCode::SUCCESS)
}
