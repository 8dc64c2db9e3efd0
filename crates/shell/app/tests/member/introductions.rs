use expect_test::expect;
use rapport_app::{AppError, IntroductionOutcome, Refusal, Ways};
use rapport_model::{MemberId, PersonId, Via};

use crate::world::{OWNER, World, address, rhythm};

const TOM: &str = "tom@acme.example";

struct Team {
    world: World,
    tom: MemberId,
    maya: PersonId,
}

/// Tom and Ana both know Maya, whom Olivia wants to meet; Olivia knows Ana.
fn team() -> Team {
    let world = World::at("2026-03-01T09:00:00Z");
    world.mail(&rhythm("ana", 12, 14));
    let tom = world.hire("Tom Reed", TOM);
    let mails = "maya.kiln > me, 2026-02-25, Glaze: Which glaze is it?
        me > maya.kiln+ana, 2026-02-26, Re: Glaze: Ana knows.
        maya.kiln > me, 2026-02-27, Re: Glaze: Thank you.";
    world.mail_of(tom, TOM, mails);
    let maya = world.wait(world.acting(OWNER).met_at(&address("maya@kiln.example"))).unwrap();
    Team { world, tom, maya }
}

impl Team {
    fn ways(&self) -> Ways {
        self.world.wait(self.world.acting(OWNER).paths_to(self.maya, 5)).unwrap()
    }

    fn first_asked(&self) -> Vec<Via> {
        self.ways().ways.iter().map(|way| way.steps[0].via).collect()
    }

