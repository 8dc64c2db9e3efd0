//! One golden timeline per measure: what a reader of the page would see.

#![expect(clippy::unwrap_used, reason = "a test may")]

mod timeline;

use expect_test::{Expect, expect};
use rapport_science::{Priors, Role, persistence, readings, roles};

const WEEKLY: &str =
    "mon > mail, wed < re mail, mon > mail, tue < re mail, tue > mail, wed < re mail, wed > call";

fn check(text: &str, now: &str, measure: &str, expected: &Expect) {
    expected.assert_eq(&timeline::line(text, now, measure));
}

#[test]
fn rhythm_says_what_is_usual_and_how_unusual_the_silence_is() {
    check(
        WEEKLY,
        "2026-02-02",
        "rhythm",
        &expect![
            "usual gap 8.74 (4.10 to 18.64), n 4 days; quiet 4.6 days, longer than 31 %; usual by 2026-02-23T07:43:31.25362Z; alive 0.95"
        ],
    );
    check(
        "mon < mail, wed > mail, thu > call",
        "2026-02-02",
        "rhythm",
        &expect!["Rhythm needs three days of contact; there are 2 so far."],
    );
}

#[test]
fn activation_counts_recent_contact_days() {
    check(WEEKLY, "2026-02-02", "activation", &expect!["3.36 (1.46 to 6.74), n 4"]);
    check(
        "mon > mail",
        "2026-02-02",
        "activation",
        &expect!["Activation needs a day of contact; there is none so far."],
    );
}

#[test]
fn persistence_is_a_probability_that_falls_with_silence() {
    check(WEEKLY, "2026-02-02", "persistence", &expect!["0.49 (0.28 to 0.74), n 4"]);
    check(WEEKLY, "2026-05-02", "persistence", &expect!["0.17 (0.01 to 0.35), n 4"]);
    check(
        "mon > mail, fri > mail",
        "2026-02-02",
        "persistence",
        &expect!["Persistence needs a day of contact; there is none so far."],
    );
}

#[test]
fn initiation_is_their_share_of_beginnings_after_quiet_days() {
    check(WEEKLY, "2026-02-02", "initiation", &expect!["0.14 (0.01 to 0.34), n 4 TooFewToTell"]);
    check(
        "mon > mail, tue > mail, fri < mail, sat > mail",
        "2026-02-02",
        "initiation",
        &expect!["Balance needs three conversations begun after three quiet days; there are 2 so far."],
    );
}

#[test]
fn response_shows_both_sides() {
    check(
        WEEKLY,
        "2026-02-02",
        "response",
        &expect![
            "theirs 0.81 (0.57 to 0.98), n 3, hours 14.25 (3.87 to 52.48), n 3; ours 0.82 (0.58 to 0.98), n 3, hours 39.85 (10.82 to 146.79), n 3"
        ],
    );
    check(
        "mon > mail, +8 > mail, +8 > mail, +8 > mail",
        "2026-02-04",
        "response",
        &expect!["theirs 0.17 (0.01 to 0.40), n 3, hours none; ours none"],
    );
    check(
        "mon > mail, tue > mail",
        "2026-01-08",
        "response",
        &expect![
            "Response needs three messages of ours that were answered or had seven days to be; there is none so far."
        ],
    );
}

#[test]
fn the_roles_say_what_each_touch_counted_as() {
    let touches =
        timeline::touches("mon > mail, = > mail, tue < re mail, = < re mail, sat > mail, mon > call");
    let labels: Vec<String> = roles(&touches).iter().map(|roles| format!("{roles:?}")).collect();
    expect![[r"
        [Opens(Ours), Attempt, Asks]
        []
        [Contact, Reply { to: 0, after_hours: 24.0 }, Asks]
        []
        [Opens(Ours), Attempt, Reply { to: 2, after_hours: 96.0 }, Asks]
        [Contact]"]]
    .assert_eq(&labels.join("\n"));
    assert_eq!(roles(&touches)[2], [Role::Contact, Role::Reply { to: 0, after_hours: 24.0 }, Role::Asks]);
}

#[test]
fn the_fast_path_agrees_with_the_reading() {
    let state = timeline::folded(&timeline::touches(WEEKLY));
    let now = "2026-02-02".parse().unwrap();
    let fast = persistence(&state, &Priors::default(), now);
    let reading = readings(&state, &Priors::default(), now).persistence.unwrap();
    assert!((fast - reading.value).abs() < 1e-12 && reading.low < fast && fast < reading.high);
}
