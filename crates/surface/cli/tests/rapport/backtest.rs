use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::world::{Rng, World};

const DAY: u64 = 86_400;
pub(crate) const CUT: u64 = 400 * DAY;
const HORIZON: u64 = 30;

/// Three hundred pairs, each with a pace of its own, some of which fall silent.
pub(crate) fn events(seed: u64) -> Vec<(String, String, u64)> {
    let mut rng = Rng(seed);
    let mut events = Vec::new();
    for pair in 0..300 {
        let (a, b) = (format!("a{}", pair % 60), format!("b{pair}"));
        let pace = 1 + rng.below(40);
        let ends = 200 + rng.below(600);
        let mut day = rng.below(100);
        while day < ends.min(450) {
            let at = day * DAY + rng.below(DAY);
            let (from, to) = if rng.below(2) == 0 { (&a, &b) } else { (&b, &a) };
            events.push((from.clone(), to.clone(), at));
            day += 1 + rng.below(2 * pace);
        }
    }
    events.sort_by_key(|event| event.2);
    events
}

pub(crate) fn csv(world: &World, events: &[(String, String, u64)]) -> PathBuf {
    let rows: Vec<String> = events.iter().map(|(from, to, at)| format!("{from},{to},{at}")).collect();
    world.file("events.csv", format!("from,to,at\n{}\n", rows.join("\n")).as_bytes())
}

#[test]
fn its_scores_agree_with_a_plain_recomputation_from_its_predictions() {
    let seed = 3;
    println!("seed {seed}");
    let world = World::new();
    let events = events(seed);
    let file = csv(&world, &events);
    let out = world.path("out.csv");
    let report = world.json(&[
        "backtest",
        file.to_str().unwrap(),
        "--at",
        &CUT.to_string(),
        "--horizon",
        &HORIZON.to_string(),
        "--predictions",
        out.to_str().unwrap(),
    ]);
    let mut days: BTreeMap<(String, String), BTreeSet<u64>> = BTreeMap::new();
    let mut followed = BTreeSet::new();
    for (from, to, at) in &events {
        let pair = if from < to { (from.clone(), to.clone()) } else { (to.clone(), from.clone()) };
        if *at < CUT {
            days.entry(pair).or_default().insert(at / DAY);
        } else if *at < CUT + HORIZON * DAY {
            followed.insert(pair);
        }
    }
    days.retain(|_, days| days.len() >= 3);
    let text = fs::read_to_string(&out).unwrap();
    let mut rows = text.lines();
    assert_eq!(rows.next(), Some("a,b,probability"));
    let mut predicted = BTreeSet::new();
    let mut scored = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        let (a, b) = (cells[0].to_owned(), cells[1].to_owned());
        let pair = if a < b { (a, b) } else { (b, a) };
        scored.push((cells[2].parse::<f64>().unwrap(), followed.contains(&pair)));
        predicted.insert(pair);
    }
    assert_eq!(
        predicted,
        days.keys().cloned().collect(),
        "every pair with three days of contact, and no other"
    );
    assert_eq!(report["pairs"], days.len());
    let count = scored.len() as f64;
    let rate = scored.iter().filter(|(_, outcome)| *outcome).count() as f64 / count;
    let outcome = |outcome: bool| if outcome { 1.0 } else { 0.0 };
    let brier = scored.iter().map(|(chance, came)| (chance - outcome(*came)).powi(2)).sum::<f64>() / count;
    let log_loss = -scored
        .iter()
        .map(|(chance, came)| if *came { chance.ln() } else { (1.0 - chance).ln() })
        .sum::<f64>()
        / count;
    for (name, expected) in
        [("base_rate", rate), ("auc", auc(&scored)), ("brier", brier), ("log_loss", log_loss)]
    {
        let found = report[name].as_f64().unwrap();
        assert!((found - expected).abs() < 2e-4, "{name}: {found}, not {expected}");
    }
    for baseline in ["elapsed", "contact_days", "logistic", "bg_nbd"] {
        for score in ["auc", "brier", "log_loss", "ece"] {
            assert!(report["baselines"][baseline][score].is_f64(), "{baseline} {score}");
        }
    }
    assert!(report["auc"].as_f64().unwrap() > 0.75, "{report}");
}

/// How often somebody who came was given a higher chance than somebody who did not.
fn auc(scored: &[(f64, bool)]) -> f64 {
    let of = |wanted: bool| scored.iter().filter(move |(_, came)| *came == wanted).map(|(chance, _)| *chance);
    let mut wins = 0.0;
    for came in of(true) {
        for not in of(false) {
            wins += if came > not {
                1.0
            } else if came < not {
                0.0
            } else {
                0.5
            };
        }
    }
    wins / (of(true).count() * of(false).count()) as f64
}

