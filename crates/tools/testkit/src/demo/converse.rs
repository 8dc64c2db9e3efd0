use rapport_model::{Moment, Side};

use super::almanac::{self, answered, busyness, date, day_of};
use super::cast::{Company, OUR_DOMAIN};
use super::deal::{Deal, Facts, Setting};
use super::enclosed::{attachment, invitation, out_of_office};
use super::language::Language;
use super::letter::Letter;
use super::rng::Rng;
use super::stage::{Cast, Stage};
use super::texts::{Conversation, Line, Pause, fill, frame};
use super::ties::Tie;
use super::writing::body::{Draft, body, capitalized};
use super::writing::quoting::answered_subject;
use super::writing::writer::Sent;

/// A conversation to be written.
pub struct Talk<'a> {
    /// The seller and the person.
    pub tie: &'a mut Tie,
    /// The pattern of its mails.
    pub conversation: &'a Conversation,
    /// The earliest moment of its first mail.
    pub start: Moment,
    /// The project it is about.
    pub deal: &'a Deal,
    /// Mails after this moment are not written.
    pub until: Moment,
    /// False when it may end with something open.
    pub whole: bool,
}

/// The result of writing a conversation.
pub struct Outcome {
    /// When its last mail was written.
    pub ended: Moment,
    /// Whether all of its mails were written.
    pub is_whole: bool,
}

/// Writes a conversation, mail by mail.
pub fn talk(stage: &mut Stage, talk: Talk, rng: &mut Rng) -> Outcome {
    let Talk { tie, conversation, start, deal, until, whole } = talk;
    let language = conversation.language;
    let company = stage.companies[tie.company].clone();
    let other = other_company(stage, tie.company, rng);
    let setting = Setting {
        company: &company,
        person: tie.person,
        seller: tie.seller,
        other: &other,
        language,
        at: start,
    };
    let mut facts = Facts::of(&setting, deal, rng);
    let times = times(stage, tie, &conversation.lines, start, &facts, rng);
    let mut count = times.iter().filter(|at| at.micros() < until.micros() - 3_600_000_000).count();
    let is_whole = count == times.len();
    while !whole && !is_whole && count > 0 && !conversation.lines[count - 1].can_be_last() {
        count -= 1;
    }
    if count == 0 {
        return Outcome { ended: start, is_whole: false };
    }
    if conversation.kind == "owe_promise" {
        let day = almanac::workday(day_of(times[1.min(times.len() - 1)]) + 2);
        facts.set("promiseday", almanac::weekday_name(date(day).weekday, language).to_owned());
    }
    let subject = capitalized(&fill(rng.phrase(&conversation.subjects), &|name| facts.value(name), rng));
    let mut cast = Cast::of(stage, tie, &company, (conversation, &facts), rng);
    let mut remembered = remembered(tie, conversation);
    let mut thread: Vec<String> = Vec::new();
    let mut before: Option<Sent> = None;
    for (place, line) in conversation.lines.iter().enumerate().take(count) {
        let at = times[place];
        let is_ours = line.side == Side::Ours;
        let (from, to, cc) = cast.headers(line, rng);
        let (writer, reader) = if is_ours { (cast.us(), cast.them()) } else { (cast.them(), cast.us()) };
        let mut words =
            fill(line.words, &|name| facts.value(name), rng).replace(" / - ", "\n- ").replace(" / ", "\n\n");
        if thread.is_empty() && rng.chance(0.16) {
            words = opened(&words, is_ours, language, &facts, rng);
        }
        let postscript = postscript(line, &mut remembered, tie, language, &facts, rng);
        let draft = Draft { writer, reader, language, words, postscript, before: before.as_ref() };
        let body = body(&draft, rng);
        let subject = if thread.is_empty() { subject.clone() } else { answered_subject(&subject, writer) };
        let client = if is_ours { "CA+" } else { "" };
        let domain = writer.company.map_or(OUR_DOMAIN, |company| company.domain.as_str());
        let letter = Letter {
            from,
            to,
            cc,
            subject,
            at,
            zone: writer.zone,
            id: format!("{client}{:016x}{:08x}@{domain}", rng.next(), rng.next() as u32),
            thread: thread.clone(),
            headers: Vec::new(),
            plain: body.plain,
            html: body.html,
            calendar: None,
            attachments: line.attached.and_then(|sort| attachment(sort, &facts)).into_iter().collect(),
        };
        stage.file(&letter);
        let next = times.get(place + 1).copied();
        around(stage, &letter, &cast, Moments { kind: conversation.kind, place, next }, &facts, rng);
        thread.push(letter.id.clone());
        before = Some(Sent { letter, own: body.own });
    }
    if let Some(kind) =
        ["marathon", "move", "baby", "health", "sabbatical"].iter().find(|kind| **kind == conversation.kind)
    {
        tie.remembers = Some(kind);
    }
    Outcome { ended: times[count - 1], is_whole }
}

