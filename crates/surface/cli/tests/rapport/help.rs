#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes snapshots this way")]

use expect_test::{Expect, expect, expect_file};

use crate::world::{ME, World, exchange};

/// Every command, in the order of the help.
const COMMANDS: [&str; 22] = [
    "demo",
    "serve",
    "import",
    "today",
    "people",
    "person",
    "sphere",
    "team",
    "path",
    "dormant",
    "lean-back",
    "why",
    "measures",
    "backtest",
    "backup",
    "restore",
    "verify",
    "dump",
    "doctor",
    "jobs",
    "passphrase",
    "completions",
];

#[test]
fn every_command_explains_itself() {
    let world = World::new();
    let mut pages = vec![world.bare_ok(&["--help"])];
    for command in COMMANDS {
        pages.push(format!("----- {command}\n{}", world.bare_ok(&[command, "--help"])));
    }
    expect_file!["help.txt"].assert_eq(&pages.join("\n"));
    assert_eq!(world.run(&[]).code, 2);
    assert!(world.bare_ok(&["--version"]).starts_with("rapport "));
}

#[test]
fn completions_know_every_command() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = world.bare_ok(&["completions", shell]);
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    world.run(&["completions", "tea"]).refused(2, "bash");
}

impl World {
    fn bare_ok(&self, arguments: &[&str]) -> String {
        crate::world::Run::of(&mut self.bare(arguments)).ok()
    }
}

/// Long ago, so that what is said about the present does not change from day to day.
fn small_world() -> World {
    let mut mails = Vec::new();
    for (number, month) in (1..=9).enumerate() {
        let (ours, theirs) =
            (format!("2010-{month:02}-03T09:00:00Z"), format!("2010-{month:02}-04T15:00:00Z"));
        let asked = exchange('>', "ana", &ours)
            .subject("Kiln drawings")
            .text("Here is the next drawing.")
            .id(&format!("q{number}@x"));
        let answer = exchange('<', "ana", &theirs)
            .named("Ana Lopez")
            .subject("Re: Kiln drawings")
            .answers(&format!("q{number}@x"));
        mails.extend([asked, answer.text("Thank you. Could you send me the price of the large one?")]);
    }
    mails.push(
        exchange('<', "bo", "2010-09-20T10:00:00Z")
            .named("Bo Chen")
            .subject("A visit")
            .text("May we visit you?"),
    );
    World::with(mails)
}

/// Numbers and widths of columns are not what a person reads these for.
fn check(said: &str, expected: Expect) {
    let mut plain = String::new();
    for line in said.lines() {
        let cells: Vec<&str> = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let mut masked = String::new();
        for letter in cells.join("  ").chars() {
            let letter = if letter.is_ascii_digit() { '#' } else { letter };
            if letter != '#' || !masked.ends_with('#') {
                masked.push(letter);
            }
        }
        plain += masked.trim_end();
        plain.push('\n');
    }
    expected.assert_eq(&plain);
}

#[test]
fn what_people_read_is_worded_for_people() {
    let world = small_world();
    check(
        &world.ok(&["today", "--at", "2010-09-25T08:00:00Z"]),
        expect![[r#"
        You owe

        Bo Chen  bo@buyers.example
        Bo asked on Monday “May we visit you?” and has waited # days.
        Answer in “A visit”.

        Ana Lopez  ana@buyers.example
        Ana asked on # September “Could you send me the price of the large one?” and has waited # days.
        Answer in “Kiln drawings”.

    "#]],
    );
    check(
        &world.ok(&["people"]),
        expect![[r#"
        name  address  last  usual gap  # days  sent  received
        Bo Chen  bo@buyers.example  # years ago  -  under # %  #  #
        Ana Lopez  ana@buyers.example  # years ago  about every # weeks  under # %  #  #

        # of # people
    "#]],
    );
    check(
        &world.ok(&["person", "ana@buyers.example"]),
        expect![[r#"
            Ana Lopez  ana@buyers.example
            You two usually speak about every # weeks; # years of silence is longer than over # % of your gaps, and the chance of contact within # days is down to under # %.

            measure  reading  # % interval  n
            usual gap  about every # weeks  # days to # weeks  #
            contact within # days  under # %  under # % to under # %  #
            they begin  # %  under # % to # %  #
            comes from them  # %  # % to # %  #
            they write first within # days  under # %  under # % to under # %  #
            they answer within # days  # %  # % to over # %  #
            they answer your next attempt  It takes # attempts of the team with a known outcome to say how likely an answer is.
            activation  #.#  #.# to #.#  #
            two-sided threads  Quality needs three exchanges; there is # so far.
            about plans and people  Depth needs three exchanges in which there was some; there is # so far.
            given, of given and asked  Giving against asking needs three exchanges in which there was some; there is # so far.
            empty check-ins  Quality needs three exchanges; there is # so far.
        "#]],
    );
    check(
        &world.ok(&["why", "q1@x"]).replace(world.path("").to_str().unwrap(), ""),
        expect![[r#"
        kept: It is an exchange between the team and somebody outside.
        from mails.mbox
    "#]],
    );
    let more = world.mbox(
        "more.mbox",
        vec![exchange('<', "carl", "2010-10-01T10:00:00Z"), exchange('<', "bo", "2010-09-20T10:00:00Z")],
    );
    check(
        &world.ok(&["import", more.to_str().unwrap(), "--me", ME]),
        expect![[r#"
        mails
        #  read
        #  added
        #  here before
        #  unreadable

        # people, #.# s
        Next: rapport today, or rapport serve
    "#]],
    );
    check(
        &World::new().ok(&["today"]),
        expect![[r#"
        Nothing is known yet. Read a mailbox first: rapport import PATH --me ADDRESS
    "#]],
    );
}
