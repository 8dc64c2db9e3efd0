use std::process::ExitCode;

use anyhow::bail;
use rapport_app::{IntroductionOutcome, IntroductionView, Undo};

use crate::arguments::Place;
use crate::arguments::sphere::Introduction;
use crate::output::{Style, print_json, styled};
use crate::wire::network as wire;
use crate::world::World;

pub(crate) async fn run(options: Introduction, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let acting = &world.acting;
    let mut shown = acting.introductions().await?;
    if let Some(address) = &options.address {
        let person = acting.met_at(address).await?;
        if let Some(via) = &options.via {
            acting.ask_introduction(acting.via(via).await?, person).await?;
        } else if options.declined || options.undo {
            let is_open = |one: &&IntroductionView| {
                one.person == person && (options.undo || one.outcome == IntroductionOutcome::Waiting)
            };
            let Some(asked) = shown.iter().find(is_open).map(|one| Undo(one.id)) else {
                bail!("No request to be introduced to {address} is open.");
            };
            if options.undo {
                acting.undo_introduction(asked).await?;
            } else {
                acting.decline_introduction(asked).await?;
            }
        }
        shown = acting.introductions().await?;
        shown.retain(|one| one.person == person);
    }
    if options.json {
        print_json(&shown.iter().map(wire::Introduction::from).collect::<Vec<_>>())?;
        return Ok(ExitCode::SUCCESS);
    }
    if shown.is_empty() {
        println!("You have asked for no introduction. Find a way first: rapport path ADDRESS");
    }
    for one in &shown {
        println!("{}  {}", styled(&one.name, Style::Strong), styled(&one.address, Style::Faint));
        println!("  {}", one.sentence);
    }
    Ok(ExitCode::SUCCESS)
}
