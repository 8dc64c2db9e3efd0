use std::fmt::Write as _;

use expect_test::expect;
use rapport_model::{Calendar, Moment};

use crate::world::{OWNER, World, moment};

const TOM: &str = "tom@acme.example";

/// Twelve mails to somebody, one every twelve days, of which the first `answered` are answered a day later.
fn asked(who: &str, answered: usize) -> String {
    let first = moment("2025-09-01").micros() / 86_400_000_000;
    let day = |days: usize| Moment::from_seconds((first + days as i64) * 86_400).to_string()[..10].to_owned();
    let mut mails = String::new();
    for number in 0..12 {
        let (ours, theirs) = (day(number * 12), day(number * 12 + 1));
        writeln!(mails, "me > {who}, {ours}, Line {number}: How is it going?").unwrap();
        if number < answered {
            writeln!(mails, "{who} > me, {theirs}, Re: Line {number}: Well.").unwrap();
        }
    }
    mails
}

#[test]
fn members_are_counted_together_and_companies_beside_chance() {
    let world = World::at("2026-03-01T09:00:00Z");
    world.mail(&["ana.kiln", "bo.clay", "eli.mill"].map(|who| asked(who, 10)).concat());
    world.mail(&asked("gil.silent", 0));
    let tom = world.hire("Tom Reed", TOM);
    world.mail_of(tom, TOM, &["ana.kiln", "fay.oven"].map(|who| asked(who, 11)).concat());
    world.mail_of(tom, TOM, "me > hugo.new, 2026-01-10, Hello: Shall we meet?");

    let team = world.wait(world.acting(OWNER).team()).unwrap();
    assert_eq!((team.members, team.relationships), (2, 7));
    assert_eq!(team.bands.iter().map(|(_, count)| count).sum::<u64>(), 7);
    let companies: Vec<String> = team
        .companies
        .shown
        .iter()
        .map(|one| format!("{} {} of {}", one.domain, one.count.successes, one.count.trials))
        .collect();
    expect![[r#"
        clay.example 10 of 12
        kiln.example 21 of 24
        mill.example 10 of 12
        silent.example 0 of 12"#]]
    .assert_eq(&companies.join("\n"));
    expect!["silent.example answers less often than chance would explain: 0 of 12."]
        .assert_eq(&team.companies.sentence().unwrap());
    expect!["1 of 5 companies lies outside the 95 % limits, where chance alone puts up to 1."]
        .assert_eq(&team.companies.chance_sentence());
    assert_eq!(team.companies.hidden, 1, "one question is not enough");

    // Ana is known to both, and counts once.
    assert!(team.weeks.iter().all(|week| week.people <= 4), "{:?}", team.weeks);
    expect!["In 18 weeks the team was in contact with 2 people a week on average; 0 to 10 is usual. Nothing stands out: the weeks differ as chance would have it."].assert_eq(&team.weeks_sentence(&Calendar::utc()).unwrap());
    let again = world.wait(world.acting(OWNER).team()).unwrap();
    assert!(std::sync::Arc::ptr_eq(&team, &again), "it is looked at once while nothing comes in");

    // A company that one colleague alone has asked is theirs to see, and what they hide is in no number.
    let shown = |member| -> Vec<String> {
        let team = world.wait(world.acting(member).team()).unwrap();
        team.companies.shown.iter().map(|one| one.domain.clone()).collect()
    };
    assert_eq!(shown(tom), ["kiln.example", "oven.example"]);
    let ana = world.wait(world.acting(OWNER).person_of(&crate::world::address("ana@kiln.example"))).unwrap();
    world.wait(world.acting(tom).hide_tie(ana)).unwrap();
    let after = world.wait(world.acting(OWNER).team()).unwrap();
    let kiln = after.companies.shown.iter().find(|one| one.domain == "kiln.example").unwrap();
    assert_eq!((after.relationships, kiln.count.trials), (6, 12));
}

#[test]
fn a_young_team_says_what_is_missing() {
    let world = World::at("2026-03-01T09:00:00Z");
    assert_eq!(world.wait(world.acting(OWNER).team()).unwrap().relationships, 0);
    world.mail(
        "ana > me, 2026-02-03, Oven: Which oven is it?\nme > ana, 2026-02-20, Re: Oven: The large one.",
    );
    let team = world.wait(world.acting(OWNER).team()).unwrap();
    let said = [team.weeks_sentence(&Calendar::utc()), team.companies.sentence()];
    expect![[r#"
        The usual variation needs ten complete weeks; there is 1.
        A company’s rate needs 5 questions that were answered or had seven days to be."#]]
    .assert_eq(&said.map(|said| said.unwrap_err().not_enough).join("\n"));
}
