use std::process::ExitCode;

use rapport_app::{Found, PersonView, Shown, gap, written};
use rapport_model::{NotEnough, Reading};

use crate::arguments::{Person, Place};
use crate::output::{Style, print_json, styled, table};
use crate::wire::people as wire;
use crate::world::World;

pub(crate) async fn run(options: Person, place: Place) -> anyhow::Result<ExitCode> {
    let world = World::open(&place).await?;
    let person = world.acting.person_of(&options.address).await?;
    let view = world.acting.person(person, None, None).await?;
    if options.json {
        print_json(&wire::Person::from(&view))?;
    } else {
        print(&view);
    }
    Ok(ExitCode::SUCCESS)
}

fn print(view: &PersonView) {
    println!("{}  {}", styled(&view.person.name, Style::Strong), styled(&view.tie.address, Style::Faint));
    println!("{}\n", view.sentence);
    let mut rows = table(&["measure", "reading", "80 % interval", "n"]);
    for read in view.readings.iter() {
        let shown = read.measure.shown;
        rows.add_row(match &read.found {
            Ok(found) => {
                let reading = found.reading();
                let value = match found {
                    Found::Rhythm(_) => gap(reading.value),
                    Found::Response(_) | Found::Plain { .. } => written(shown, reading.value),
                };
                row(read.measure.label, value, shown, reading)
            }
            Err(missing) => row_without(read.measure.label, missing),
        });
    }
    let talk = &view.talk;
    for (label, measured) in [
        ("two-sided threads", &talk.two_sided),
        ("about plans and people", &talk.depth),
        ("given, of given and asked", &talk.given),
        ("empty check-ins", &talk.empty),
    ] {
        rows.add_row(match measured {
            Ok(reading) => row(label, written(Shown::Percent, reading.value), Shown::Percent, reading),
            Err(missing) => row_without(label, missing),
        });
    }
    println!("{rows}");
}

fn row(label: &str, value: String, shown: Shown, reading: &Reading) -> [String; 4] {
    let interval = format!("{} to {}", written(shown, reading.low), written(shown, reading.high));
    [label.to_owned(), value, interval, reading.n.to_string()]
}

fn row_without(label: &str, missing: &NotEnough) -> [String; 4] {
    [label.to_owned(), missing.not_enough.clone(), String::new(), String::new()]
}
