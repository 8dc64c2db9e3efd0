use std::process::ExitCode;

use anyhow::bail;
use rapport_app::Undo;

use crate::arguments::Place;
use crate::arguments::sphere::OptOut;
use crate::world::World;

pub(crate) async fn run(options: OptOut, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let (app, member) = (&world.app, world.member.id);
    let person = app.person_of(&options.address).await?;
    let known = app.opt_out_of(person).await?;
    match (options.undo, known) {
        (true, None) => bail!("{} has not asked to be left alone.", options.address),
        (true, Some(act)) if act.member != member => bail!("A colleague noted it, and takes it back."),
        (true, Some(act)) => {
            app.undo(member, Undo(act.id)).await?;
            println!("{} may be contacted again.", options.address);
        }
        (false, known) => {
            if known.is_none() {
                app.opt_out(member, person, options.note).await?;
            }
            println!("Nobody of the team is told to write to {}.", options.address);
        }
    }
    Ok(ExitCode::SUCCESS)
}