    fn said(&self) -> String {
        let all = self.world.wait(self.world.acting(OWNER).introductions()).unwrap();
        all.iter().map(|one| one.sentence.as_str()).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn what_was_asked_is_followed_until_they_meet() {
    let team = team();
    let world = &team.world;
    assert_eq!(world.wait(world.acting(OWNER).via(&address(TOM))).unwrap(), Via::Member(team.tom));
    let ana = world.wait(world.acting(OWNER).via(&address("ana@x.example"))).unwrap();
    assert_eq!(ana, Via::Person(world.person("ana")));
    world.wait(world.acting(OWNER).ask_introduction(Via::Member(team.tom), team.maya)).unwrap();
    let again = world.wait(world.acting(OWNER).ask_introduction(Via::Member(team.tom), team.maya));
    assert!(matches!(again, Err(AppError::Refused(Refusal::AskedAlready { .. }))));
    let itself = world.wait(world.acting(OWNER).ask_introduction(Via::Person(team.maya), team.maya));
    assert!(matches!(itself, Err(AppError::Refused(Refusal::IntroducesThemselves))));
    world.move_to("2026-03-01T09:01:00Z");
    let asked = world.wait(world.acting(OWNER).ask_introduction(ana, team.maya)).unwrap();
    world.move_to("2026-03-05T09:00:00Z");
    expect![[r#"
        You asked ana@x.example 4 days ago; maya@kiln.example has not been in contact yet.
        You asked Tom 4 days ago; maya@kiln.example has not been in contact yet."#]]
    .assert_eq(&team.said());
    world.wait(world.acting(OWNER).decline_introduction(asked)).unwrap();
    assert!(matches!(
        world.wait(world.acting(OWNER).decline_introduction(asked)),
        Err(AppError::NotFound(_))
    ));
    world.mail("me > maya.kiln, 2026-03-03, Hello: Tom says hello.");
    assert!(team.said().contains("has not been in contact"), "an attempt is no contact");
    world.mail("maya.kiln > me, 2026-03-04, Re: Hello: Glad to meet you.");
    let all = world.wait(world.acting(OWNER).introductions()).unwrap();
    assert_eq!(all[1].outcome, IntroductionOutcome::Met);
    world.wait(world.acting(OWNER).undo_introduction(asked)).unwrap();
    expect!["You asked Tom 4 days ago; 3 days later you were in contact with maya@kiln.example."]
        .assert_eq(&team.said());
    assert_eq!(
        world.wait(world.acting(team.tom).introductions()).unwrap().len(),
        0,
        "they are the member's own"
    );
}

/// Of ways that are as likely, the one that was asked less comes first, whoever of the team asked.
#[test]
fn who_was_asked_lately_is_spared() {
    let team = team();
    let world = &team.world;
    let una = world.hire("Una Berg", "una@acme.example");
    world.mail_of(una, "una@acme.example", "maya.kiln > me, 2026-02-27, Line: Hello.");
    world.mail_of(team.tom, TOM, "zoe.kiln > me, 2026-02-27, Line: Hello.");
    let zoe = world.wait(world.acting(OWNER).met_at(&address("zoe@kiln.example"))).unwrap();
    let before = team.first_asked();
    assert!(before.contains(&Via::Member(team.tom)) && before.contains(&Via::Member(una)));
    world.wait(world.acting(una).ask_introduction(Via::Member(team.tom), zoe)).unwrap();
    let way = team.ways().ways.into_iter().find(|way| way.steps[0].via == Via::Member(team.tom)).unwrap();
    assert!(
        way.sentence.ends_with("In the last 30 days 1 introduction went this way already."),
        "{}",
        way.sentence
    );
    world.move_to("2026-04-05T09:00:00Z");
    assert!(team.ways().ways.iter().all(|way| !way.sentence.contains("already")), "a month is forgiven");
}

/// What somebody answers to a colleague tells something of what they answer to oneself, unless it is hidden.
#[test]
fn answers_to_colleagues_count() {
    let Team { world, tom, .. } = team();
    world.mail(&rhythm("zoe", 3, 14));
    let rate = |told: &str| {
        let person = world.wait(world.acting(OWNER).person(world.person("zoe"), None, None)).unwrap();
        let reading = person.readings.of("response").unwrap().as_ref().unwrap().reading();
        assert_eq!(reading.n, 3, "{told}");
        reading.value
    };
    let alone = rate("alone");
    world.mail_of(tom, TOM, "me > zoe, 2026-01-01, One: Are you there?\nme > zoe, 2026-01-10, Two: And now?");
    assert!(rate("Tom hears nothing") < alone - 0.05);
    world.wait(world.acting(tom).hide_tie(world.person("zoe"))).unwrap();
    assert!((rate("hidden") - alone).abs() < 1e-9);
}

#[test]
fn a_hidden_tie_is_its_owners_alone() {
    let team = team();
    let world = &team.world;
    let person = |member| world.wait(world.acting(member).person(team.maya, None, None)).unwrap();
    let met = |words: &str| world.wait(world.acting(OWNER).met(words, 5)).unwrap().len();
    world.mail_of(
        team.tom,
        TOM,
        "rex.port > me, 2026-02-27, Ship: Hello.
         me > rex.port+quin.port, 2026-02-28, Re: Ship: To both of you.",
    );
    let rex = world.wait(world.acting(OWNER).met_at(&address("rex@port.example"))).unwrap();
    assert!(team.first_asked().contains(&Via::Member(team.tom)));
    assert_eq!((met("rex port"), person(team.tom).is_hidden), (1, Some(false)));
    world.wait(world.acting(team.tom).hide_tie(team.maya)).unwrap();
    world.wait(world.acting(team.tom).hide_tie(rex)).unwrap();
    let ways = world.wait(world.acting(OWNER).paths_to(team.maya, 5));
    assert!(matches!(ways, Err(AppError::NotFound(_))), "whom Tom alone knows, the team has not met");
    assert_eq!((met("rex port"), person(team.tom).is_hidden), (0, Some(true)));
    let is_told = |member| {
        let ties = world.wait(world.acting(member).ties()).unwrap().ties;
        ties.iter().any(|tie| [&*tie.a, &*tie.b].contains(&"rex@port.example"))
    };
    assert!(!is_told(OWNER) && is_told(team.tom));
    world.mail("maya.kiln > me, 2026-02-28, Hello: Hello Olivia.");
    assert_eq!(person(OWNER).colleagues, []);
    world.wait(world.acting(team.tom).show_tie(team.maya)).unwrap();
    assert_eq!(person(OWNER).colleagues.len(), 1);
}
