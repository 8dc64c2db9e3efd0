use rapport_model::{Moment, Side};

use super::DemoMail;
use super::almanac::{self, answered, busyness, date, day_of};
use super::cast::{Company, Language, OUR_DOMAIN, Person};
use super::deal::{Deal, Facts, Setting};
use super::dice::Dice;
use super::enclosed::{attachment, invitation, out_of_office};
use super::letter::{Contact, Letter};
use super::quoting::answered_subject;
use super::texts::{Conversation, Line, Pause, fill, frame};
use super::ties::Tie;
use super::writing::{Draft, Sent, Writer, body, capitalized};

/// Everything the story is played with, and the mails it has yielded.
pub struct Stage {
    /// The seed.
    pub seed: u64,
    /// When it ends.
    pub now: Moment,
    /// The sellers and their zones.
    pub sellers: [(Person, i64); 3],
    /// The companies.
    pub companies: Vec<Company>,
    /// How many stories of each seller have ended with something open, so that no two end alike.
    pub endings: [[usize; 2]; 3],
    /// The mails so far.
    pub mails: Vec<DemoMail>,
}

/// One conversation about to be had.
pub struct Talk<'a> {
    /// Between whom.
    pub tie: &'a mut Tie,
    /// By which pattern.
    pub conversation: &'a Conversation,
    /// From when on.
    pub start: Moment,
    /// About which project.
    pub deal: &'a Deal,
    /// What would come later is not written.
    pub until: Moment,
    /// It may end with something open.
    pub whole: bool,
}

/// How a conversation went.
pub struct Outcome {
    /// The time of its last mail.
    pub ended: Moment,
    /// Nothing was cut off.
    pub is_whole: bool,
}

impl Stage {
    /// A seller's zone.
    pub fn zone(&self, seller: usize) -> i64 {
        self.sellers[seller].1
    }

    /// Files a mail in the mailboxes of the sellers who have it.
    pub fn file(&mut self, letter: &Letter) {
        let own: Vec<usize> =
            (0..3).filter(|seller| self.sellers[*seller].0.address == letter.from.address).collect();
        let has = |seller: usize| {
            let address = &self.sellers[seller].0.address;
            letter.to.iter().chain(&letter.cc).any(|contact| &contact.address == address)
        };
        let received: Vec<usize> = (0..3).filter(|seller| !own.contains(seller) && has(*seller)).collect();
        for seller in own {
            self.put(seller, "sent", letter, letter.bytes());
        }
        for seller in received {
            self.deliver(seller, letter);
        }
    }

    /// Puts a mail into a seller's inbox, with the traces of its way there.
    pub fn deliver(&mut self, seller: usize, letter: &Letter) {
        let mut delivered = letter.clone();
        let address = self.sellers[seller].0.address.clone();
        let domain = letter.from.address.rsplit('@').next().unwrap_or("mail.example").to_owned();
        let arrived = almanac::header_date(Moment::from_micros(letter.at.micros() + 4_000_000), 0);
        let path = vec![
            ("Return-Path", format!("<{}>", letter.from.address)),
            ("Delivered-To", address.clone()),
            (
                "Received",
                format!("from mx.{domain} by mail.{OUR_DOMAIN} with ESMTPS\r\n for <{address}>; {arrived}"),
            ),
        ];
        delivered.headers.splice(0..0, path);
        self.put(seller, "inbox", letter, delivered.bytes());
    }

    fn put(&mut self, mailbox: usize, folder: &str, letter: &Letter, bytes: Vec<u8>) {
        let stamp = letter.at.to_string().replace(['-', ':'], "");
        let number = self.mails.len();
        let file_name = format!("{folder}/{}-{number:05}.eml", stamp.trim_end_matches('Z'));
        self.mails.push(DemoMail { mailbox, file_name, bytes, at: letter.at });
    }
}

