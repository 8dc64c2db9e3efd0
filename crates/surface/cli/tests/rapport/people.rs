use std::collections::{BTreeMap, BTreeSet};

use rapport_testkit::story::Mail;
use serde_json::Value;

use crate::world::{Rng, World, exchange};

/// One mail as the plain recomputation sees it.
struct Sent {
    side: char,
    day: u32,
    hour: u32,
    opens: bool,
}

/// A year of mail with a few people, in a plain form.
fn year(seed: u64) -> BTreeMap<&'static str, Vec<Sent>> {
    let mut rng = Rng(seed);
    let mut year = BTreeMap::new();
    for (who, pace) in [("ana", 4), ("bo", 9), ("carl", 20), ("dora", 90)] {
        let mut day = rng.below(10) as u32;
        let mut mails = Vec::new();
        while day < 330 {
            let opens = rng.below(3) > 0;
            let side = if rng.below(2) == 0 { '<' } else { '>' };
            let hour = rng.below(12) as u32;
            mails.push(Sent { side, day, hour, opens });
            if rng.below(3) > 0 {
                let other = if side == '<' { '>' } else { '<' };
                mails.push(Sent { side: other, day, hour: hour + 1 + rng.below(10) as u32, opens: false });
            }
            day += 1 + rng.below(pace) as u32;
        }
        year.insert(who, mails);
    }
    year
}

/// Day 0 is 1 January 2025.
fn moment(day: u32, hour: u32) -> String {
    const MONTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut rest = day;
    let mut month = 0;
    while rest >= MONTHS[month] {
        rest -= MONTHS[month];
        month += 1;
    }
    format!("2025-{:02}-{:02}T{hour:02}:00:00Z", month + 1, rest + 1)
}

fn written(who: &str, sent: &Sent) -> Mail {
    let at = moment(sent.day, sent.hour);
    let mail = exchange(sent.side, who, &at);
    if sent.opens { mail } else { mail.subject(&format!("Re: With {who}")).answers("earlier@buyers.example") }
}

#[test]
fn readings_agree_with_a_plain_recomputation() {
    let seed = 20_250_101;
    println!("seed {seed}");
    let year = year(seed);
    let mails = year.iter().flat_map(|(who, mails)| mails.iter().map(|sent| written(who, sent)));
    let world = World::with(mails.collect());
    let listed = world.lines(&["people"]);
    assert_eq!(listed.len(), year.len());
    for (who, mails) in &year {
        let address = format!("{who}@buyers.example");
        let line = listed.iter().find(|line| line["address"] == address.as_str()).unwrap();
        let person = world.json(&["person", &address]);
        for name in ["address", "name", "first", "last", "contact_days", "sent", "received"] {
            assert_eq!(line[name], person[name], "{name} of {who}");
        }
        check(who, mails, &person);
    }
}

