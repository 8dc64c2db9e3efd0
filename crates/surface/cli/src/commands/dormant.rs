use std::process::ExitCode;

use crate::arguments::{Dormant, Place};
use crate::output::{Style, print_json, styled};
use crate::world::World;

pub(crate) async fn run(options: &Dormant, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let found = world.app.dormant(world.member.id, options.limit).await?;
    if options.json {
        print_json(&found)?;
        return Ok(ExitCode::SUCCESS);
    }
    if found.is_empty() {
        println!("No tie has been silent for long enough to be called dormant.");
    }
    for one in &found {
        println!("{}  {}", styled(&one.name, Style::Strong), styled(&one.address, Style::Faint));
        println!("{}\n{}\n", one.why, one.begin);
    }
    Ok(ExitCode::SUCCESS)
}
