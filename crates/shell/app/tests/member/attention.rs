use std::time::Duration;

use rapport_app::{AppError, Guards, Lane, LeanBackChoice, LeanBackOutcome, Refusal};

use crate::world::{OWNER, World, rhythm};

#[test]
fn who_was_suggested_comes_back_after_two_weeks_unless_they_wait() {
    let world = World::at("2026-02-10T09:00:00Z");
    world.mail(&rhythm("ana", 20, 7));
    let first = world.today();
    assert!(first.contains("[stay close]"), "{first}");
    world.move_to("2026-02-10T18:00:00Z");
    assert!(world.today().contains("[stay close]"), "the list of a day stays while the day lasts");
    world.move_to("2026-02-11T09:00:00Z");
    assert_eq!(world.today(), "");
    let today = world.wait(world.acting(OWNER).today(None, 7)).unwrap();
    assert_eq!(today.left_alone[0].why, "suggested yesterday; back two weeks later unless they write");
    world.move_to("2026-02-24T09:00:00Z");
    assert!(world.today().contains("[stay close]"));
    world.move_to("2026-02-26T09:00:00Z");
    world.mail("ana > me, 2026-02-25, Line 99: Could you send the quote?");
    assert!(world.today().contains("[owe]"), "{}", world.today());
}

#[test]
fn what_was_done_counts_against_the_budget_of_the_day() {
    let world = World::at("2026-03-10T09:00:00Z");
    let asks = |name: &str| format!("{name} > me, 2026-03-06, Kiln: Could you send the quote?\n");
    world.mail(&["ana", "bea", "cleo", "dora"].map(asks).concat());
    let list = || world.wait(world.acting(OWNER).today(None, 2)).unwrap();
    let first = list();
    assert_eq!(first.cards.len(), 2);
    let done = world.wait(world.acting(OWNER).complete(first.cards[0].person)).unwrap();
    let second = list();
    assert_eq!((second.cards.len(), second.done), (1, 1));
    assert_eq!(second.cards[0].person, first.cards[1].person);
    // A snooze makes room for the next in line.
    world.wait(world.acting(OWNER).snooze(second.cards[0].person, 7)).unwrap();
    let third = list();
    assert!(third.cards.len() == 1 && third.cards[0].person != second.cards[0].person);
    world.wait(world.acting(OWNER).undo(done)).unwrap();
    assert_eq!(list().cards.len(), 2);
}

/// We begin every two weeks and they answer the day after; three times in nine months they came by themselves.
fn driven() -> World {
    let world = World::at("2026-06-20T09:00:00Z");
    let came = |day: &str, next: &str| {
        format!(
            "ana > me, {day}, Visit {day}: We are in town on Friday.\nme > ana, {next}, Re: Visit {day}: Come by.\n"
        )
    };
    let visits = [("2025-11-18", "2025-11-19"), ("2026-01-13", "2026-01-14"), ("2026-03-10", "2026-03-11")];
    let visits: String = visits.iter().map(|(day, next)| came(day, next)).collect();
    world.mail(&(rhythm("ana", 21, 14) + &visits));
    world
}

#[test]
fn a_lean_back_test_is_suggested_begun_and_settled_by_the_log() {
    let world = driven();
    let today = world.wait(world.acting(OWNER).today(None, 7)).unwrap();
    let card = today.cards.iter().find(|card| card.lane == Lane::LeanBack).unwrap();
    assert!(card.begin.starts_with("Lean back: write nothing for up to"), "{}", card.begin);
    assert!(!card.evidence.is_empty());
    let ana = world.person("ana");
    world.wait(world.acting(OWNER).begin_lean_back(ana, Guards::default())).unwrap();
    assert!(world.today().is_empty(), "nothing is suggested while a test runs: {}", world.today());
    let left = world.wait(world.acting(OWNER).today(None, 7)).unwrap().left_alone;
    assert!(left[0].why.starts_with("lean-back test: quiet on purpose"), "{}", left[0].why);
    let refused = world.wait(world.acting(OWNER).begin_lean_back(ana, Guards::default()));
    assert!(matches!(refused, Err(AppError::Refused(Refusal::LeanBackRuns))));
    // They write before it is over.
    world.move_to("2026-06-29T09:00:00Z");
    world.mail("ana > me, 2026-06-28, Fair: Shall we meet at the fair in autumn?");
    let test = world.wait(world.acting(OWNER).lean_backs()).unwrap().remove(0);
    assert_eq!(test.outcome, Some(LeanBackOutcome::LeanedIn));
    assert!(test.posterior > test.prior, "{test:?}");
}

