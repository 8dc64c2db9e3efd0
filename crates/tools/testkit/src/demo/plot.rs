use rapport_model::{Moment, Side};

use super::almanac::{self, busyness, date, day_of};
use super::cast::{Company, Kind, Role};
use super::converse::{Talk, talk};
use super::deal::{Deal, STEPS};
use super::language::Language;
use super::rng::Rng;
use super::stage::Stage;
use super::texts::{CONVERSATIONS, Conversation};
use super::ties::{Arc, DAYS, Tie, own_language};

/// Writes the two years of one company. Its ties take turns, in the order of time.
pub fn play(stage: &mut Stage, company: usize, ties: &mut [Tie]) {
    let mut rng = Rng::of(stage.seed, 3_000 + company as u64);
    let mut deal = Deal::begun(&stage.companies[company], &mut rng);
    let today = day_of(stage.now);
    for tie in ties.iter_mut() {
        tie.next = today - tie.from + (rng.unit() * tie.gap) as i64;
    }
    while let Some(tie) =
        ties.iter_mut().filter(|tie| tie.next <= today - tie.until).min_by_key(|tie| tie.next)
    {
        let begins = almanac::workday(tie.next);
        if let Some((from, to)) = tie.pause
            && (today - from..today - to).contains(&begins)
        {
            tie.next = today - to + rng.between(0, 5);
            continue;
        }
        // What can wait is written in another week than those of the holidays.
        if rng.chance(0.75 * (1.0 - busyness(begins))) {
            tie.next += rng.between(4, 18);
            continue;
        }
        if tie.arc == Arc::Cold {
            approach(stage, tie, begins, &deal, &mut rng);
            continue;
        }
        let ended = one_conversation(stage, tie, &mut deal, begins, &mut rng);
        let fade = if tie.arc == Arc::Fading {
            tie.gap *= 1.13;
            tie.gap
        } else {
            tie.gap
        };
        tie.next = ended.max(begins) + 1 + (rng.log_normal(fade * 0.8, 0.45) / busyness(ended)) as i64;
    }
    for tie in ties.iter_mut() {
        ending(stage, tie, &deal, &mut rng);
    }
}

fn one_conversation(stage: &mut Stage, tie: &mut Tie, deal: &mut Deal, day: i64, rng: &mut Rng) -> i64 {
    let company = &stage.companies[tie.company];
    let person = &company.people[tie.person];
    let is_back = tie.pause.is_some_and(|(_, to)| day >= day_of(stage.now) - to);
    let (kind, is_step) = if is_back && !tie.used.iter().any(|used| CONVERSATIONS[*used].kind == "wake") {
        ("wake", false)
    } else {
        kind(company, person.role, tie, deal, day, rng)
    };
    let language = if rng.chance(own_language(person.language, tie.seller)) {
        person.language
    } else {
        Language::English
    };
    let begins = if rng.chance(tie.ours) { Side::Ours } else { Side::Theirs };
    let Some(number) = choose(kind, language, begins, tie, is_step, rng) else { return day };
    tie.used.push(number);
    let conversation = &CONVERSATIONS[number];
    let start = almanac::at_work(
        day,
        if conversation.lines[0].side == Side::Ours { stage.zone(tie.seller) } else { company.zone },
        rng,
    );
    let said = talk(stage, Talk { tie, conversation, start, deal, until: stage.now, whole: false }, rng);
    let company = &stage.companies[tie.company];
    if said.is_whole && kind == "lost" {
        deal.is_active = false;
        deal.begin(company, rng);
    } else if said.is_whole && is_step {
        advance(deal, company, day, rng);
    }
    day_of(said.ended)
}

