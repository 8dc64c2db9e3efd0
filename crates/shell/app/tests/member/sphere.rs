use expect_test::expect;
use rapport_app::{Introduction, TieLine};

use crate::world::{OWNER, World, address, rhythm};

const TOM: &str = "tom@acme.example";

/// Olivia knows Ana well, Tom knows Maya; Ana and Maya were once on the same mail to Tom, and Ana knows Bo.
fn team() -> World {
    let world = World::at("2026-03-01T09:00:00Z");
    world.mail(&rhythm("ana", 12, 14));
    let tom = world.hire("Tom Reed", TOM);
    world.mail_of(
        tom,
        TOM,
        "maya.kiln > me, 2026-01-10, Glaze: Which glaze is it?
         me > maya.kiln, 2026-01-12, Re: Glaze: The green one.
         maya.kiln > me, 2026-02-08, Glaze: It has come.
         me > maya.kiln+leo.kiln, 2026-02-20, Visit: Shall we meet?
         leo.kiln > me, 2026-02-21, Visit: With pleasure.",
    );
    world.mail("me > ana+bo.clay, 2026-02-25, Fair: See you both at the fair.");
    world
}

fn ways(world: &World, to: &str) -> Vec<Introduction> {
    let person = world.wait(world.acting(OWNER).met_at(&address(to))).unwrap();
    world.wait(world.acting(OWNER).paths_to(person, 5)).unwrap().ways
}

