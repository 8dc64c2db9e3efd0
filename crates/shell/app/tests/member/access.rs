use rapport_app::{AppError, Refusal, Settings, Setup};
use rapport_model::{InteractionId, ListRule, Member, MemberId, Moment, Role};

use crate::world::{ME, OWNER, World, address};

fn setup(passphrase: &str) -> Setup {
    Setup {
        name: "Olivia".into(),
        addresses: vec![address(ME)],
        time_zone: "Europe/Vienna".into(),
        passphrase: passphrase.into(),
    }
}

#[test]
fn the_first_link_works_once_and_sessions_end() {
    let world = World::at("2026-03-10T09:00:00Z");
    let code = world.wait(world.app.begin_setup()).unwrap().unwrap();
    assert!(world.wait(world.app.set_up("guess", setup("four plain words here"))).is_err());
    assert!(matches!(
        world.wait(world.app.set_up(&code, setup("short"))),
        Err(AppError::Refused(Refusal::PassphraseLength { .. }))
    ));
    let session = world.wait(world.app.set_up(&code, setup("four plain words here"))).unwrap();
    assert!(world.wait(world.app.set_up(&code, setup("four plain words here"))).is_err());
    assert_eq!(world.wait(world.app.begin_setup()).unwrap(), None);
    assert_eq!(world.wait(world.app.session(&session.token)).unwrap().unwrap().member.name, "Olivia");
    assert_eq!(world.wait(world.app.session("guess")).unwrap(), None);
    world.move_to("2026-03-18T09:00:00Z");
    assert_eq!(world.wait(world.app.session(&session.token)).unwrap(), None, "idle for a week");
    let again = world.wait(world.app.sign_in("four plain words here".into())).unwrap();
    world.wait(world.app.change_passphrase("another four plain words".into())).unwrap();
    assert_eq!(world.wait(world.app.session(&again.token)).unwrap(), None, "a new passphrase ends sessions");
}

#[test]
fn guessing_is_stopped() {
    let world = World::at("2026-03-10T09:00:00Z");
    let code = world.wait(world.app.begin_setup()).unwrap().unwrap();
    world.wait(world.app.set_up(&code, setup("four plain words here"))).unwrap();
    for _ in 0..10 {
        assert!(world.wait(world.app.sign_in("wrong".into())).is_err());
    }
    assert!(world.wait(world.app.sign_in("four plain words here".into())).is_err());
    world.move_to("2026-03-10T09:20:00Z");
    assert!(world.wait(world.app.sign_in("four plain words here".into())).is_ok());
}

#[test]
fn words_are_private_to_those_who_took_part() {
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail("ana > me, 2026-03-06, Canary: The canary sings.");
    let other = Member {
        id: MemberId::from_parts(Moment::default(), [7; 10]),
        name: "Marcus".into(),
        role: Role::Member,
    };
    world.wait(world.acting(OWNER).add_member(other.clone())).unwrap();
    let ana = world.person("ana");
    let view = world.wait(world.acting(OWNER).person(ana, None, None)).unwrap();
    let id = view.timeline[0].interaction.id;
    let nothing = InteractionId::from_parts(Moment::default(), [9; 10]);
    let not_here = |id| world.wait(world.acting(other.id).interaction(id)).unwrap_err().to_string();
    assert_eq!(not_here(id), not_here(nothing), "what is a colleague's is answered like what is not there");
    assert!(world.wait(world.acting(other.id).search("canary", None)).unwrap().hits.is_empty());
    assert_eq!(world.wait(world.acting(OWNER).search("canary", None)).unwrap().hits.len(), 1);
    assert!(world.wait(world.acting(other.id).person(ana, None, None)).is_err());
}

#[test]
fn changed_settings_decide_everything_anew() {
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail("tom > me, 2026-03-06, Kiln: Internal words.\nana > me, 2026-03-07, Kiln: Could you send it?");
    let settings = world.wait(world.acting(OWNER).settings()).unwrap();
    let odd = Settings { time_zone: "Mars/Olympus".into(), ..settings.clone() };
    assert!(world.wait(world.acting(OWNER).save_settings(odd)).is_err());
    let changed =
        Settings { internal_domains: vec!["x.example".into()], list_rule: ListRule::All, ..settings.clone() };
    world.wait(world.acting(OWNER).save_settings(changed)).unwrap();
    world.work();
    let counted = |world: &World| world.wait(world.acting(OWNER).sphere()).unwrap().len();
    assert_eq!(counted(&world), 0);
    world.wait(world.acting(OWNER).save_settings(settings)).unwrap();
    world.work();
    assert_eq!(counted(&world), 2);
}

#[test]
fn an_import_that_comes_before_the_queue_applies_changed_settings_too() {
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail("ana > me, 2026-03-07, Kiln: Could you send it?");
    let settings = world.wait(world.acting(OWNER).settings()).unwrap();
    let changed = Settings { internal_domains: vec!["x.example".into()], ..settings };
    world.wait(world.acting(OWNER).save_settings(changed)).unwrap();
    world.mail("me > bo, 2026-03-08, Kiln: Here it is.");
    assert_eq!(world.wait(world.acting(OWNER).sphere()).unwrap().len(), 0);
    world.work();
    assert_eq!(world.wait(world.acting(OWNER).sphere()).unwrap().len(), 0);
}
