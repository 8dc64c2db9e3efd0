use std::io::{BufWriter, Write};
use std::process::ExitCode;

use rapport_app::{ListedPerson, Ties, count, grouped};

use crate::arguments::Place;
use crate::arguments::sphere::Sphere;
use crate::output::{Style, styled};
use crate::wire::network as wire;
use crate::world::World;

pub(crate) async fn run(options: &Sphere, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    if options.json {
        print(&world.acting.ties().await?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let view = world.acting.sphere_view().await?;
    if view.known == 0 {
        println!("Nobody is known yet. Read a mailbox first: rapport import PATH --me ADDRESS");
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "You know {} of {} whom the team has met; {} you to circles that nobody else leads to.",
        grouped(view.known as u64),
        count(view.people as u64, "person", "people"),
        count(view.bridge_count as u64, "of these ties links", "of these ties link"),
    );
    if let Some(ways) = view.ways_out {
        println!("As ways out of your circle they count as {ways:.0}: the rest know each other too.");
    }
    list("Strong core", &view.core);
    list("Your only links", &view.bridges);
    list("Open new circles", &view.openings);
    if !view.concentrations.is_empty() {
        println!("\n{}", styled("Few hands", Style::Faint));
        view.concentrations.iter().for_each(|company| println!("  {}", company.why));
    }
    println!("\nNext: rapport dormant, or rapport path ADDRESS");
    Ok(ExitCode::SUCCESS)
}

/// A team's network is long, so it is written as it is made into text.
fn print(ties: &Ties) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut out, &wire::Sphere::from(ties))?;
    writeln!(out)?;
    Ok(out.flush()?)
}

fn list(title: &str, people: &[ListedPerson]) {
    if people.is_empty() {
        return;
    }
    println!("\n{}", styled(title, Style::Faint));
    for one in people {
        println!("  {}  {}", styled(&one.name, Style::Strong), styled(&one.address, Style::Faint));
        println!("  {}", one.why);
    }
}
