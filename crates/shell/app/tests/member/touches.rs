use rapport_app::{AppError, HandTouch};
use rapport_model::{Channel, Decision, InteractionId, Moment, PersonId, Reason, Side};

use crate::world::{OWNER, World, moment};

fn touch(world: &World, at: &str, note: &str) -> HandTouch {
    HandTouch {
        key: world.acting(OWNER).new_idempotency_key(),
        channel: Channel::Call,
        side: Side::Ours,
        at: moment(at),
        note: note.into(),
    }
}

/// A world that knows Ana, and Ana.
fn world() -> (World, PersonId) {
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail("ana > me, 2026-03-01, Kiln: Hello there.");
    let ana = world.person("ana");
    (world, ana)
}

/// When something was had with Ana, and what about, oldest first.
fn timeline(world: &World, ana: PersonId) -> Vec<(Moment, String)> {
    world.work();
    let view = world.wait(world.acting(OWNER).person(ana, None, None)).unwrap();
    assert_eq!(view.tie.state.sent() + view.tie.state.received(), view.touches.len() as u32);
    let entries = view.timeline.into_iter().rev();
    entries.map(|entry| (entry.interaction.at, entry.interaction.subject)).collect()
}

#[test]
fn a_form_that_is_sent_twice_is_logged_once() {
    let (world, ana) = world();
    let acting = world.acting(OWNER);
    let form = touch(&world, "2026-03-09T09:00:00Z", "Price");
    let first = world.wait(acting.log_touch(ana, form.clone())).unwrap();
    let again = world.wait(acting.log_touch(ana, form.clone())).unwrap();
    let changed = HandTouch { note: "Another note".into(), ..form };
    assert_eq!((first, first), (again, world.wait(acting.log_touch(ana, changed)).unwrap()));
    assert_eq!(world.wait(acting.touch(first)).unwrap().note, "Price", "what was said first stays");
    let same_words = touch(&world, "2026-03-09T09:00:00Z", "Price");
    assert_ne!(world.wait(acting.log_touch(ana, same_words)).unwrap(), first, "another form is another call");
    assert_eq!(timeline(&world, ana).len(), 3);
}

#[test]
fn what_was_logged_is_decided_about_edited_and_withdrawn() {
    let (world, ana) = world();
    let acting = world.acting(OWNER);
    let before = timeline(&world, ana);
    let id = world.wait(acting.log_touch(ana, touch(&world, "2026-03-09T09:00:00Z", "Price"))).unwrap();
    assert_eq!(timeline(&world, ana).len(), 2);
    let kept = world.wait(acting.interaction(id)).unwrap();
    assert_eq!(kept.message.unwrap().decision, Decision::Kept);
    let edited = HandTouch { channel: Channel::Meeting, ..touch(&world, "2026-03-05T09:00:00Z", "Prices") };
    let id = world.wait(acting.edit_touch(id, edited)).unwrap();
    let after = timeline(&world, ana);
    assert_eq!(after[1], (moment("2026-03-05T09:00:00Z"), "Prices".to_owned()));
    assert_eq!(after.len(), 2, "the first is withdrawn");
    world.wait(acting.withdraw_touch(id)).unwrap();
    assert_eq!(timeline(&world, ana), before);
    let withdrawn = world.wait(acting.interaction(id)).unwrap();
    assert_eq!(withdrawn.why.unwrap().reason.as_deref(), Some(Reason::Withdrawn.name()));
    assert!(matches!(world.wait(acting.withdraw_touch(id)), Err(AppError::NotFound(_))), "once");
    world.wait(acting.restore_touch(id)).unwrap();
    assert_eq!(timeline(&world, ana), after);
    let settings = world.wait(acting.settings()).unwrap();
    let rules = rapport_app::Settings { list_rule: rapport_model::ListRule::All, ..settings };
    world.wait(acting.save_settings(rules)).unwrap();
    assert_eq!(timeline(&world, ana), after, "no rule decides about it");
}

#[test]
fn what_a_colleague_logged_is_not_there() {
    let (world, ana) = world();
    let id = world
        .wait(world.acting(OWNER).log_touch(ana, touch(&world, "2026-03-09T09:00:00Z", "Price")))
        .unwrap();
    let tom = world.hire("Tom", "tom@acme.example");
    world.mail_of(tom, "tom@acme.example", "ana > me, 2026-02-01, Fair: Hello.");
    let acting = world.acting(tom);
    let gone = |done: Result<(), AppError>| assert!(matches!(done, Err(AppError::NotFound(_))));
    gone(world.wait(acting.touch(id)).map(drop));
    gone(world.wait(acting.withdraw_touch(id)));
    gone(world.wait(acting.restore_touch(id)));
    gone(world.wait(acting.edit_touch(id, touch(&world, "2026-03-09T09:00:00Z", "x"))).map(drop));
    gone(world.wait(acting.touch(InteractionId::from_parts(Moment::default(), [3; 10]))).map(drop));
    assert_eq!(timeline(&world, ana).len(), 2);
}
