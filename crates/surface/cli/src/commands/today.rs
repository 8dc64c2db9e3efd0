use std::process::ExitCode;

use rapport_app::Lane;

use crate::arguments::{Place, Today};
use crate::output::{Style, print_json, styled};
use crate::wire::today::Card;
use crate::world::World;

pub(crate) async fn run(options: Today, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let today = world.acting.today(options.at, options.limit).await?;
    if options.json {
        print_json(&today.cards.iter().map(Card::from).collect::<Vec<_>>())?;
        return Ok(ExitCode::SUCCESS);
    }
    if today.relationships == 0 {
        println!("Nothing is known yet. Read a mailbox first: rapport import PATH --me ADDRESS");
    } else if today.cards.is_empty() {
        println!("Nobody waits for you, and no tie is quieter than usual. A good day for somebody new.");
    }
    for lane in Lane::ALL {
        let cards: Vec<_> = today.cards.iter().filter(|card| card.lane == lane).collect();
        if cards.is_empty() {
            continue;
        }
        let title = match lane {
            Lane::Owe => "You owe",
            Lane::StayClose => "Stay close",
            Lane::LeanBack => "Lean back",
            Lane::Wake => "Wake",
        };
        println!("{}", styled(title, Style::Faint));
        for card in cards {
            println!("\n  {}  {}", styled(&card.name, Style::Strong), styled(&card.address, Style::Faint));
            println!("  {}\n  {}", card.why, card.begin);
        }
        println!();
    }
    Ok(ExitCode::SUCCESS)
}