/// Has a conversation, mail by mail.
pub fn talk(stage: &mut Stage, talk: Talk, dice: &mut Dice) -> Outcome {
    let Talk { tie, conversation, start, deal, until, whole } = talk;
    let language = conversation.language;
    let company = stage.companies[tie.company].clone();
    let other = other_company(stage, tie.company, dice);
    let setting = Setting {
        company: &company,
        person: tie.person,
        seller: tie.seller,
        other: &other,
        language,
        at: start,
    };
    let mut facts = Facts::of(&setting, deal, dice);
    let times = times(stage, tie, &conversation.lines, start, &facts, dice);
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
    let subject = capitalized(&fill(dice.phrase(&conversation.subjects), &|name| facts.value(name), dice));
    let mut cast = Cast::of(stage, tie, &company, (conversation, &facts), dice);
    let mut remembered = remembered(tie, conversation);
    let mut thread: Vec<String> = Vec::new();
    let mut before: Option<Sent> = None;
    for (place, line) in conversation.lines.iter().enumerate().take(count) {
        let at = times[place];
        let is_ours = line.side == Side::Ours;
        let (from, to, cc) = cast.headers(line, dice);
        let (writer, reader) = if is_ours { (cast.us(), cast.them()) } else { (cast.them(), cast.us()) };
        let mut words =
            fill(line.words, &|name| facts.value(name), dice).replace(" / - ", "\n- ").replace(" / ", "\n\n");
        if thread.is_empty() && dice.chance(0.16) {
            words = opened(&words, is_ours, language, &facts, dice);
        }
        let postscript = postscript(line, &mut remembered, tie, language, &facts, dice);
        let draft = Draft { writer, reader, language, words, postscript, before: before.as_ref() };
        let body = body(&draft, dice);
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
            id: format!("{client}{:016x}{:08x}@{domain}", dice.next(), dice.next() as u32),
            thread: thread.clone(),
            headers: Vec::new(),
            plain: body.plain,
            html: body.html,
            calendar: None,
            attachments: line.attached.and_then(|sort| attachment(sort, &facts)).into_iter().collect(),
        };
        stage.file(&letter);
        let next = times.get(place + 1).copied();
        around(stage, &letter, &cast, Moments { kind: conversation.kind, place, next }, &facts, dice);
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

/// When each mail is written.
fn times(
    stage: &Stage,
    tie: &Tie,
    lines: &[Line],
    start: Moment,
    facts: &Facts,
    dice: &mut Dice,
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
                let day = facts.day(fact).max(day_of(last)) + dice.between(0, 1);
                times.push(answered(
                    almanac::at(day, zone, 61_000),
                    dice.log_normal(4.0, 0.9).min(60.0),
                    zone,
                    dice,
                ));
                continue;
            }
            Some(Pause::Days(days)) => days as f64 * 24.0 * dice.log_normal(1.0, 0.3),
            None => dice.log_normal(usual, 0.9).min(72.0) / busyness(day_of(last)),
        };
        times.push(answered(last, hours, zone, dice));
    }
    times
}

fn other_company(stage: &Stage, not: usize, dice: &mut Dice) -> String {
    let seller = stage.companies[not].seller;
    let others: Vec<&Company> = stage
        .companies
        .iter()
        .enumerate()
        .filter(|(index, one)| *index != not && one.seller == seller)
        .map(|(_, one)| one)
        .collect();
    dice.pick(&others).name.clone()
}

/// What was personal last time and is asked about now: the question, then the answer.
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
    dice: &mut Dice,
) -> Option<String> {
    let is_ours = line.side == Side::Ours;
    if let Some((side, kind)) = remembered.first().copied()
        && side == line.side
    {
        remembered.remove(0);
        let key = format!("{} {kind}", if is_ours { "ask" } else { "answer" });
        return Some((*dice.pick(frame(&key))).to_owned());
    }
    let share = if tie.gap < 25.0 { 0.06 } else { 0.02 };
    let lines = frame(&format!("ps {} {}", if is_ours { "ours" } else { "theirs" }, language as usize));
    let is_free = remembered.is_empty() && !lines.is_empty() && dice.chance(share);
    is_free.then(|| fill(dice.phrase(lines), &|name| facts.value(name), dice))
}

