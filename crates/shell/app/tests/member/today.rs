use expect_test::{Expect, expect};
use rapport_app::HandTouch;
use rapport_model::{Channel, Side};

use crate::world::{OWNER, World, moment, rhythm};

fn check(now: &str, mails: &str, expected: &Expect) {
    let world = World::at(now);
    world.mail(mails);
    expected.assert_eq(&world.today());
}

#[test]
fn a_question_that_waits_is_owed_an_answer() {
    check(
        "2026-03-10T09:00:00Z",
        "me > ana, 2026-03-01, Kiln: Here is the drawing.
         ana > me, 2026-03-06, Re: Kiln: Thanks. Could you send the quote for the second line as well?",
        &expect![[r#"
            [owe] ana@x.example asked on Friday “Could you send the quote for the second line as well?” and has waited 4 days.
              Answer in “Kiln”."#]],
    );
}

/// A thank-you of months ago that nobody answered does not make a question of yesterday history.
#[test]
fn a_question_after_an_old_ending_is_owed() {
    check(
        "2026-03-10T09:00:00Z",
        "me > ana, 2025-08-01, Kiln: Here is the drawing.
         ana > me, 2025-08-02, Re: Kiln: Thank you.
         ana > me, 2026-03-06, Line: Could you send the quote for the second line?",
        &expect![[r#"
            [owe] ana@x.example asked on Friday “Could you send the quote for the second line?” and has waited 4 days.
              Answer in “Line”."#]],
    );
}

#[test]
fn a_promise_of_ours_is_owed() {
    check(
        "2026-03-10T09:00:00Z",
        "ana > me, 2026-03-01, Kiln: We need the revised quote.
         me > ana, 2026-03-02, Re: Kiln: I'll send you the revised quote by Thursday.",
        &expect![[r#"
            [owe] You promised ana@x.example on 2 March: “I'll send you the revised quote by Thursday.” Nothing has followed for 8 days.
              Keep the promise in “Kiln”, or say when you will."#]],
    );
}

#[test]
fn a_silence_that_is_long_for_the_pair_brings_them_back() {
    let world = World::at("2026-05-20T09:00:00Z");
    world.mail(&rhythm("ana", 20, 7));
    let said = world.today();
    assert!(said.starts_with("[stay close] You two usually speak about every"), "{said}");
    assert!(said.contains("of silence is longer than"), "{said}");
}

#[test]
fn who_is_on_the_list_is_due_on_their_page_and_nobody_else() {
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail(
        "ana > me, 2026-03-01, Kiln: We need the revised quote.
         me > ana, 2026-03-02, Re: Kiln: I'll send you the revised quote by Thursday.
         bo > me, 2025-10-01, Line: Could you send the drawing?",
    );
    let is_due =
        |name: &str| world.wait(world.acting(OWNER).person(world.person(name), None, None)).unwrap().is_due;
    assert!(is_due("ana"), "a promise is owed");
    assert!(!is_due("bo"), "what waited for months is history");
    world.wait(world.acting(OWNER).complete(world.person("ana"))).unwrap();
    assert!(!is_due("ana"), "done");
}

#[test]
fn nobody_is_on_the_list_while_all_is_as_usual() {
    let world = World::at("2026-01-16T09:00:00Z");
    world.mail(&rhythm("ana", 20, 7));
    assert_eq!(world.today(), "");
}

#[test]
fn what_was_done_leaves_the_list_until_they_write_again() {
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail("ana > me, 2026-03-06, Kiln: Could you send the quote?");
    let ana = world.person("ana");
    let undo = world.wait(world.acting(OWNER).complete(ana)).unwrap();
    assert_eq!(world.today(), "");
    world.wait(world.acting(OWNER).undo(undo)).unwrap();
    assert!(world.today().contains("Could you send the quote?"));
    world.wait(world.acting(OWNER).snooze(ana, 7)).unwrap();
    assert_eq!(world.today(), "");
    let today = world.wait(world.acting(OWNER).today(None, 7)).unwrap();
    assert_eq!(today.left_alone[0].why, "snoozed until 17 March");
    world.move_to("2026-03-12T09:00:00Z");
    world.mail("ana > me, 2026-03-11, Kiln: When can you deliver the kiln?");
    assert!(world.today().contains("When can you deliver"), "{}", world.today());
}

#[test]
fn a_dismissal_needs_a_reason_and_keeps_it() {
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail("ana > me, 2026-03-06, Kiln: Could you send the quote?");
    let ana = world.person("ana");
    assert!(world.wait(world.acting(OWNER).dismiss(ana, " ".into())).is_err());
    world.wait(world.acting(OWNER).dismiss(ana, "answered by phone".into())).unwrap();
    let today = world.wait(world.acting(OWNER).today(None, 7)).unwrap();
    assert!(today.left_alone[0].why.ends_with("answered by phone"));
}

#[test]
fn a_touch_logged_by_hand_counts_as_contact() {
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail("ana > me, 2026-03-06, Kiln: Could you send the quote?");
    let ana = world.person("ana");
    let touch = |at: &str| HandTouch {
        key: world.acting(OWNER).new_idempotency_key(),
        channel: Channel::Call,
        side: Side::Ours,
        at: moment(at),
        note: "Gave her the price on the phone".into(),
    };
    assert!(world.wait(world.acting(OWNER).log_touch(ana, touch("2026-03-11T09:00:00Z"))).is_err());
    world.wait(world.acting(OWNER).log_touch(ana, touch("2026-03-09T16:00:00Z"))).unwrap();
    world.work();
    assert_eq!(world.today(), "");
    let view = world.wait(world.acting(OWNER).person(ana, None, None)).unwrap();
    assert_eq!(view.tie.state.contact_days(), 2);
    assert_eq!(view.timeline[0].interaction.subject, "Gave her the price on the phone");
}