#[test]
fn nothing_from_after_the_moment_is_learned_from() {
    let world = World::new();
    let all = events(5);
    let before: Vec<_> = all.iter().filter(|event| event.2 < CUT).cloned().collect();
    let predictions = |events: &[(String, String, u64)]| {
        let file = csv(&world, events);
        let out = world.path("out.csv");
        let arguments = ["backtest", file.to_str().unwrap(), "--at", "34560000", "--horizon", "30"];
        world.ok(&[&arguments[..], &["--predictions", out.to_str().unwrap()]].concat());
        fs::read_to_string(&out).unwrap()
    };
    let mut sorted = [predictions(&all), predictions(&before)].map(|text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    });
    sorted[0].dedup();
    assert_eq!(sorted[0], sorted[1]);
}

#[test]
fn times_may_be_written_either_way_and_columns_in_any_order() {
    let world = World::new();
    let events = events(9);
    let scores = |file: PathBuf, at: &str| -> Value {
        world.json(&[
            "backtest",
            file.to_str().unwrap(),
            "--at",
            at,
            "--horizon",
            "30",
            "--min-contact-days",
            "5",
        ])
    };
    let plain = scores(csv(&world, &events), "34560000");
    let written = |(from, to, at): &(String, String, u64)| {
        let moment = rapport_model::Moment::from_seconds(i64::try_from(*at).unwrap());
        format!("{moment},{to},{from},note\n")
    };
    let rows: String = events.iter().map(written).collect();
    let other = world.file("other.csv", format!("At,To,From,Note\n{rows}").as_bytes());
    assert_eq!(scores(other, "1971-02-05T00:00:00Z"), plain);
}

#[test]
fn a_file_that_is_not_a_log_is_refused() {
    let world = World::new();
    let file = world.file("a.csv", b"sender,to,at\na,b,1\n");
    let arguments = |file: &PathBuf| {
        let file = file.to_str().unwrap().to_owned();
        ["backtest".to_owned(), file, "--at".into(), "100".into(), "--horizon".into(), "30".into()]
    };
    let run = |file: &PathBuf| world.run(&arguments(file).each_ref().map(String::as_str));
    run(&file).refused(1, "has no column `from`");
    run(&world.file("b.csv", b"from,to,at\na,b,noon\n")).refused(1, "line 2");
    run(&world.file("c.csv", b"from,to,at\n")).refused(1, "error:");
    run(&world.path("nowhere.csv")).refused(1, "nowhere.csv");
}

#[test]
fn each_measure_that_predicts_is_scored_beside_its_baselines() {
    let world = World::new();
    let file = csv(&world, &events(7));
    let run = |measure: &str, file: &str| {
        world.json(&["backtest", file, "--at", &CUT.to_string(), "--horizon", "30", "--measure", measure])
    };
    let file = file.to_str().unwrap();
    for (measure, baselines) in [("initiation", 4), ("inbound", 4), ("reply", 4), ("touch", 2), ("paths", 4)]
    {
        let report = run(measure, file);
        assert!(report["cases"].as_u64().unwrap() > 0 && report["passed"].is_boolean(), "{report}");
        assert_eq!(report["baselines"].as_object().unwrap().len(), baselines, "{report}");
        for score in ["auc", "brier", "log_loss", "ece", "average_precision"] {
            assert!(report[score].as_f64().unwrap() >= 0.0, "{measure} {score}");
        }
    }
    let dormant = ["backtest", file, "--at", &CUT.to_string(), "--horizon", "30", "--measure", "dormant"];
    world.run(&dormant).refused(1, "Dormant ties need 20 that came back");
    // A pipeline: every deal goes through two stages, and slower ones are lost.
    let mut rng = Rng(9);
    let mut rows = vec!["deal,stage,at".to_owned()];
    for deal in 0..300_u64 {
        let mut day = deal * 2;
        let pace = 5 + rng.below(60);
        for stage in ["offer", "contract", if pace > 40 { "lost" } else { "won" }] {
            rows.push(format!("d{deal},{stage},{}", day * DAY));
            day += 1 + rng.below(2 * pace);
        }
    }
    let deals = world.file("deals.csv", rows.join("\n").as_bytes());
    let report = run("readiness", deals.to_str().unwrap());
    assert!(report["cases"].as_u64().unwrap() > 100 && report["brier"].as_f64().unwrap() < 0.25, "{report}");
    let arguments = ["backtest", deals.to_str().unwrap(), "--at", "100", "--horizon", "30"];
    world.run(&arguments).refused(1, "no column `from`");
    let contacts = run("readiness", file);
    assert!(contacts["cases"].as_u64().unwrap() > 100 && contacts["passed"].is_boolean(), "{contacts}");
    assert!(contacts["brier"].as_f64() < contacts["baselines"]["moving base rate"]["brier"].as_f64());
    assert!(contacts["baselines"]["time in stage"]["ece"].is_f64(), "{contacts}");
    let neither = world.file("neither.csv", b"who,when\na,1\n");
    let arguments = ["backtest", neither.to_str().unwrap(), "--measure", "readiness"];
    world.run(&[&arguments[..], &["--at", "100", "--horizon", "30"]].concat()).refused(1, "no column `deal`");
}
