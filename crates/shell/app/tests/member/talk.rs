use expect_test::{Expect, expect};
use rapport_app::{Evidence, HandTouch, PersonView};
use rapport_model::{Channel, Measured, Side};
use rapport_testkit::story;

use crate::world::{ME, OWNER, World};

fn seen(world: &World, evidence: Option<Evidence>) -> PersonView {
    world.wait(world.acting(OWNER).person(world.person("ana"), evidence, None)).unwrap()
}

fn check(view: &PersonView, expected: Expect) {
    let said = |name: &str, measured: &Measured| match measured {
        Ok(reading) => {
            format!("{name} {:.2}, n {}, {} mails\n", reading.value, reading.n, reading.evidence.len())
        }
        Err(missing) => format!("{name}: {}\n", missing.not_enough),
    };
    let talk = &view.talk;
    let lines = [
        said("two-sided", &talk.two_sided),
        said("depth", &talk.depth),
        said("given", &talk.given),
        said("empty", &talk.empty),
    ];
    expected.assert_eq(&lines.concat());
}

/// Three threads in which they ask and are answered, one of them with a promise in between, and two check-ins.
fn world() -> World {
    let world = World::at("2026-03-01T09:00:00Z");
    world.mail(
        "ana > me, 2026-01-05, Burner: Could you send me the price of the burner? We are opening a second bakery.
         me > ana, 2026-01-06, Re: Burner: The price is 400. How did the move go?
         ana > me, 2026-01-07, Re: Burner: Well enough and everybody is in by now. My boss is glad about it.
         me > ana, 2026-01-08, Re: Burner: Good to hear that from you.
         ana > me, 2026-01-12, Drawing: Could you send the drawing?
         me > ana, 2026-01-13, Re: Drawing: I will send you the drawing by Friday.
         me > ana, 2026-01-16, Re: Drawing: Here is the drawing. Could you sign it?
         ana > me, 2026-01-20, Invoice: Which invoice is still open?
         me > ana, 2026-01-21, Re: Invoice: Only invoice 12 of last year.
         me > ana, 2026-02-01, News: Just checking in. Any news on your side?
         me > ana, 2026-02-10, Contract: Could you send me the signed contract?
         me > ana, 2026-02-27, Today: Just checking in. Any news?",
    );
    world
}

#[test]
fn words_say_whether_it_was_two_sided_deep_given_or_empty() {
    let world = world();
    check(
        &seen(&world, None),
        expect![[r#"
        two-sided 0.25, n 5, 11 mails
        depth 0.25, n 4, 9 mails
        given 0.43, n 5, 5 mails
        empty 0.25, n 5, 5 mails
    "#]],
    );
    let shown = |evidence| -> Vec<String> {
        seen(&world, Some(evidence)).timeline.into_iter().map(|entry| entry.interaction.subject).collect()
    };
    let given = ["Contract", "News", "Re: Invoice", "Re: Drawing", "Re: Burner"];
    assert_eq!(shown(Evidence::Given), given, "of ours, and without the promise");
    assert_eq!(shown(Evidence::EmptyCheckIn)[..2], ["Contract", "News"]);
}

#[test]
fn a_note_of_ours_is_not_their_words_and_mail_without_words_says_so() {
    let world = World::at("2026-03-01T09:00:00Z");
    let empty = |day: &str| story::mail("ana@x.example", ME).at(day).subject("Photo").text("").bytes();
    world.land(OWNER, &[empty("2026-01-05T10:00:00Z")]);
    let note = HandTouch {
        key: world.acting(OWNER).new_idempotency_key(),
        at: world.app.now(),
        channel: Channel::Mail,
        side: Side::Theirs,
        note: "Is there news?".to_owned(),
    };
    world.wait(world.acting(OWNER).log_touch(world.person("ana"), note)).unwrap();
    world.work();
    check(
        &seen(&world, None),
        expect![[r#"
        two-sided: The words of your mail with them are not kept.
        depth: The words of your mail with them are not kept.
        given: The words of your mail with them are not kept.
        empty: The words of your mail with them are not kept.
    "#]],
    );
    let mirroring = world.wait(world.acting(OWNER).mirroring(world.person("ana"))).unwrap();
    assert_eq!(
        mirroring.unwrap_err().not_enough,
        "Mirroring needs 200 words of each side; there are 0 of one."
    );
}

#[test]
fn writing_alike_is_told_beside_the_other_partners() {
    let world = World::at("2026-03-01T09:00:00Z");
    let alike = "I have not been there yet, but we will go with the others when it is warm. ".repeat(20);
    let other = "Ovens and burners and doors, send prices today, please. Thanks a lot. ".repeat(30);
    world.mail(&format!("me > ana, 2026-01-05, Burner: {alike}\nana > me, 2026-01-06, Re: Burner: {alike}"));
    let strangers = (0..12).map(|number| format!("s{number} > me, 2026-01-07, Burner: {other}\n"));
    world.mail(&strangers.collect::<String>());
    let found = world.wait(world.acting(OWNER).mirroring(world.person("ana"))).unwrap().unwrap();
    assert!(found.reading.value > 0.99 && found.by_strangers < 0.7, "{found:?}");
    assert!((found.p_value - 1.0 / 13.0).abs() < 1e-9, "{found:?}");
}
