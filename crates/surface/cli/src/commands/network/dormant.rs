use std::process::ExitCode;

use crate::arguments::Place;
use crate::arguments::sphere::Dormant;
use crate::output::{Style, print_json, styled};
use crate::wire::network::DormantTie;
use crate::world::World;

pub(crate) async fn run(options: &Dormant, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let found = match options.limit {
        Some(limit) => world.acting.dormant_ties(limit).await?,
        None => world.acting.dormant().await?,
    };
    if options.json {
        print_json(&found.iter().map(DormantTie::from).collect::<Vec<_>>())?;
        return Ok(ExitCode::SUCCESS);
    }
    if found.is_empty() {
        println!("Nobody to wake: no tie has been silent for long enough, or this week's were seen to.");
    }
    for one in &found {
        println!("{}  {}", styled(&one.name, Style::Strong), styled(&one.address, Style::Faint));
        println!("{}\n{}\n", one.why, one.begin);
    }
    Ok(ExitCode::SUCCESS)
}