fn opened(words: &str, is_ours: bool, language: Language, facts: &Facts, dice: &mut Dice) -> String {
    let lines = frame(&format!("opener {} {}", if is_ours { "ours" } else { "theirs" }, language as usize));
    if lines.is_empty() {
        return words.to_owned();
    }
    let opener = fill(dice.phrase(lines), &|name| facts.value(name), dice);
    format!("{opener}\n\n{}", capitalized(words))
}

/// Who is on the mails of one conversation.
pub struct Cast {
    seller: Person,
    zone: i64,
    /// The company on the other side.
    pub company: Company,
    person: usize,
    /// The address they write from this time.
    address: String,
    copied: Vec<Contact>,
    introduced: Option<Contact>,
}

impl Cast {
    fn of(
        stage: &Stage,
        tie: &Tie,
        company: &Company,
        (conversation, facts): (&Conversation, &Facts),
        dice: &mut Dice,
    ) -> Self {
        let person = &company.people[tie.person];
        let address = match &person.alias {
            Some(alias) if dice.chance(0.2) => alias.clone(),
            _ => person.address.clone(),
        };
        let colleagues: Vec<&Person> = company
            .people
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != tie.person)
            .map(|(_, one)| one)
            .collect();
        let is_cold = conversation.kind.starts_with("cold");
        let mut copied = Vec::new();
        if !is_cold && !colleagues.is_empty() && dice.chance(0.14) {
            copied.push(dice.pick(&colleagues).contact());
        }
        if !is_cold && dice.chance(0.05) {
            copied.push(stage.sellers[(tie.seller + 1 + dice.below(2)) % 3].0.contact());
        }
        let has_newcomer = conversation.lines.iter().any(|line| line.attached == Some("cc"));
        let newcomer = facts.value("colleague").filter(|_| has_newcomer);
        let newcomer = colleagues.iter().find(|one| newcomer.as_ref() == Some(&one.first));
        let introduced = newcomer.map(|one| one.contact());
        let (seller, zone) = stage.sellers[tie.seller].clone();
        Self { seller, zone, company: company.clone(), person: tie.person, address, copied, introduced }
    }

    /// Our side.
    pub fn us(&self) -> Writer<'_> {
        Writer { person: &self.seller, company: None, zone: self.zone }
    }

    /// Their side.
    pub fn them(&self) -> Writer<'_> {
        Writer {
            person: &self.company.people[self.person],
            company: Some(&self.company),
            zone: self.company.zone,
        }
    }

    /// From, To and Cc of a mail.
    fn headers(&mut self, line: &Line, dice: &mut Dice) -> (Contact, Vec<Contact>, Vec<Contact>) {
        let us = self.seller.contact();
        let them = Contact::new(self.them().person.name(), &self.address);
        if let Some(introduced) = self.introduced.take_if(|_| line.attached == Some("cc")) {
            self.copied.retain(|one| one.address != introduced.address);
            self.copied.push(introduced);
        }
        // Now and then somebody forgets to answer all.
        let copied = if dice.chance(0.1) { Vec::new() } else { self.copied.clone() };
        if line.side == Side::Ours { (us, vec![them], copied) } else { (them, vec![us], copied) }
    }
}

/// Where in a conversation a mail stands.
#[derive(Clone, Copy)]
struct Moments {
    kind: &'static str,
    place: usize,
    next: Option<Moment>,
}

/// What machines write around a mail: invitations and their answers, absences.
fn around(stage: &mut Stage, letter: &Letter, cast: &Cast, moments: Moments, facts: &Facts, dice: &mut Dice) {
    if letter.from.address != cast.us().person.address {
        return;
    }
    if matches!(moments.kind, "visit" | "training") && moments.place == 2 {
        for invitation in invitation(letter, cast, facts, dice) {
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
    let back = moments.next.map_or(day_of(letter.at) + dice.between(3, 12), day_of);
    if back >= day_of(letter.at) + 2 && dice.chance(share) {
        let reply = out_of_office(letter, cast, back, dice);
        if reply.at < stage.now {
            stage.file(&reply);
        }
    }
}
