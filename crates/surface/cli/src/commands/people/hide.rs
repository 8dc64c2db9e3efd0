use std::process::ExitCode;

use crate::arguments::Place;
use crate::arguments::sphere::Hide;
use crate::world::World;

pub(crate) async fn run(options: Hide, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let acting = &world.acting;
    let person = acting.person_of(&options.address).await?;
    if options.undo {
        acting.show_tie(person).await?;
        println!("Your team can see that you know {}.", options.address);
    } else {
        acting.hide_tie(person).await?;
        println!("Your tie with {} is yours alone. Take it back: rapport hide {0} --undo", options.address);
    }
    Ok(ExitCode::SUCCESS)
}
