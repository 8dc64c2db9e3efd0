use rapport_app::{Evidence, PeopleQuery, Sort};
use rapport_jobs::fold_from_the_log;
use rapport_model::{Calendar, Moment, Setting};
use rapport_science::PairState;
use rapport_store::{FoldedPair, PairKey};

use crate::world::{OWNER, World, moment, rhythm, said};

const MAILS: &str = "
    ana > me, 2026-02-20, Second line: Is the second line still possible this year?
    me > ana, 2026-02-21, Re: Second line: Yes, from October.
    bo > me, 2026-02-25, Spare parts: Could you send the list of parts?
    ana > me, 2026-03-08, Visit: When could we visit the works?";

#[test]
fn states_agree_with_a_plain_recomputation_in_whatever_order_mail_arrives() {
    let world = World::at("2026-03-10T09:00:00Z");
    for line in MAILS.trim().lines().rev() {
        world.mail(line);
    }
    world.mail(&rhythm("ana", 12, 9));
    for name in ["ana", "bo"] {
        let person = world.person(name);
        let view = world.wait(world.acting(OWNER).person(person, None, None)).unwrap();
        let log: Vec<_> = view.touches.iter().map(|(kept, _)| *kept).collect();
        assert_eq!(view.tie.state, fold_from_the_log(PairState::default(), &log, &Calendar::utc()));
    }
}

#[test]
fn a_past_day_is_as_it_was_then() {
    let world = World::at("2026-02-26T09:00:00Z");
    let known_then: String =
        MAILS.lines().filter(|line| !line.contains("2026-03")).collect::<Vec<_>>().join("\n");
    world.mail(&known_then);
    let then = world.wait(world.acting(OWNER).today(None, 7)).unwrap();
    world.move_to("2026-03-10T09:00:00Z");
    world.mail("ana > me, 2026-03-08, Visit: When could we visit the works?");
    let looked_back = world.wait(world.acting(OWNER).today(Some(moment("2026-02-26T09:00:00Z")), 7)).unwrap();
    assert_eq!(
        then.cards.iter().map(said).collect::<Vec<_>>(),
        looked_back.cards.iter().map(said).collect::<Vec<_>>()
    );
    assert_eq!(looked_back.cards.len(), 1);
}

#[test]
fn every_reading_opens_to_the_interactions_it_rests_on() {
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail(&rhythm("ana", 12, 9));
    let ana = world.person("ana");
    for evidence in Evidence::log() {
        let view = world.wait(world.acting(OWNER).person(ana, Some(evidence), None)).unwrap();
        assert!(!view.timeline.is_empty(), "{}", evidence.name());
    }
    let view = world.wait(world.acting(OWNER).person(ana, None, None)).unwrap();
    let rhythm = view.readings.rhythm().unwrap();
    assert!(rhythm.reading.low <= rhythm.reading.value && rhythm.reading.value <= rhythm.reading.high);
    assert!(!rhythm.reading.evidence.is_empty());
    assert_eq!(rhythm.reading.as_of, world.app.now());
}

#[test]
fn lists_page_through_everybody_once_in_every_order() {
    let world = World::at("2026-03-10T09:00:00Z");
    let mails: String =
        (0..25).map(|n| format!("p{n} > me, 2026-02-{:02}, Hello: Words {n}.\n", 1 + n)).collect();
    world.mail(&mails);
    for sort in Sort::ALL {
        for is_reversed in [false, true] {
            let mut query = PeopleQuery { sort, is_reversed, limit: 10, ..PeopleQuery::default() };
            let mut seen = Vec::new();
            loop {
                let page = world.wait(world.acting(OWNER).people(query.clone())).unwrap();
                seen.extend(page.people.iter().map(|line| line.person));
                query.after = page.next;
                if page.next.is_none() {
                    break;
                }
            }
            assert_eq!(seen.len(), 25, "{}", sort.name());
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), 25, "{}", sort.name());
        }
    }
    let found = world.wait(world.acting(OWNER).search_people("p1", 50)).unwrap();
    assert_eq!(found.len(), 11);
    assert!(found[0].last >= found[1].last);
    assert_eq!(Moment::default().micros(), 0);
}

#[test]
fn the_look_back_says_how_often_the_probability_was_right() {
    let world = World::at("2026-06-20T09:00:00Z");
    assert!(world.wait(world.acting(OWNER).reliability()).unwrap().is_none());
    let mails: String = (0..14).map(|pair| rhythm(&format!("p{pair}"), 30 - pair, 5 + pair)).collect();
    world.mail(&mails);
    let judge = || {
        world
            .wait(rapport_jobs::judge_reliability(world.app.store(), world.app.workspace(), world.app.now()))
            .unwrap()
    };
    assert!(judge());
    let found = world.wait(world.acting(OWNER).reliability()).unwrap().unwrap().unwrap();
    assert_eq!(found.bins.iter().map(|bin| bin.n).sum::<u32>(), found.n);
    assert!(found.n >= 50 && found.cuts > 0 && found.brier < found.base_brier, "{found:?}");
    let happened: f64 = found.bins.iter().map(|bin| bin.happened * f64::from(bin.n)).sum();
    assert!((happened - happened.round()).abs() < 1e-6);
    // It is done once a month.
    assert!(!judge());
    world.move_to("2026-07-21T09:00:00Z");
    assert!(judge());
}

#[test]
fn states_of_another_version_are_folded_anew() {
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail(MAILS);
    let (store, workspace) = (world.app.store(), world.app.workspace());
    world.wait(rapport_jobs::refold_if_outdated(store, workspace)).unwrap();
    let ana = world.person("ana");
    let before = world.wait(world.acting(OWNER).person(ana, None, None)).unwrap().tie.state;
    // What an older program would have left: bytes that this one does not read.
    let old = FoldedPair {
        pair: PairKey { member: OWNER, person: ana },
        state: Some((vec![1, 0, 7], moment("2026-03-09T00:00:00Z"))),
        is_first: false,
    };
    let age = move |tx: &rapport_store::Tx<'_>| {
        tx.save_states(&[old])?;
        tx.set_setting(Setting::StateVersion, "1")
    };
    world.wait(store.write(workspace, age)).unwrap();
    assert!(world.wait(world.acting(OWNER).person(ana, None, None)).is_err());
    assert!(world.wait(rapport_jobs::refold_if_outdated(store, workspace)).unwrap());
    assert_eq!(world.wait(world.acting(OWNER).person(ana, None, None)).unwrap().tie.state, before);
    assert!(!world.wait(rapport_jobs::refold_if_outdated(store, workspace)).unwrap());
}
