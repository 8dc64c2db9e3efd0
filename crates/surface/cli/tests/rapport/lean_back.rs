use crate::world::{World, exchange};

/// Two weeks apart, we write and they write the day after. All long ago, so that the answers do not depend on the
/// day of the test.
fn driven() -> World {
    let day = |number: u64| {
        let (month, day) = (1 + number / 28, 1 + number % 28);
        format!("2010-{month:02}-{day:02}T09:00:00Z")
    };
    let mut mails = Vec::new();
    for turn in 0..20 {
        mails.push(exchange('>', "ana", &day(turn * 14)));
        mails.push(exchange('<', "ana", &day(turn * 14 + 1)));
    }
    mails.push(exchange('>', "ana", &day(20 * 14)));
    World::with(mails)
}

#[test]
fn a_test_is_explained_or_refused_with_its_reason() {
    let world = driven();
    assert!(world.ok(&["lean-back"]).contains("No test has been begun"));
    let answer = world.json(&["lean-back", "ana@buyers.example"]);
    // Years of silence say enough.
    assert_eq!(answer["eligible"], false);
    let why = answer["refused"].as_str().unwrap();
    assert!(why.contains("hardly ever begin"), "{why}");
    world.run(&["lean-back", "ana@buyers.example", "--start"]).refused(1, "hardly ever begin");
    world.run(&["lean-back", "ana@buyers.example", "--stop"]).refused(1, "No test with them is running");
    world.run(&["lean-back", "nobody@buyers.example"]).refused(1, "");
    world.run(&["lean-back", "--start"]).refused(2, "");
    let said = world.json(&["lean-back", "ana@buyers.example", "--deciding"]);
    assert!(said["refused"].as_str().unwrap().contains("decided"), "{said}");
}
