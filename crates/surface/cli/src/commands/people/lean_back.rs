use std::process::ExitCode;

use anyhow::bail;
use rapport_app::{Guards, LeanBackChoice, LeanBackView, Undo, days, percent};
use rapport_model::span_of_days;

use crate::arguments::Place;
use crate::arguments::sphere::LeanBack;
use crate::error::refused;
use crate::output::{Style, print_json, styled};
use crate::wire::lean_back::{self as wire, LeanBackAnswer};
use crate::world::World;

pub(crate) async fn run(options: LeanBack, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let acting = &world.acting;
    let Some(address) = &options.address else {
        let tests = acting.lean_backs().await?;
        if options.json {
            tests.iter().try_for_each(|test| print_json(&wire::LeanBack::from(test)))?;
        } else if tests.is_empty() {
            println!("No test has been begun. Look at one: rapport lean-back ADDRESS");
        } else {
            tests.iter().for_each(print);
        }
        return Ok(ExitCode::SUCCESS);
    };
    let person = acting.person_of(address).await?;
    let guards = Guards {
        is_deciding: options.deciding,
        renewal_in: options.renewal_in.map(span_of_days),
        is_too_valuable: options.too_valuable,
    };
    let running =
        acting.lean_backs().await?.into_iter().find(|test| test.person == person && test.outcome.is_none());
    if options.stop {
        let Some(test) = running else { bail!("No test with them is running.") };
        acting.stop_lean_back(Undo(test.id)).await?;
    } else if options.start {
        acting.begin_lean_back(person, guards).await?;
    } else if running.is_none() {
        let proposal = acting.propose_lean_back(person, guards).await?;
        match &proposal {
            _ if options.json => print_json(&LeanBackAnswer::from(&proposal))?,
            Ok(proposal) => {
                let wait = days(proposal.plan.wait_days.unwrap_or(proposal.plan.longest_days));
                println!("{} Silence of up to {wait} would tell.", proposal.reason);
                println!("Begin it: rapport lean-back {address} --start");
            }
            Err(refusal) => println!("No test: {}", refused(refusal)),
        }
        return Ok(ExitCode::SUCCESS);
    }
    let shown = match acting.lean_back_with(person).await? {
        LeanBackChoice::Running(test)
        | LeanBackChoice::Open(_, Some(test))
        | LeanBackChoice::Refused(_, Some(test)) => test,
        LeanBackChoice::Open(_, None) | LeanBackChoice::Refused(_, None) => {
            bail!("There is no test with them.")
        }
    };
    if options.json {
        print_json(&wire::LeanBack::from(&shown))?;
    } else {
        print(&shown);
    }
    Ok(ExitCode::SUCCESS)
}

fn print(test: &LeanBackView) {
    let outcome = test.outcome.map_or("running", rapport_app::LeanBackOutcome::name).replace('_', " ");
    println!("{}  {}", styled(&test.name, Style::Strong), styled(&test.address, Style::Faint));
    println!(
        "  {outcome}, {} likely to lean in; from {} to {}",
        percent(test.posterior),
        test.starts_at,
        test.ends_at
    );
    println!("  {}", test.sentence);
}