/// The moment of each mail.
fn times(
    stage: &Stage,
    tie: &Tie,
    lines: &[Line],
    start: Moment,
    facts: &Facts,
    rng: &mut Rng,
) -> Vec<Moment> {
    let their_zone = stage.companies[tie.company].zone;
    let mut times = vec![start];
    for line in &lines[1..] {
        let last = *times.last().expect("the first mail has a time");
        let (usual, zone) = match line.side {
            Side::Ours => (tie.our_hours, stage.zone(tie.seller)),
            Side::Theirs => (tie.their_hours, their_zone),
        };
        let hours = match line.pause {
            Some(Pause::Until(fact)) => {
                let day = facts.day(fact).max(day_of(last)) + rng.between(0, 1);
                times.push(answered(
                    almanac::at(day, zone, 61_000),
                    rng.log_normal(4.0, 0.9).min(60.0),
                    zone,
                    rng,
                ));
                continue;
            }
            Some(Pause::Days(days)) => days as f64 * 24.0 * rng.log_normal(1.0, 0.3),
            None => rng.log_normal(usual, 0.9).min(72.0) / busyness(day_of(last)),
        };
        times.push(answered(last, hours, zone, rng));
    }
    times
}

fn other_company(stage: &Stage, not: usize, rng: &mut Rng) -> String {
    let seller = stage.companies[not].seller;
    let others: Vec<&Company> = stage
        .companies
        .iter()
        .enumerate()
        .filter(|(index, one)| *index != not && one.seller == seller)
        .map(|(_, one)| one)
        .collect();
    rng.pick(&others).name.clone()
}

/// A personal topic of the last conversation that is asked about now: the question, then the answer.
fn remembered(tie: &mut Tie, conversation: &Conversation) -> Vec<(Side, &'static str)> {
    let both = [Side::Ours, Side::Theirs]
        .iter()
        .all(|side| conversation.lines.iter().any(|line| line.side == *side));
    let has_order = conversation.lines.iter().position(|line| line.side == Side::Ours)
        < conversation.lines.iter().rposition(|line| line.side == Side::Theirs);
    let is_fit = both
        && has_order
        && conversation.language == Language::English
        && tie.remembers != Some(conversation.kind);
    let kind = if is_fit { tie.remembers.take() } else { None };
    kind.map_or_else(Vec::new, |kind| vec![(Side::Ours, kind), (Side::Theirs, kind)])
}

fn postscript(
    line: &Line,
    remembered: &mut Vec<(Side, &'static str)>,
    tie: &Tie,
    language: Language,
    facts: &Facts,
    rng: &mut Rng,
) -> Option<String> {
    let is_ours = line.side == Side::Ours;
    if let Some((side, kind)) = remembered.first().copied()
        && side == line.side
    {
        remembered.remove(0);
        let key = format!("{} {kind}", if is_ours { "ask" } else { "answer" });
        return Some((*rng.pick(frame(&key))).to_owned());
    }
    let share = if tie.gap < 25.0 { 0.06 } else { 0.02 };
    let lines = frame(&format!("ps {} {}", if is_ours { "ours" } else { "theirs" }, language as usize));
    let is_free = remembered.is_empty() && !lines.is_empty() && rng.chance(share);
    is_free.then(|| fill(rng.phrase(lines), &|name| facts.value(name), rng))
}

fn opened(words: &str, is_ours: bool, language: Language, facts: &Facts, rng: &mut Rng) -> String {
    let lines = frame(&format!("opener {} {}", if is_ours { "ours" } else { "theirs" }, language as usize));
    if lines.is_empty() {
        return words.to_owned();
    }
    let opener = fill(rng.phrase(lines), &|name| facts.value(name), rng);
    format!("{opener}\n\n{}", capitalized(words))
}

/// The moments around a mail of a conversation.
#[derive(Clone, Copy)]
struct Moments {
    kind: &'static str,
    place: usize,
    next: Option<Moment>,
}

/// Adds what programs write around a mail: invitations and their replies, out-of-office notices.
fn around(stage: &mut Stage, letter: &Letter, cast: &Cast, moments: Moments, facts: &Facts, rng: &mut Rng) {
    if letter.from.address != cast.us().person.address {
        return;
    }
    if matches!(moments.kind, "visit" | "training") && moments.place == 2 {
        for invitation in invitation(letter, cast, facts, rng) {
            if invitation.at < stage.now {
                stage.file(&invitation);
            }
        }
    }
    let today = date(day_of(letter.at));
    let share = match today.month {
        8 => 0.22,
        12 if today.day > 20 => 0.4,
        _ => 0.03,
    };
    // Nobody is away who answers on the same day.
    let back = moments.next.map_or(day_of(letter.at) + rng.between(3, 12), day_of);
    if back >= day_of(letter.at) + 2 && rng.chance(share) {
        let reply = out_of_office(letter, cast, back, rng);
        if reply.at < stage.now {
            stage.file(&reply);
        }
    }
}
