use rapport_app::{AppError, Guards};
use rapport_model::Via;

use crate::world::{OWNER, World, address, rhythm};

/// Whoever of the team notes it, nobody writes first any more; what they write is answered.
#[test]
fn who_opted_out_is_left_alone_by_everybody() {
    let world = World::at("2026-05-20T09:00:00Z");
    let app = &world.app;
    world.mail(&rhythm("ana", 20, 7));
    world.mail("me > ana+zoe, 2026-01-02, Fair: You two.");
    let tom = world.hire("Tom", "tom@acme.example");
    let (ana, zoe) = (world.person("ana"), world.person("zoe"));
    let sleeping = || world.wait(app.sleeping(OWNER, 9)).unwrap().iter().any(|one| one.person == ana);
    let leads = || !world.wait(app.paths_to(OWNER, zoe, 5)).unwrap().ways.is_empty();
    assert!(world.today().contains("stay close") && sleeping() && leads());
    let noted = world.wait(app.opt_out(tom, ana, " by phone ".into())).unwrap();
    assert_eq!(world.today(), "");
    assert!(!sleeping() && !leads(), "asking them would be contact too");
    assert!(world.wait(app.paths_to(OWNER, ana, 5)).unwrap().opted_out);
    let refused = world.wait(app.propose_lean_back(OWNER, ana, Guards::default())).unwrap().unwrap_err();
    assert!(refused.not_enough.contains("asked not to be contacted"));
    let asked = world.wait(app.ask_introduction(OWNER, Via::Person(zoe), ana));
    assert!(matches!(asked, Err(AppError::Invalid(_))));
    let person = world.wait(app.person(OWNER, ana, None, None)).unwrap();
    assert!(person.sentence.contains("asked not to be contacted"), "{}", person.sentence);
    assert_eq!(person.opt_out.unwrap().reason, "by phone");
    world.move_to("2026-05-22T09:00:00Z");
    world.mail("ana > me, 2026-05-21, One thing: Could you send me the invoice once more?");
    assert!(world.today().starts_with("[owe] ana@x.example asked"), "{}", world.today());
    world.wait(app.undo(tom, noted)).unwrap();
    assert!(world.wait(app.opt_out_of(ana)).unwrap().is_none() && leads());
    assert!(world.wait(app.person_of(&address("ana@x.example"))).is_ok());
}