#[test]
fn silence_lowers_the_odds_and_a_touch_of_ours_spoils_it() {
    let silent = driven();
    let ana = silent.person("ana");
    silent.wait(silent.acting(OWNER).begin_lean_back(ana, Guards::default())).unwrap();
    silent.move_to("2026-12-20T09:00:00Z");
    let test = silent.wait(silent.acting(OWNER).lean_backs()).unwrap().remove(0);
    assert_eq!(test.outcome, Some(LeanBackOutcome::NoVerdict), "{test:?}");
    assert!(test.posterior < 0.6 * test.prior, "{}", test.sentence);

    let spoiled = driven();
    let ana = spoiled.person("ana");
    spoiled.wait(spoiled.acting(OWNER).begin_lean_back(ana, Guards::default())).unwrap();
    let starts = spoiled.wait(spoiled.acting(OWNER).lean_backs()).unwrap()[0].starts_at;
    let day: String = starts.plus_days(1.0).to_string().chars().take(10).collect();
    spoiled.move_to("2026-07-10T09:00:00Z");
    spoiled.mail(&format!("me > ana, {day}, Line 99: Just checking in."));
    let test = spoiled.wait(spoiled.acting(OWNER).lean_backs()).unwrap().remove(0);
    assert_eq!(test.outcome, Some(LeanBackOutcome::NoVerdict), "{test:?}");
}

#[test]
fn guards_refuse_a_test_and_say_why() {
    let world = driven();
    let ana = world.person("ana");
    let refusal =
        |guards: Guards| world.wait(world.acting(OWNER).propose_lean_back(ana, guards)).unwrap().unwrap_err();
    let deciding = Guards { is_deciding: true, ..Guards::default() };
    assert_eq!(refusal(deciding), Refusal::Deciding);
    assert_eq!(refusal(Guards { is_too_valuable: true, ..Guards::default() }), Refusal::TooValuable);
    let renewal = refusal(Guards { renewal_in: Some(Duration::from_hours(30 * 24)), ..Guards::default() });
    assert!(matches!(renewal, Refusal::RenewalTooNear { .. }), "{renewal:?}");
    world.mail("me > ana, 2026-06-19, Line 98: I will send you the price list tomorrow.");
    assert_eq!(refusal(Guards::default()), Refusal::Promised);
    world.mail("ana > me, 2026-06-20, Line 99: Could you send the quote?");
    world.move_to("2026-06-21T09:00:00Z");
    assert_eq!(refusal(Guards::default()), Refusal::TheyWait);

    let fresh = World::at("2025-11-20T09:00:00Z");
    fresh.mail(&rhythm("bea", 3, 14));
    let choice = fresh.wait(fresh.acting(OWNER).lean_back_with(fresh.person("bea"))).unwrap();
    let LeanBackChoice::Refused(Refusal::NotEnough(missing), None) = choice else { panic!("{choice:?}") };
    assert!(missing.not_enough.contains("5 times or 180 days"), "{}", missing.not_enough);
}

#[test]
fn a_test_that_is_called_off_has_no_verdict() {
    let world = driven();
    let ana = world.person("ana");
    let test = world.wait(world.acting(OWNER).begin_lean_back(ana, Guards::default())).unwrap();
    world.wait(world.acting(OWNER).stop_lean_back(test)).unwrap();
    assert!(world.wait(world.acting(OWNER).stop_lean_back(test)).is_err());
    let view = world.wait(world.acting(OWNER).lean_backs()).unwrap().remove(0);
    assert_eq!(view.outcome, Some(LeanBackOutcome::NoVerdict));
    world.wait(world.acting(OWNER).resume_lean_back(test)).unwrap();
    assert_eq!(world.wait(world.acting(OWNER).lean_backs()).unwrap().remove(0).outcome, None);
    assert!(world.wait(world.acting(OWNER).resume_lean_back(test)).is_err(), "it runs");
    world.wait(world.acting(OWNER).stop_lean_back(test)).unwrap();
    world.wait(world.acting(OWNER).begin_lean_back(ana, Guards::default())).unwrap();
    assert!(world.wait(world.acting(OWNER).resume_lean_back(test)).is_err(), "another one runs");
}
