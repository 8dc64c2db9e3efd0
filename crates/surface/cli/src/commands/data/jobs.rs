use std::process::ExitCode;

use rapport_app::{job_standing, job_title};

use crate::arguments::Place;
use crate::arguments::jobs::{Jobs, JobsAction};
use crate::output::{print_json, table};
use crate::wire::data::Job;
use crate::world::World;

pub(crate) async fn run(options: Jobs, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let acting = &world.acting;
    match options.action {
        Some(JobsAction::Retry { id }) => {
            acting.retry_job(id).await?;
            println!("It is tried again by `rapport serve`.");
        }
        Some(JobsAction::Stop { id }) => {
            acting.stop_job(id).await?;
            println!("It does not go on.");
        }
        None => list(&world, options.json).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(world: &World, is_json: bool) -> anyhow::Result<()> {
    let jobs = world.acting.open_jobs().await?;
    if is_json {
        return jobs.iter().try_for_each(|job| print_json(&Job::from(job)));
    }
    if jobs.is_empty() {
        println!("Nothing waits, and nothing was set aside.");
        return Ok(());
    }
    let mut rows = table(&["id", "what", "where it stands", "what went wrong"]);
    for job in &jobs {
        let standing = job_standing(job, world.acting.now());
        let error = job.error.clone().unwrap_or_default();
        rows.add_row([job.id.to_string(), job_title(&job.kind).to_owned(), standing, error]);
    }
    println!("{rows}");
    Ok(())
}
