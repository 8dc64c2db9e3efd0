use std::process::ExitCode;

use rapport_app::percent;

use crate::arguments::Place;
use crate::arguments::sphere::PathTo;
use crate::output::{Style, print_json, styled};
use crate::wire::network::Way;
use crate::world::World;

pub(crate) async fn run(options: PathTo, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let person = world.acting.met_at(&options.address).await?;
    let found = world.acting.paths_to(person, options.limit).await?;
    if options.json {
        print_json(&found.ways.iter().map(Way::from).collect::<Vec<_>>())?;
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}  {}", styled(&found.name, Style::Strong), styled(&found.address, Style::Faint));
    if found.known.is_some() {
        println!("You have a tie yourself: rapport person {}", found.address);
    }
    if found.opted_out {
        println!("They asked not to be contacted; no way leads there.");
    } else if found.ways.is_empty() {
        println!("Nobody of the team or of those you know leads there.");
    }
    for way in &found.ways {
        let names: Vec<&str> = way.steps.iter().map(|step| step.name.as_str()).collect();
        println!("\n  {}  {}", names.join(" > "), styled(&percent(way.probability), Style::Faint));
        println!("  {}", way.sentence);
    }
    Ok(ExitCode::SUCCESS)
}
