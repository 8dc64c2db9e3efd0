//! The contract of `--json`: the keys and types of the answers that depend on the day, tested on the demo of a fixed
//! day. The files are with those of all other commands, in `tests/rapport/contract`.

use std::sync::Arc;

use expect_test::{ExpectFile, expect_file};
use rapport_app::{App, Guards, LeanBackChoice, PeopleQuery, Undo};
use rapport_model::{Moment, PersonId};
use rapport_store::{Location, Store};
use rapport_testkit::shape;
use serde::Serialize;
use serde_json::Value;
use tempfile::TempDir;

use crate::commands::web::demo::fill;
use crate::wire::lean_back::{LeanBack, LeanBackAnswer};
use crate::wire::network::{DormantTie, Sphere};
use crate::wire::people::{Person, PersonLine};
use crate::wire::team::Team;
use crate::wire::today::Card;
use crate::world::World;

fn json(wire: impl Serialize) -> Value {
    serde_json::to_value(wire).unwrap()
}

fn check(answers: Vec<Value>, expected: ExpectFile) {
    expected.assert_eq(&shape(&answers));
}

/// The demo, in which something of everything happens.
async fn demo() -> (TempDir, World) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Location::Folder(folder.path().to_owned())).await.unwrap();
    let now: Moment = "2026-11-28T09:45:00Z".parse().unwrap();
    let app = Arc::new(App::open(Arc::new(store), Arc::new(move || now)).await.unwrap());
    let owner = app.members().await.unwrap().remove(0);
    let world = World::of(app, owner);
    fill(&world, &folder.path().join("mail"), 7).await.unwrap();
    (folder, world)
}

#[tokio::test]
async fn what_is_known_keeps_its_keys_and_types() {
    let (_folder, world) = demo().await;
    let acting = &world.acting;
    let people = acting.people(PeopleQuery { limit: 1_000, ..PeopleQuery::default() }).await.unwrap().people;
    check(
        people.iter().map(|one| json(PersonLine::from(one))).collect(),
        expect_file!["../tests/rapport/contract/people.txt"],
    );
    let mut persons = Vec::new();
    for one in &people {
        persons.push(json(Person::from(&acting.person(one.person, None, None).await.unwrap())));
    }
    check(persons, expect_file!["../tests/rapport/contract/person.txt"]);
    let today = acting.today(None, 20).await.unwrap();
    let cards: Vec<Card<'_>> = today.cards.iter().map(Card::from).collect();
    check(vec![json(cards)], expect_file!["../tests/rapport/contract/today.txt"]);
    let sleepers = acting.dormant_ties(20).await.unwrap();
    let sleepers: Vec<DormantTie<'_>> = sleepers.iter().map(DormantTie::from).collect();
    check(vec![json(sleepers)], expect_file!["../tests/rapport/contract/dormant.txt"]);
    let team = acting.team().await.unwrap();
    check(vec![json(Team::from(&*team))], expect_file!["../tests/rapport/contract/team.txt"]);
    let ties = acting.ties().await.unwrap();
    check(vec![json(Sphere::from(&ties))], expect_file!["../tests/rapport/contract/sphere.txt"]);
    let people: Vec<PersonId> = people.iter().map(|one| one.person).collect();
    lean_backs(&world, &people).await;
}

/// Somebody of the demo can be tested, and somebody else cannot.
async fn lean_backs(world: &World, people: &[PersonId]) {
    let (acting, guards) = (&world.acting, Guards::default());
    let (mut answers, mut open) = (Vec::new(), Vec::new());
    for person in people {
        let answer = acting.propose_lean_back(*person, guards).await.unwrap();
        open.extend(answer.is_ok().then_some(*person));
        answers.push(json(LeanBackAnswer::from(&answer)));
    }
    check(answers, expect_file!["../tests/rapport/contract/lean-back-proposal.txt"]);
    let mut tests = Vec::new();
    for person in open {
        let begun = acting.begin_lean_back(person, guards).await.unwrap();
        let LeanBackChoice::Running(test) = acting.lean_back_with(person).await.unwrap() else { continue };
        tests.push(json(LeanBack::from(&test)));
        acting.stop_lean_back(Undo(begun.0)).await.unwrap();
    }
    tests.extend(acting.lean_backs().await.unwrap().iter().map(|test| json(LeanBack::from(test))));
    check(tests, expect_file!["../tests/rapport/contract/lean-back.txt"]);
}
