//! Cached values that are updated equal those that are rebuilt.

use std::sync::Arc;

use rapport_app::{Acting, App, Filter, HandTouch, PeopleQuery, Sort};
use rapport_model::{Channel, InteractionId, MemberId, Side};

use crate::world::{ME, OWNER, World, moment};

/// A repeatable pseudo-random generator.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// The lists, the team, the network and Today as a member is shown them, as text.
fn shown(world: &World, acting: &Acting) -> String {
    let mut out = String::new();
    let mut add = |what: &str, text: String| out.extend([what, ": ", &text, "\n"]);
    for sort in Sort::ALL {
        for filter in Filter::ALL {
            let query = PeopleQuery { sort, filter, limit: 500, ..PeopleQuery::default() };
            let page = world.wait(acting.people(query)).unwrap();
            let line = |line: &rapport_app::PersonLine| {
                let (name, address) = (&line.name, &line.address);
                let numbers = (line.last, line.contact_days, line.sent, line.received, line.warmth);
                format!("{name} {address} {numbers:?} {:?} {:?}", line.persistence, line.initiation)
            };
            let lines: Vec<String> = page.people.iter().map(line).collect();
            add(&format!("{} {}", sort.name(), filter.name()), lines.join("; "));
        }
    }
    for words in ["x", "p1", "company", "person p2 ", "clay.example"] {
        let found = world.wait(acting.search_people(words, 50)).unwrap();
        add(words, found.iter().map(|line| line.address.clone()).collect::<Vec<_>>().join(" "));
    }
    let sphere = world.wait(acting.sphere()).unwrap();
    add("counts", format!("{:?} of {}", sphere.counts(), sphere.len()));
    let today = world.wait(acting.today(None, 30)).unwrap();
    let cards: Vec<String> = today
        .cards
        .iter()
        .map(|card| format!("{} {:?} {} {}", card.address, card.lane, card.why, card.begin))
        .collect();
    add("today", format!("{cards:?} {:?} {}", today.left_alone, today.left_alone_total));
    let team = world.wait(acting.team()).unwrap();
    add("team", format!("{} {:?} {:?} {:?}", team.relationships, team.bands, team.weeks, team.companies));
    let view = world.wait(acting.sphere_view()).unwrap();
    add("view", format!("{} {} {:?} {:?}", view.known, view.people, view.bridge_count, view.dots));
    // The order of the two ends of a line depends on slots and may differ.
    let mut lines: Vec<(&str, &str)> = Vec::new();
    for (one, other) in &view.lines {
        let (one, other) = (&*view.dots[*one as usize].name, &*view.dots[*other as usize].name);
        lines.push((one.min(other), one.max(other)));
    }
    lines.sort_unstable();
    add("seen together", format!("{lines:?}"));
    add("core", format!("{:?}", view.core));
    add("bridges", format!("{:?}", view.bridges));
    add("openings", format!("{:?} {:?}", view.openings, view.concentrations));
    let sleeping = world.wait(acting.dormant_ties(50)).unwrap();
    let sleeping: Vec<String> = sleeping.iter().map(|one| format!("{} {}", one.address, one.why)).collect();
    add("sleeping", format!("{sleeping:?}"));
    out
}

/// The same from a new app with empty caches.
fn rebuilt(world: &World, member: MemberId) -> String {
    let open = App::open(Arc::clone(world.app.store()), world.app.clock());
    let app = Arc::new(world.wait(open).unwrap());
    let members = world.wait(app.members()).unwrap();
    shown(world, &app.acting(members.into_iter().find(|one| one.id == member).unwrap()))
}

/// A mail between somebody and a member, at any time of two years, with some words that wait for an answer.
fn some_mail(dice: &mut Dice) -> String {
    let who = dice.roll(30);
    let person = if who.is_multiple_of(3) { format!("p{who}.clay") } else { format!("p{who}") };
    let day = moment("2024-03-01").plus_days(dice.roll(735) as f64);
    let day: String = day.to_string().chars().take(10).collect();
    let words = ["Could you send me the quote?", "I will send you the drawing.", "All well here."];
    let words = words[dice.roll(3) as usize];
    let also = if dice.roll(4) == 0 { format!("+p{}.clay", 3 * dice.roll(10)) } else { String::new() };
    match dice.roll(2) {
        0 => format!("me > {person}{also}, {day}, About {who}: {words}\n"),
        _ => format!("{person} > me, {day}, About {who}: {words}\n"),
    }
}

#[test]
fn an_updated_value_is_the_same_as_a_rebuilt_one() {
    let world = World::at("2026-03-10T09:00:00Z");
    let tom = world.hire("Tom", "tom@acme.example");
    let mut dice = Dice(11);
    let mut logged: Vec<InteractionId> = Vec::new();
    let many = |dice: &mut Dice, count: u64| (0..count).map(|_| some_mail(dice)).collect::<String>();
    world.mail(&many(&mut dice, 250));
    world.mail_of(tom, "tom@acme.example", &many(&mut dice, 80));
    assert!(shown(&world, &world.acting(OWNER)).contains("person"), "there is something to show");
    for round in 0..14 {
        let acting = world.acting(OWNER);
        match dice.roll(7) {
            0 => world.mail_of(tom, "tom@acme.example", &many(&mut dice, 3)),
            1 => {
                let touch = HandTouch {
                    key: acting.new_idempotency_key(),
                    channel: Channel::Call,
                    side: Side::Theirs,
                    at: moment("2026-03-01").plus_days(dice.roll(9) as f64),
                    note: format!("round {round}"),
                };
                let person = world.person("p1");
                logged.push(world.wait(acting.log_touch(person, touch)).unwrap());
                world.work();
            }
            2 if !logged.is_empty() => {
                world.wait(acting.withdraw_touch(logged.pop().unwrap())).unwrap();
                world.work();
            }
            3 => {
                let person = world.person(["p2", "p4", "p5"][dice.roll(3) as usize]);
                let noted = world.wait(acting.opt_out(person, None, String::new())).unwrap();
                if dice.roll(2) == 0 {
                    world.wait(acting.withdraw_opt_out(noted)).unwrap();
                }
            }
            4 => {
                // A name that nobody has seen yet.
                let person = format!("p{}@x.example", dice.roll(9) * 3 + 1);
                let mail = rapport_testkit::story::mail(&format!("Nova {round} <{person}>"), ME)
                    .at("2026-03-09T10:00:00Z")
                    .subject("News")
                    .id(&format!("nova.{round}@x.example"))
                    .text("Hello.");
                world.land(OWNER, &[mail.bytes()]);
            }
            _ => {
                let count = 1 + dice.roll(4);
                world.mail(&many(&mut dice, count));
            }
        }
        for member in [OWNER, tom] {
            let (kept, made) = (shown(&world, &world.acting(member)), rebuilt(&world, member));
            for (kept, made) in kept.lines().zip(made.lines()) {
                assert_eq!(kept, made, "round {round}");
            }
        }
    }
}
