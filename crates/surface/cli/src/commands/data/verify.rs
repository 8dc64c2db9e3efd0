use std::process::ExitCode;

use crate::arguments::{Json, Place};
use crate::output::print_json;
use crate::progress::{Unit, bar};
use crate::wire::data as wire;
use crate::world::World;

pub(crate) async fn run(options: Json, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let bar = bar(!options.json, Unit::Things);
    bar.set_message("originals");
    let show = bar.clone();
    let found = world
        .app
        .store()
        .read(world.app.workspace(), move |tx| {
            tx.verify(rapport_capture::decompress, |done| show.set_position(done))
        })
        .await?;
    bar.finish_and_clear();
    if options.json {
        print_json(&wire::Verification::from(&found))?;
    } else {
        println!("{} originals were read back.", found.originals);
        for hash in &found.damaged {
            println!("damaged: {hash}");
        }
        for line in &found.database {
            println!("database: {line}");
        }
        if found.is_sound() {
            println!("Everything is as it came.");
        }
    }
    Ok(if found.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
