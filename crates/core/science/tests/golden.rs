//! One golden timeline per measure: what a reader of the page would see.

#![expect(clippy::unwrap_used, reason = "a test may")]

mod timeline;

use expect_test::{Expect, expect};
use rapport_model::Moment;
use rapport_science::{Priors, Role, TouchTable, persistence, persistence_reading, roles};

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
fn reciprocity_is_their_share_of_all_touches() {
    let both = "mon > mail, tue < re mail, ";
    check(&both.repeat(4), "2026-02-02", "reciprocity", &expect!["0.50 (0.29 to 0.71), n 8"]);
    check(&both.repeat(40), "2026-02-02", "reciprocity", &expect!["0.50 (0.43 to 0.57), n 80"]);
    check(&"mon > mail, ".repeat(9), "2026-02-02", "reciprocity", &expect!["0.05 (0.00 to 0.14), n 9"]);
    check(
        WEEKLY,
        "2026-02-02",
        "reciprocity",
        &expect!["Reciprocity needs eight touches of the two; there are 7 so far."],
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
    let reading = persistence_reading(&state, &Priors::default(), now).unwrap();
    assert!((fast - reading.value).abs() < 1e-12 && reading.low < fast && fast < reading.high);
}

fn attempts(text: &str, now: &str) -> TouchTable {
    let now: Moment = now.parse().unwrap();
    TouchTable::of([&timeline::touches(text)[..]], now)
}

#[test]
fn an_attempt_ends_by_an_answer_the_next_attempt_or_seven_days() {
    // Two mails on one day are one touch; the second touch is answered, the next run by a call.
    let counted =
        attempts("mon > mail, = > mail, thu > mail, fri < re mail, +10 > mail, +2 > call", "2026-03-01");
    assert_eq!((counted.at_risk[0], counted.at_risk[1]), (2, 1));
    assert_eq!(counted.ended[0], [0, 1, 0, 0]);
    assert_eq!(counted.ended[1], [1, 0, 0, 0]);
}

#[test]
fn an_answer_after_a_week_is_silence_and_a_young_attempt_is_open() {
    let late = attempts("mon > mail, +9 < mail", "2026-03-01");
    assert_eq!((late.at_risk[0], late.ended[0]), (1, [0; 4]));
    assert_eq!(attempts("mon > mail", "2026-01-10").at_risk[0], 0);
    assert_eq!(attempts("mon > mail", "2026-01-13").at_risk[0], 1);
}

#[test]
fn an_opt_out_ends_the_attempt_before_it_and_all_trying() {
    let text = "mon > mail, +2 > mail, +1 > mail, +3 > mail";
    let counted = |opted_out: &str| {
        let mut table = TouchTable::default();
        let opted_out: Moment = opted_out.parse().unwrap();
        table.add(&timeline::touches(text), Some(opted_out), "2026-03-01".parse().unwrap());
        (table.at_risk[..4].to_vec(), table.ended.map(|ended| ended[3])[..4].to_vec())
    };
    let rule = (vec![1, 1, 0, 0], vec![0, 1, 0, 0]);
    assert_eq!(counted("2026-01-07T23:00:00Z"), rule, "what came after it is no attempt");
    assert_eq!(counted("2026-01-12"), (vec![1, 1, 1, 1], vec![0, 0, 0, 1]));
    assert_eq!(counted("2026-02-20"), (vec![1, 1, 1, 1], vec![0; 4]), "not for something weeks ago");
    assert_eq!(counted("2026-03-20"), (vec![1, 1, 1, 1], vec![0; 4]), "it is still to come");
}

/// What is counted never depends on where the log is cut, but for the attempts that are open there.
#[test]
fn a_longer_log_only_adds() {
    let text = "mon > mail, +2 > mail, +2 > mail, +1 < re mail, +20 > mail, +8 > mail, +8 > mail";
    let mut last = 0;
    for days in 0..70 {
        let now: Moment = "2026-01-05".parse::<Moment>().unwrap().plus_days(f64::from(days));
        let total = TouchTable::of([&timeline::touches(text)[..]], now).at_risk.iter().sum::<u32>();
        assert!(total >= last);
        last = total;
    }
    assert_eq!(last, 6);
}
