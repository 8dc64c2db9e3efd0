//! What the pages cost after one mail does not grow with the people there are.

use rapport_app::PeopleQuery;
use rapport_model::{Address, Channel, InteractionId, NameSeen, Participation, PersonId, Side, Touch};
use rapport_store::{FoldedPair, PairKey};

use crate::world::{OWNER, World, moment, wordless};

const FEW: u64 = 1_000;
const MANY: u64 = 100_000;

/// A world in which many people wrote once.
fn world(people: u64) -> World {
    const BATCH: u64 = 2_000;
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail("ana > me, 2026-02-10, Kiln: All well here.");
    let (store, workspace) = (world.app.store(), world.app.workspace());
    let person = |number: u64| PersonId::from_parts(moment("2020-01-01"), bits(number));
    for first in (0..people).step_by(BATCH as usize) {
        let fill = move |tx: &rapport_store::Tx<'_>| {
            let ana = tx.pairs()?.into_iter().next().expect("there is Ana");
            let state = tx.state(ana)?.expect("she is folded");
            let at = moment("2025-09-10T10:00:00Z");
            let (mut named, mut addressed, mut mails, mut parts, mut folded) =
                (vec![], vec![], vec![], vec![], vec![]);
            for number in first..(first + BATCH).min(people) {
                let name = NameSeen { is_own: true, at, name: format!("Person {number}") };
                let address = format!("p{number}@company{}.example", number % 900);
                named.push((person(number), name));
                addressed.push((Address::parse(&address).expect("an address"), person(number), at));
                let interaction = InteractionId::from_parts(at, bits(number));
                let touch = Touch { at, side: Side::Theirs, channel: Channel::Mail, opens: true };
                mails.push(wordless(interaction, touch, number));
                parts.push(Participation { member: OWNER, person: person(number), interaction, touch });
                let pair = PairKey { member: OWNER, person: person(number) };
                folded.push(FoldedPair { pair, state: Some((state.clone(), at)), is_first: true });
            }
            tx.save_people(&named)?;
            tx.save_addresses(&addressed)?;
            tx.add_interactions(&mails, &parts)?;
            tx.save_states(&folded)
        };
        world.wait(store.write(workspace, fill)).unwrap();
    }
    world
}

fn bits(number: u64) -> [u8; 10] {
    let mut bits = [7; 10];
    bits[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    bits
}

/// How many steps the database takes for each page after one mail.
fn steps_after_a_mail(people: u64) -> Vec<(&'static str, u64)> {
    let world = world(people);
    let acting = world.acting(OWNER);
    let ask = |page: &str| match page {
        "today" => drop(world.wait(acting.today(None, 7)).unwrap()),
        "people" => {
            drop(world.wait(acting.people(PeopleQuery { limit: 50, ..PeopleQuery::default() })).unwrap());
        }
        "counts" => drop(world.wait(acting.sphere()).unwrap().counts()),
        "words" => drop(world.wait(acting.search_people("person 77", 8)).unwrap()),
        "person" => drop(world.wait(acting.person(world.person("ana"), None, None)).unwrap()),
        "sphere" => drop(world.wait(acting.sphere_view()).unwrap()),
        "team" => drop(world.wait(acting.team()).unwrap()),
        other => panic!("{other}"),
    };
    let pages = ["today", "people", "counts", "words", "person", "sphere", "team"];
    // With so many more people, what is believed of all is fitted again.
    world.mail("ana > me, 2026-02-11, Kiln: How are you?");
    for page in pages {
        ask(page);
    }
    let cost = |number: usize, page: &'static str| {
        world.mail(&format!("ana > me, 2026-03-0{}, Kiln {number}: Could you send the quote?", number + 1));
        let before = world.app.store().steps().expect("SQLite counts them");
        ask(page);
        (page, world.app.store().steps().expect("SQLite counts them") - before)
    };
    pages.into_iter().enumerate().map(|(number, page)| cost(number, page)).collect()
}

#[test]
fn what_a_page_reads_after_a_mail_does_not_grow_with_the_people_there_are() {
    let (few, many) = (steps_after_a_mail(FEW), steps_after_a_mail(MANY));
    println!("{FEW} people: {few:?}\n{MANY} people: {many:?}");
    for ((page, few), (_, many)) in few.into_iter().zip(many) {
        assert!(few > 0, "{page} reads something");
        assert!(many < few + few / 2 + 200, "{page}: {few} steps among {FEW} people, {many} among {MANY}");
    }
}
