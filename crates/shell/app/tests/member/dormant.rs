use expect_test::expect;
use rapport_model::PersonId;

use crate::world::{OWNER, World, rhythm};

#[test]
fn a_sleeping_tie_that_live_contacts_lead_to_is_worth_waking() {
    let world = World::at("2026-11-20T09:00:00Z");
    world.mail(&rhythm("ana", 12, 7));
    world.mail(&rhythm("zoe", 12, 7));
    world.mail("lou > me, 2025-12-01, Kiln: One question.");
    world.mail(
        "bea > me, 2026-10-20, Fair: See you there?
         me > bea+ana, 2026-11-10, Fair: You two should talk.
         bea > me, 2026-11-12, Re: Fair: We did.",
    );
    let waking = world.wait(world.acting(OWNER).dormant_ties(2)).unwrap();
    let lines: Vec<String> =
        waking.iter().map(|one| format!("{}\n  {}\n  {}", one.address, one.why, one.begin)).collect();
    expect![[r#"
        ana@x.example
          Silent for 12 months, once in contact about every 8 days, and now seen with bea@x.example, who is in touch with you; that is new since you last spoke.
          Your mail on 10 November about “Fair” is unanswered; bring something new for them.
        lou@x.example
          Silent for 12 months after 1 day of contact.
          You last spoke on 1 December 2025 about “Kiln”."#]].assert_eq(&lines.join("\n"));
    assert_eq!((waking[0].common_active, waking[0].new_in_common, waking[0].comfortable), (1, 1, true));
    assert!(waking.iter().all(|one| !one.evidence.is_empty() && one.quiet_days > 90.0));
    assert!(!waking.last().unwrap().comfortable, "one is not of the comfortable kind");
    world.wait(world.acting(OWNER).dismiss(waking[0].person, "moved away".into())).unwrap();
    let rest = world.wait(world.acting(OWNER).dormant_ties(9)).unwrap();
    assert!(rest.iter().all(|one| one.address != waking[0].address));
}

fn week(world: &World) -> Vec<String> {
    world.wait(world.acting(OWNER).dormant()).unwrap().into_iter().map(|one| one.address).collect()
}

/// Three a week from Monday to Sunday, whatever is done about them; nobody again within two weeks.
#[test]
fn three_dormant_ties_are_proposed_a_week() {
    // A Wednesday.
    let world = World::at("2026-11-18T09:00:00Z");
    let sleeping = ["ana", "bea", "cid", "dee", "eva", "fay", "gil"];
    for name in sleeping {
        world.mail(&rhythm(name, 8, 7));
    }
    let all = world.wait(world.acting(OWNER).dormant_ties(99)).unwrap();
    assert_eq!(all.len(), sleeping.len());
    let first = week(&world);
    assert_eq!(first.len(), 3);
    world.move_to("2026-11-22T21:00:00Z");
    assert_eq!(week(&world), first, "on Sunday they are still the same");
    let person: PersonId = world.person(first[0].split_once('@').unwrap().0);
    world.wait(world.acting(OWNER).complete(person)).unwrap();
    assert_eq!(week(&world), first[1..], "one was written to, and no fourth comes");
    world.move_to("2026-11-23T09:00:00Z");
    let second = week(&world);
    assert_eq!(second.len(), 3);
    assert!(second.iter().all(|one| !first.contains(one)), "{first:?} {second:?}");
    world.move_to("2026-11-30T09:00:00Z");
    let third = week(&world);
    assert_eq!(third.len(), 1, "of seven one was not proposed yet");
    world.move_to("2026-12-07T09:00:00Z");
    let fourth = week(&world);
    assert!(fourth.len() == 3 && !fourth.contains(&third[0]), "{fourth:?} {third:?}");
    assert!(fourth.iter().all(|one| !world.today().contains(one)), "they rest there");
}
