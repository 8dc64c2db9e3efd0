use std::process::ExitCode;

use rapport_app::{PersonView, days, gap, percent};
use rapport_model::Measured;

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
    let mut add = |name: &str, reading: Measured<(String, String, u32)>| {
        rows.add_row(match reading {
            Ok((value, interval, n)) => vec![name.to_owned(), value, interval, n.to_string()],
            Err(not_enough) => vec![name.to_owned(), not_enough.not_enough, String::new(), String::new()],
        });
    };
    let readings = view.readings.clone();
    add(
        "usual gap",
        readings.rhythm.map(|rhythm| {
            let reading = &rhythm.reading;
            (gap(reading.value), format!("{} to {}", days(reading.low), days(reading.high)), reading.n)
        }),
    );
    let share = |reading: rapport_model::Reading| {
        (percent(reading.value), format!("{} to {}", percent(reading.low), percent(reading.high)), reading.n)
    };
    add("contact within 30 days", readings.persistence.map(share));
    add("they begin", readings.initiation.map(share));
    add("they answer your next attempt", readings.touch.map(share));
    add("they write first within 30 days", readings.inbound.map(share));
    add("they answer within 7 days", readings.response.map(|response| share(response.reading)));
    add(
        "activation",
        readings.activation.map(|reading| {
            (format!("{:.1}", reading.value), format!("{:.1} to {:.1}", reading.low, reading.high), reading.n)
        }),
    );
    add("two-sided threads", view.talk.two_sided.clone().map(share));
    add("about plans and people", view.talk.depth.clone().map(share));
    add("given, of given and asked", view.talk.given.clone().map(share));
    add("empty check-ins", view.talk.empty.clone().map(share));
    println!("{rows}");
}