fn check(who: &str, mails: &[Sent], person: &Value) {
    let of = |side: char| mails.iter().filter(|sent| sent.side == side).count();
    let (first, last) = (mails.first().unwrap(), mails.last().unwrap());
    let days: BTreeSet<u32> = mails.iter().filter(|sent| sent.side == '<').map(|sent| sent.day).collect();
    assert_eq!(person["sent"], of('>'), "{who}");
    assert_eq!(person["received"], of('<'), "{who}");
    assert_eq!(person["contact_days"], days.len(), "{who}");
    assert_eq!(person["first"], moment(first.day, first.hour), "{who}");
    assert_eq!(person["last"], moment(last.day, last.hour), "{who}");
    for name in ["rhythm", "activation", "persistence", "initiation", "response"] {
        let reading = &person["readings"][name];
        if reading["not_enough"].as_str().is_some_and(|why| !why.is_empty()) {
            assert!(reading["value"].is_null(), "{name} of {who}");
            continue;
        }
        let [low, value, high] = ["low", "value", "high"].map(|field| reading[field].as_f64().unwrap());
        assert!(low <= value && value <= high, "{name} of {who}: {reading}");
        assert!(reading["method"].as_str().unwrap().contains('/'), "{name} of {who}: {reading}");
        assert!(reading["as_of"].as_str().unwrap().ends_with('Z'), "{name} of {who}: {reading}");
    }
    let readings = &person["readings"];
    let has = |name: &str| readings[name]["not_enough"].is_null();
    let theirs_last = mails.iter().rev().find(|sent| sent.side == '<').unwrap();
    let quiet = days_between(&moment(theirs_last.day, theirs_last.hour), &readings["activation"]["as_of"]);
    // A day of contact is worth half after 60 days.
    let last_day = f64::from(*days.last().unwrap());
    let on_last_day: f64 = days.iter().map(|day| ((f64::from(*day) - last_day) / 60.0).exp2()).sum();
    assert_close(&readings["activation"]["value"], on_last_day * (-quiet / 60.0).exp2(), who);
    assert_eq!(readings["activation"]["n"], days.len(), "{who}");
    if has("rhythm") {
        assert_eq!(readings["rhythm"]["n"], days.len(), "{who}");
        assert_close(&readings["rhythm"]["quiet_days"], quiet, who);
        let quantile = readings["rhythm"]["quiet_quantile"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&quantile), "{who}");
        assert_close(
            &readings["rhythm"]["usual_gap_days"],
            readings["rhythm"]["value"].as_f64().unwrap(),
            who,
        );
    }
    let begun = mails
        .iter()
        .enumerate()
        .filter(|(place, sent)| sent.opens && (*place == 0 || sent.day - mails[place - 1].day >= 3));
    let (theirs, ours): (Vec<_>, Vec<_>) = begun.partition(|(_, sent)| sent.side == '<');
    assert_eq!(has("initiation"), theirs.len() + ours.len() >= 3, "{who}");
    if has("initiation") {
        assert_eq!(readings["initiation"]["n"], theirs.len() + ours.len(), "{who}");
    }
    let asked = questions(mails);
    assert_eq!(has("response"), asked >= 3, "{who}");
    // Mails that open with the same subject are one thread.
    for name in ["two_sided", "empty_check_ins", "depth", "given"] {
        assert!(has(name) == readings[name]["value"].is_number(), "{name} of {who}: {}", readings[name]);
    }
    assert!(readings["mirroring"].is_null(), "it is for the two alone");
    if has("response") {
        assert_eq!(readings["response"]["n"], asked, "{who}");
    }
}

/// Mails of ours that they could answer: the first since they last wrote, or seven days after the one before.
fn questions(mails: &[Sent]) -> u32 {
    let mut asked = 0;
    let mut open: Option<u32> = None;
    for sent in mails {
        let hours = sent.day * 24 + sent.hour;
        if sent.side == '<' {
            open = None;
        } else if open.is_none_or(|since| hours - since > 7 * 24) {
            open = Some(hours);
            asked += 1;
        }
    }
    asked
}

fn assert_close(found: &Value, expected: f64, who: &str) {
    let found = found.as_f64().unwrap();
    assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{who}: {found}, not {expected}");
}

fn days_between(from: &str, to: &Value) -> f64 {
    let micros = |text: &str| text.parse::<rapport_model::Moment>().unwrap().micros() as f64;
    (micros(to.as_str().unwrap()) - micros(from)) / 86_400e6
}

#[test]
fn somebody_unknown_is_not_found() {
    let world = World::with(vec![exchange('<', "ana", "2026-03-01T10:00:00Z")]);
    world.run(&["person", "bo@buyers.example", "--json"]).refused(1, "nobody with the address");
    world.run(&["person", "bo"]).refused(2, "not a mail address");
}

#[test]
fn people_are_found_by_words_sorted_and_limited() {
    let mut mails =
        vec![exchange('<', "bo", "2026-03-03T10:00:00Z"), exchange('<', "bo", "2026-03-04T10:00:00Z")];
    mails.push(exchange('<', "ana", "2026-03-05T10:00:00Z").named("Ana Lopez"));
    let world = World::with(mails);
    let addresses = |arguments: &[&str]| -> Vec<String> {
        let lines = world.lines(&[&["people"], arguments].concat());
        lines.iter().map(|line| line["address"].as_str().unwrap()[..3].to_owned()).collect()
    };
    assert_eq!(addresses(&[]), ["ana", "bo@"]);
    assert_eq!(addresses(&["--sort", "days"]), ["bo@", "ana"]);
    assert_eq!(addresses(&["--limit", "1"]), ["ana"]);
    assert_eq!(addresses(&["lopez"]), ["ana"]);
    world.run(&["people", "--sort", "charm"]).refused(2, "sort by one of name, last");
}
