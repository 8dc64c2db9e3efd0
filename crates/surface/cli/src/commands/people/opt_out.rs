use std::process::ExitCode;

use anyhow::bail;
use rapport_app::Undo;

use crate::arguments::Place;
use crate::arguments::sphere::OptOut;
use crate::world::World;

pub(crate) async fn run(options: OptOut, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let acting = &world.acting;
    let person = acting.person_of(&options.address).await?;
    let known = acting.opt_out_of(person).await?;
    match (options.undo, known) {
        (true, None) => bail!("{} has not asked to be left alone.", options.address),
        (true, Some(known)) => {
            acting.withdraw_opt_out(Undo(known.id)).await?;
            println!("{} may be contacted again.", options.address);
        }
        (false, known) => {
            if known.is_none() {
                acting.opt_out(person, options.through, options.note).await?;
            }
            println!("Nobody of the team is told to write to {}.", options.address);
        }
    }
    Ok(ExitCode::SUCCESS)
}
