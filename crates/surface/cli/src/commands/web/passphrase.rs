use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;

use crate::arguments::Place;
use crate::world::World;

pub(crate) async fn run(place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    if std::io::stdin().is_terminal() {
        eprint!("New passphrase (it will be shown as you type): ");
        std::io::stderr().flush()?;
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    world.app.change_passphrase(line.trim_end_matches(['\r', '\n']).to_owned()).await?;
    println!("The passphrase is set, and everybody is signed out.");
    Ok(ExitCode::SUCCESS)
}
