use std::process::ExitCode;

use rapport_app::{Company, count, grouped, percent};

use crate::arguments::Place;
use crate::arguments::sphere::Team;
use crate::output::{Style, print_json, styled, table};
use crate::wire::team as wire;
use crate::world::World;

pub(crate) async fn run(options: &Team, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let team = world.acting.team().await?;
    if options.json {
        print_json(&wire::Team::from(&*team))?;
        return Ok(ExitCode::SUCCESS);
    }
    if team.relationships == 0 {
        println!("Nobody is known yet. Read a mailbox first: rapport import PATH --me ADDRESS");
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "{} and {}, all counted together.\n",
        count(team.members as u64, "member", "members"),
        count(team.relationships, "relationship", "relationships"),
    );
    for (warmth, relationships) in team.bands.iter().rev() {
        println!("  {:<8} {:>9}", warmth.word(), grouped(*relationships));
    }
    let print_sentence = |title: &str, sentence: Result<String, rapport_model::NotEnough>| {
        println!("\n{}", styled(title, Style::Faint));
        println!("{}", sentence.unwrap_or_else(|missing| missing.not_enough));
    };
    print_sentence("People in contact, each week", team.weeks_sentence(&world.acting.calendar().await?));
    print_sentence("Answers to your questions, by company", team.companies.sentence());
    if team.companies.compared > 0 {
        println!("{}", team.companies.chance_sentence());
    }
    if team.companies.shown.iter().any(Company::stands_out) {
        println!("\n{}", companies(&team.companies.shown));
    }
    println!("\nNext: rapport team --json has every week and the companies asked most");
    Ok(ExitCode::SUCCESS)
}

/// The table of the companies that stand out.
fn companies(shown: &[Company]) -> comfy_table::Table {
    let mut rows = table(&["company", "answered", "rate", "80 % interval"]);
    for company in shown.iter().filter(|company| company.stands_out()) {
        let reading = &company.benchmark.reading;
        rows.add_row(vec![
            company.domain.clone(),
            format!("{} of {}", company.count.successes, company.count.trials),
            percent(reading.value),
            format!("{} to {}", percent(reading.low), percent(reading.high)),
        ]);
    }
    rows
}
