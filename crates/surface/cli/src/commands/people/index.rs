use std::process::ExitCode;

use rapport_app::{PeopleQuery, gap, percent, since};

use crate::arguments::{People, Place};
use crate::output::{print_json, table};
use crate::wire::people::PersonLine;
use crate::world::World;

pub(crate) async fn run(options: People, place: Place) -> anyhow::Result<ExitCode> {
    const SHOWN: usize = 50;
    const PAGE: usize = 1_000;
    let world = World::open(&place).await?;
    let mut left = options.limit.unwrap_or(if options.json { usize::MAX } else { SHOWN });
    let mut rows = table(&["name", "address", "last", "usual gap", "30 days", "sent", "received"]);
    let mut query = PeopleQuery {
        text: (!options.words.is_empty()).then(|| options.words.join(" ")),
        sort: options.sort,
        ..PeopleQuery::default()
    };
    let mut total = 0;
    while left > 0 {
        query.limit = left.min(PAGE);
        let page = world.acting.people(query.clone()).await?;
        left -= page.people.len();
        total = page.total;
        for person in &page.people {
            if options.json {
                print_json(&PersonLine::from(person))?;
                continue;
            }
            let now = world.app.now();
            rows.add_row(vec![
                person.name.clone(),
                person.address.clone(),
                person.last.map_or_else(String::new, |last| since(last, now)),
                person.rhythm.as_ref().map_or_else(|_| "-".to_owned(), |rhythm| gap(rhythm.usual_gap_days)),
                person.persistence.as_ref().map_or_else(|_| "-".to_owned(), |reading| percent(reading.value)),
                person.sent.to_string(),
                person.received.to_string(),
            ]);
        }
        query.after = page.next;
        if page.next.is_none() {
            break;
        }
    }
    if !options.json {
        println!("{rows}\n\n{} of {total} people", rows.row_iter().count());
    }
    Ok(ExitCode::SUCCESS)
}
