use std::process::ExitCode;

use crate::arguments::{Place, Why};
use crate::output::print_json;
use crate::wire::mail as wire;
use crate::world::World;

pub(crate) async fn run(options: Why, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    for why in world.acting.why(&options.message_id).await? {
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
