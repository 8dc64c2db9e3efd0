use std::process::ExitCode;

use rapport_app::AppError;

use crate::arguments::{Place, Why};
use crate::output::print_json;
use crate::wire::mail as wire;
use crate::world::World;

pub(crate) async fn run(options: Why, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let found = match world.acting.why(&options.message_id).await {
        Ok(found) => found,
        Err(AppError::NotFound(_)) => {
            eprintln!("No message with this id was ever read.");
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    };
    for why in found {
        if options.json {
            print_json(&wire::Why::from(&why))?;
            continue;
        }
        let reason = why.reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
        println!("{}{reason}: {}", why.decision.replace('_', " "), why.explanation);
        println!("from {}", why.source);
        for problem in why.problems {
            println!("problem: {}", problem.detail);
        }
        if why.is_copied {
            println!("Another message bears the same Message-ID with other content.");
        }
    }
    Ok(ExitCode::SUCCESS)
}
