use rapport_app::{AppError, Guards, Refusal};
use rapport_model::{Channel, Via};

use crate::world::{OWNER, World, address, rhythm};

/// Whoever of the team notes it, nobody writes first any more; what they write is answered.
#[test]
fn who_opted_out_is_left_alone_by_everybody() {
    let world = World::at("2026-05-20T09:00:00Z");
    world.mail(&rhythm("ana", 20, 7));
    world.mail("me > ana+zoe, 2026-01-02, Fair: You two.");
    let tom = world.hire("Tom", "tom@acme.example");
    world.mail_of(tom, "tom@acme.example", "ana > me, 2026-04-20, Fair: Glad to have met you.");
    let (ana, zoe) = (world.person("ana"), world.person("zoe"));
    let sleeping =
        || world.wait(world.acting(OWNER).dormant_ties(9)).unwrap().iter().any(|one| one.person == ana);
    let leads = || !world.wait(world.acting(OWNER).paths_to(zoe, 5)).unwrap().ways.is_empty();
    assert!(world.today().contains("stay close") && sleeping() && leads());
    let noted =
        world.wait(world.acting(tom).opt_out(ana, Some(Channel::Call), " she said so ".into())).unwrap();
    assert_eq!(world.today(), "");
    assert!(!sleeping() && !leads(), "asking them would be contact too");
    assert!(world.wait(world.acting(OWNER).paths_to(ana, 5)).unwrap().opted_out);
    let refused =
        world.wait(world.acting(OWNER).propose_lean_back(ana, Guards::default())).unwrap().unwrap_err();
    assert_eq!(refused, Refusal::OptedOut);
    let asked = world.wait(world.acting(OWNER).ask_introduction(Via::Person(zoe), ana));
    assert!(matches!(asked, Err(AppError::Refused(Refusal::OptedOut))));
    let person = world.wait(world.acting(OWNER).person(ana, None, None)).unwrap();
    assert!(person.sentence.contains("asked not to be contacted"), "{}", person.sentence);
    let opt_out = person.opt_out.unwrap();
    assert_eq!(
        (opt_out.note.as_str(), opt_out.channel, opt_out.noted_by),
        ("she said so", Some(Channel::Call), tom)
    );
    world.move_to("2026-05-22T09:00:00Z");
    world.mail("ana > me, 2026-05-21, One thing: Could you send me the invoice once more?");
    assert!(world.today().starts_with("[owe] ana@x.example asked"), "{}", world.today());
    world.wait(world.acting(tom).withdraw_opt_out(noted)).unwrap();
    assert!(world.wait(world.acting(OWNER).opt_out_of(ana)).unwrap().is_none() && leads());
    assert!(world.wait(world.acting(OWNER).person_of(&address("ana@x.example"))).is_ok());
}