fn said(ways: &[Introduction]) -> String {
    ways.iter().map(|way| way.sentence.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_colleague_or_a_contact_leads_to_somebody_new() {
    let world = team();
    let maya = ways(&world, "maya@kiln.example");
    expect![[r#"
        Ask Tom, who spoke with maya@kiln.example 21 days ago. Tom has to agree first.
        Ask Tom to ask leo@kiln.example: Tom spoke with leo@kiln.example 8 days ago, and leo@kiln.example was seen with maya@kiln.example 9 days ago. Both have to agree first."#]]
    .assert_eq(&said(&maya));
    for way in &maya {
        let product: f64 = way.steps.iter().map(|step| step.probability).product();
        assert!((way.probability - product).abs() < 1e-9);
        assert_eq!(way.steps.last().unwrap().address, "maya@kiln.example");
    }
    assert!(maya[0].steps[0].person.is_none() && maya[0].steps[0].is_own && !maya[0].steps[1].is_own);
    let bo = said(&ways(&world, "bo@clay.example"));
    assert!(bo.starts_with("Ask ana@x.example, with whom you had contact"), "{bo}");
    assert!(bo.contains("was seen with bo@clay.example 4 days ago"), "{bo}");
    assert_eq!(said(&ways(&world, "ana@x.example")), "");
}

#[test]
fn what_a_colleague_has_with_a_private_address_leads_nowhere() {
    let world = team();
    let tom = world.hire("Tom Two", "tom2@acme.example");
    let mail = "pia.private > me, 2026-02-10, Hello: Are you there?";
    world.mail_of(tom, "tom2@acme.example", mail);
    assert_eq!(ways(&world, "pia@private.example").len(), 1);
    let folder = world.hire("Una", "una@acme.example");
    let mails = rapport_testkit::story::mail("pia@gmail.com", "una@acme.example")
        .at("2026-02-10T10:00:00Z")
        .id("private@gmail.com")
        .bytes();
    world.land(folder, &[mails]);
    assert_eq!(ways(&world, "pia@gmail.com").len(), 0);
    assert!(world.wait(world.acting(OWNER).met("pia@gmail", 5)).unwrap().is_empty());
    assert_eq!(world.wait(world.acting(OWNER).met("PIA priv", 5)).unwrap().len(), 1);
    assert!(world.wait(world.acting(OWNER).met("pi", 5)).unwrap().is_empty());
}

#[test]
fn ties_overlaps_and_bridges_follow_from_the_log() {
    let world = team();
    let ties = world.wait(world.acting(OWNER).ties()).unwrap().ties;
    let line = |tie: &TieLine| {
        let bridge = if tie.bridge { " bridge" } else { "" };
        format!("{} {} {} common {} overlap {:.2}{bridge}", tie.kind, tie.a, tie.b, tie.common, tie.overlap)
    };
    let mut lines: Vec<String> = ties.iter().map(line).collect();
    lines.sort();
    expect![[r#"
        ours olivia@acme.example ana@x.example common 1 overlap 1.00
        ours olivia@acme.example bo@clay.example common 1 overlap 1.00
        ours tom@acme.example leo@kiln.example common 1 overlap 1.00
        ours tom@acme.example maya@kiln.example common 1 overlap 1.00
        seen ana@x.example bo@clay.example common 1 overlap 1.00
        seen leo@kiln.example maya@kiln.example common 1 overlap 1.00"#]]
    .assert_eq(&lines.join("\n"));
    assert!(ties.iter().all(|tie| (0.0..=1.0).contains(&tie.strength)));
}

/// Everything that follows from the network for a member, as text.
fn view(world: &World) -> String {
    let view = world.wait(world.acting(OWNER).sphere_view()).unwrap();
    let view = &*view;
    format!(
        "{} {} {} {:?} {:?} {:?} {:?} {:?} {:?}",
        view.known,
        view.people,
        view.bridge_count,
        view.dots,
        view.lines,
        view.core,
        view.bridges,
        view.openings,
        view.concentrations
    )
}

#[test]
fn a_view_is_made_once_until_something_comes_in_or_silence_has_grown() {
    let world = team();
    let ask = || world.wait(world.acting(OWNER).sphere_view()).unwrap();
    let (first, again) = (ask(), ask());
    assert!(std::sync::Arc::ptr_eq(&first, &again), "nothing came in, so nothing is made");
    let before = view(&world);
    world.move_to("2026-03-01T12:00:00Z");
    assert!(!std::sync::Arc::ptr_eq(&first, &ask()), "silence grows");
    world.move_to("2026-03-01T09:00:00Z");
    assert_eq!(view(&world), before);
}

/// So many that a few more are no reason to learn new priors.
fn many(world: &World) {
    let mails = (0..40).map(|number| format!("p{number} > me, 2026-01-{:02}, Hi: Hello.", number % 28 + 1));
    world.mail(&mails.collect::<Vec<_>>().join("\n"));
}

/// Between two that are made anew, only what something happened to changes.
#[test]
fn within_the_hour_a_view_takes_in_what_changed() {
    let world = team();
    many(&world);
    let strength = |to: &str| {
        let view = world.wait(world.acting(OWNER).sphere_view()).unwrap();
        view.dots.iter().find(|dot| dot.name == to).map(|dot| dot.probability)
    };
    let (ana, carl) = (strength("ana@x.example"), strength("carl@x.example"));
    assert!(ana.is_some() && carl.is_none());
    world.move_to("2026-03-01T09:45:00Z");
    world.mail("carl > me, 2026-02-28, Line: New.");
    assert_eq!(strength("ana@x.example"), ana);
    assert!(strength("carl@x.example").is_some());
    world.move_to("2026-03-01T12:05:00Z");
    assert_ne!(strength("ana@x.example"), ana);
}

/// What came in is taken into the network there is; made anew from everything, it is the same.
#[test]
fn a_network_that_took_in_news_is_the_one_made_anew() {
    let world = team();
    many(&world);
    let members = world.wait(world.app.members()).unwrap();
    let tom = members.iter().find(|member| member.id != OWNER).unwrap().id;
    let count = || world.wait(world.acting(OWNER).ties()).unwrap().ties.len();
    view(&world);
    let mut before = count();
    for (whose, mail, more) in [
        (None, "carl > me, 2026-02-28, Line: New.", 1),
        (None, "me > carl+ana, 2026-02-28, Line: Two who did not know each other.", 1),
        (None, "me > bo.clay+ana+zoe, 2026-01-05, Old: Late, with somebody new.", 3),
        (Some(tom), "me > ana.x+maya.kiln+leo.kiln, 2026-02-27, Show: All of you.", 3),
        (None, "ana > me, 2026-02-28, Again: Nothing new but this.", 0),
    ] {
        match whose {
            Some(tom) => world.mail_of(tom, TOM, mail),
            None => world.mail(mail),
        }
        let kept = view(&world);
        world.move_to("2026-03-11T11:00:00Z");
        view(&world);
        world.move_to("2026-03-01T09:00:00Z");
        assert_eq!(kept, view(&world), "after {mail}");
        assert_eq!(count(), before + more, "after {mail}");
        before = count();
    }
}

#[test]
fn the_lists_say_who_is_an_only_link_and_who_opens_a_circle() {
    let world = team();
    let ulf = world.hire("Ulf", "ulf@acme.example");
    world.mail(
        "rob.works > me, 2026-02-22, Line: The line stands still.
         me > rob.works+sue.works, 2026-02-23, Line: We come tomorrow.
         me > rob.works+tim.works, 2026-02-24, Line: It runs.
         ida.works > me, 2024-02-22, Line: Years ago.
         dee.mill > me, 2025-12-20, Mill: We may need one.
         me > dee.mill+rob.works, 2026-01-05, Mill: Rob has one.
         gil.port > me, 2026-02-20, Port: Do you ship?",
    );
    world.mail_of(
        ulf,
        "ulf@acme.example",
        "me > dee.mill+max.mill+eva.mill, 2026-02-26, Parts: Here they are.
         eva.mill > me, 2026-02-27, Re: Parts: Thank you.
         max.mill > me, 2026-02-27, Re: Parts: They fit.
         me > gil.port+kim.port, 2026-02-26, Ship: On Monday.",
    );
    let view = world.wait(world.acting(OWNER).sphere_view()).unwrap();
    let lines = |list: &[rapport_app::ListedPerson]| {
        list.iter().map(|one| format!("{}: {}", one.address, one.why)).collect::<Vec<_>>().join("\n")
    };
    expect![[r#"
        core

        bridges
        gil@port.example: gil@port.example was seen with another person, whom you do not know: your only link into that circle.
        ana@x.example: Nobody else of the team knows anybody at x.example.
        openings
        dee@mill.example: 1 person in common, and seen with 2 people whom you do not know; the last contact was 10 weeks ago.
        companies
    "#]].assert_eq(&format!(
        "core\n{}\nbridges\n{}\nopenings\n{}\ncompanies\n{}",
        lines(&view.core),
        lines(&view.bridges),
        lines(&view.openings),
        view.concentrations.iter().map(|one| one.why.as_str()).collect::<Vec<_>>().join("\n"),
    ));
    assert_eq!(view.dots.len(), view.known);
    assert!(view.dots.windows(2).all(|two| two[0].probability >= two[1].probability));
    assert!(view.lines.iter().all(|(one, other)| one < other && (*other as usize) < view.dots.len()));
}