/// The kind of the next conversation of two people, and whether it advances the project.
fn kind(
    company: &Company,
    role: Role,
    tie: &Tie,
    deal: &mut Deal,
    day: i64,
    rng: &mut Rng,
) -> (&'static str, bool) {
    let that = date(day);
    let first = tie.used.is_empty();
    if that.month == 12 && (4..=21).contains(&that.day) && rng.chance(0.5) {
        return ("season", false);
    }
    if matches!((that.month, that.day), (6, 20..) | (7, ..=20)) && rng.chance(0.2) {
        return ("summer", false);
    }
    if tie.arc == Arc::OnlyWe && tie.used.len() > 2 {
        return ("oneway", false);
    }
    let mut options: Vec<(&'static str, u32)> =
        vec![("checkin", 3), ("fair", 2), ("smalltalk", 1), ("news", 1)];
    match role {
        Role::Accounts => options = vec![("invoice", 8), ("contract", 2), ("sustainability", 1)],
        Role::Technical if deal.has_oven => {
            options.extend([
                ("service", 6),
                ("parts", 6),
                ("training", 2),
                ("docs", 2),
                ("contract", 2),
                ("energy", 1),
            ]);
        }
        Role::Technical => options.extend([("questions", 4), ("docs", 1)]),
        Role::Lead if company.kind == Kind::Dealer => {
            options = vec![("dealer", 8), ("parts", 3), ("checkin", 2), ("fair", 2), ("invoice", 1)];
        }
        Role::Lead => {
            // Where nothing goes on, something begins again one day.
            if !deal.is_active && tie.person == 0 && rng.chance(0.07) {
                deal.is_active = true;
            }
            if deal.is_active && (!first || deal.step == 0) && tie.person == 0 && rng.chance(0.62) {
                return step(deal, rng);
            }
            if deal.has_oven {
                options.extend([
                    ("parts", 2),
                    ("service", 2),
                    ("contract", 1),
                    ("used", 1),
                    ("energy", 2),
                    ("reference", 1),
                ]);
                options.extend([("sustainability", 1), ("invoice", 1), ("training", 1), ("referral", 1)]);
            }
            if tie.gap < 45.0 && !first {
                options.extend([
                    ("marathon", 1),
                    ("move", 1),
                    ("baby", 1),
                    ("colleague", 1),
                    ("health", 1),
                    ("sabbatical", 1),
                ]);
            }
        }
    }
    let once = [
        "marathon",
        "move",
        "baby",
        "colleague",
        "health",
        "sabbatical",
        "news",
        "referral",
        "reference",
        "used",
    ];
    options.retain(|(kind, _)| {
        let had = tie.used.iter().any(|used| CONVERSATIONS[*used].kind == *kind);
        let last = tie.used.last().is_some_and(|used| CONVERSATIONS[*used].kind == *kind);
        !(last || had && once.contains(kind))
    });
    let mut ticket = rng.below(options.iter().map(|(_, weight)| *weight as usize).sum());
    for (kind, weight) in options {
        if ticket < weight as usize {
            return (kind, false);
        }
        ticket -= weight as usize;
    }
    ("checkin", false)
}

/// The next step of the project; a decision can go against us.
fn step(deal: &mut Deal, rng: &mut Rng) -> (&'static str, bool) {
    while let Some((_, shows)) = STEPS.get(deal.step)
        && !rng.chance(*shows)
    {
        deal.step += 1;
    }
    let kind = STEPS.get(deal.step).map_or("feedback", |(kind, _)| *kind);
    if kind == "order" && rng.chance(0.38) { ("lost", true) } else { (kind, true) }
}

fn advance(deal: &mut Deal, company: &Company, day: i64, rng: &mut Rng) {
    if STEPS.get(deal.step).is_some_and(|(kind, _)| *kind == "delivery") {
        deal.installed(date(day).year, rng);
    }
    deal.step += 1;
    if deal.step >= STEPS.len() {
        deal.is_active = rng.chance(0.6);
        deal.begin(company, rng);
    }
}

/// A conversation of a kind, in the right language, begun by the right side, and not used before where possible.
fn choose(
    kind: &str,
    language: Language,
    begins: Side,
    tie: &Tie,
    any_side: bool,
    rng: &mut Rng,
) -> Option<usize> {
    let fits = |number: usize, conversation: &Conversation| -> i32 {
        let had = tie.used.iter().filter(|used| **used == number).count() as i32;
        let speaks = conversation.language == language;
        let side = any_side || conversation.lines[0].side == begins;
        i32::from(speaks) * 8 + i32::from(side) * 4 - had * 5
    };
    let candidates = CONVERSATIONS.iter().enumerate().filter(|(_, one)| one.kind == kind);
    let candidates =
        candidates.filter(|(_, one)| one.language == language || one.language == Language::English);
    let rated: Vec<(i32, usize)> = candidates.map(|(number, one)| (fits(number, one), number)).collect();
    let best = rated.iter().map(|(rate, _)| *rate).max()?;
    let best: Vec<usize> =
        rated.iter().filter(|(rate, _)| *rate == best).map(|(_, number)| *number).collect();
    Some(*rng.pick(&best))
}

/// Writes three or four attempts, days and weeks apart. Few are ever answered.
fn approach(stage: &mut Stage, tie: &mut Tie, day: i64, deal: &Deal, rng: &mut Rng) {
    let company = &stage.companies[tie.company];
    let person = &company.people[tie.person];
    let language = if rng.chance(own_language(person.language, tie.seller)) {
        person.language
    } else {
        Language::English
    };
    let had = tie.used.len();
    let kinds = ["cold1", "cold2", "cold3", "cold4"];
    let answers = had == 0 && rng.chance(0.12);
    let kind = if answers { "cold_yes" } else { kinds[had.min(3)] };
    if let Some(number) = choose(kind, language, Side::Ours, tie, true, rng) {
        let start = almanac::at_work(day, stage.zone(tie.seller), rng);
        let conversation = &CONVERSATIONS[number];
        talk(stage, Talk { tie, conversation, start, deal, until: stage.now, whole: false }, rng);
        tie.used.push(number);
    }
    let is_over = answers || had >= 3 || (had == 2 && rng.chance(0.4));
    tie.next = if is_over { day + DAYS } else { day + rng.between(6, 24) };
}

/// Writes the end of a tie: what we owe, or what they wait for.
fn ending(stage: &mut Stage, tie: &mut Tie, deal: &Deal, rng: &mut Rng) {
    let today = day_of(stage.now);
    let (kind, day) = match tie.arc {
        Arc::Promised => ("owe_promise", today - rng.between(10, 13)),
        Arc::Asked => ("owe_question", today - rng.between(3, 6)),
        _ => return,
    };
    let person = &stage.companies[tie.company].people[tie.person];
    let language = if tie.seller > 0 { person.language } else { Language::English };
    let has = |language: Language| -> Vec<usize> {
        let fits = |one: &Conversation| one.kind == kind && one.language == language;
        CONVERSATIONS.iter().enumerate().filter(|(_, one)| fits(one)).map(|(number, _)| number).collect()
    };
    let own = has(language);
    let choices = if own.is_empty() { has(Language::English) } else { own };
    let had = &mut stage.endings[tie.seller][usize::from(tie.arc == Arc::Asked)];
    let number = choices[*had % choices.len()];
    *had += 1;
    let conversation = &CONVERSATIONS[number];
    let mut day = day;
    while almanac::is_quiet(day) {
        day -= 1;
    }
    let start = almanac::at(day, 0, 32_400 + rng.between(0, 14_000));
    let until: Moment = stage.now;
    tie.used.push(number);
    talk(stage, Talk { tie, conversation, start, deal, until, whole: true }, rng);
}
