use std::process::ExitCode;

use crate::arguments::{Backup, Place};
use crate::output::print_json;
use crate::wire::data as wire;
use crate::world::World;

pub(crate) async fn run(options: Backup, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let manifest = world.app.store().backup(&options.file, world.app.now())?;
    if options.json {
        print_json(&wire::Manifest::from(&manifest))?;
    } else {
        println!(
            "{} holds everything up to {}: {} bytes.",
            options.file.display(),
            manifest.made_at,
            manifest.size
        );
    }
    Ok(ExitCode::SUCCESS)
}
