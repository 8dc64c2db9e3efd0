use std::fmt::Write;
use std::process::ExitCode;

use rapport_app::job_title;
use rapport_model::{Decision, JobState, OpenJob};

use crate::arguments::{Json, Place};
use crate::error::one_line;
use crate::output::{print_json, table};
use crate::wire::data::Check;
use crate::world::{World, location};

pub(crate) async fn run(options: Json, place: Place) -> anyhow::Result<ExitCode> {
    let mut checks = Vec::new();
    let world = match World::open(&place).await {
        Ok(world) => world,
        Err(error) => {
            checks.push(Check { name: "database", is_fine: false, found: one_line(&error) });
            return report(&checks, options.json);
        }
    };
    let place = match location(&place)? {
        rapport_store::Location::Folder(folder) => folder.display().to_string(),
        rapport_store::Location::Postgres(_) => "PostgreSQL".to_owned(),
    };
    checks.push(Check { name: "database", is_fine: true, found: place });
    let (counts, people, interactions, pending, damaged) = world
        .app
        .store()
        .read(world.app.workspace(), |tx| {
            let pending = tx.pending_pairs(1_000)?.len();
            Ok((
                tx.all_decision_counts()?,
                tx.people_count()?,
                tx.interaction_count()?,
                pending,
                tx.database_problems()?,
            ))
        })
        .await?;
    let kept: u64 =
        counts.iter().filter(|(decision, _)| *decision == Decision::Kept).map(|(_, count)| count).sum();
    let read: u64 = counts.iter().map(|(_, count)| count).sum();
    checks.push(Check {
        name: "pages",
        is_fine: damaged.is_empty(),
        found: damaged.first().cloned().unwrap_or_else(|| "sound".into()),
    });
    checks.push(Check { name: "messages", is_fine: true, found: format!("{read} read, {kept} kept") });
    checks.push(Check {
        name: "interactions",
        is_fine: interactions >= kept,
        found: format!("{interactions} with {people} people"),
    });
    checks.push(Check {
        name: "relationships",
        is_fine: pending == 0,
        found: if pending == 0 {
            "all folded".into()
        } else {
            format!("{pending} are behind; `rapport serve` folds them")
        },
    });
    checks.push(jobs(&world).await?);
    let addresses = world.acting.settings().await?.addresses.len();
    checks.push(Check {
        name: "addresses",
        is_fine: addresses > 0 || read == 0,
        found: format!("{addresses} of {}", world.acting.member().name),
    });
    report(&checks, options.json)
}

/// Checks for jobs that were set aside, since nobody runs them again by itself.
async fn jobs(world: &World) -> anyhow::Result<Check> {
    const LOOKED_AT: u32 = 1_000;
    let open = world.app.store().read(world.app.workspace(), |tx| tx.open_jobs(LOOKED_AT)).await?;
    let (set_aside, others): (Vec<OpenJob>, Vec<OpenJob>) =
        open.into_iter().partition(|job| job.state == JobState::SetAside);
    let waiting = others.iter().filter(|job| job.state == JobState::Waiting).count();
    let mut found = match waiting {
        0 => "none waits".to_owned(),
        1 => "1 waits".to_owned(),
        many => format!("{many} wait"),
    };
    for OpenJob { id, kind, error, .. } in &set_aside {
        let error = error.as_deref().unwrap_or_default();
        let title = job_title(kind);
        write!(
            found,
            "; {title} was set aside: {error} Then try `rapport jobs retry {id}`, or `rapport jobs stop {id}` to do without it"
        )?;
    }
    Ok(Check { name: "jobs", is_fine: set_aside.is_empty(), found })
}

fn report(checks: &[Check], is_json: bool) -> anyhow::Result<ExitCode> {
    if is_json {
        print_json(&checks)?;
    } else {
        let mut rows = table(&["check", "", "found"]);
        for check in checks {
            rows.add_row([check.name, if check.is_fine { "fine" } else { "NOT FINE" }, &check.found]);
        }
        println!("{rows}");
    }
    let is_fine = checks.iter().all(|check| check.is_fine);
    Ok(if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
