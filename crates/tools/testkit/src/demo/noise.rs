use rapport_model::Moment;

use super::almanac::{self, date, day_of};
use super::cast::{Kind, OUR_DOMAIN};
use super::deal::{Deal, Facts, Setting};
use super::language::Language;
use super::letter::{Attachment, Contact, Letter};
use super::rng::Rng;
use super::stage::Stage;
use super::texts::{CONVERSATIONS, fill, frame};
use super::ties::DAYS;
use super::writing::body::{Draft, body};
use super::writing::quoting::answered_subject;
use super::writing::writer::{Sent, Writer};

/// Adds the mail that is not from people: programs, newsletters, a list, colleagues.
pub fn around(stage: &mut Stage) {
    let mut rng = Rng::of(stage.seed, 9_000);
    let today = day_of(stage.now);
    for day in today - DAYS..=today {
        if almanac::is_quiet(day) {
            continue;
        }
        newsletters(stage, day, &mut rng);
        machines(stage, day, &mut rng);
        if rng.chance(0.2 * almanac::busyness(day)) {
            mailing_list(stage, day, &mut rng);
        }
        if rng.chance(0.22 * almanac::busyness(day)) {
            between_colleagues(stage, day, &mut rng);
        }
        if rng.chance(0.012) {
            bounce(stage, day, &mut rng);
        }
    }
    for (age, season) in [(560, "winter"), (190, "spring")] {
        to_many(stage, almanac::workday(today - age), season, &mut rng);
    }
    let now = stage.now;
    stage.mails.retain(|mail| mail.at < now);
}

fn plain(from: Contact, to: Contact, at: Moment, subject: String, text: String, rng: &mut Rng) -> Letter {
    let domain = from.address.rsplit('@').next().unwrap_or("mail.example").to_owned();
    Letter {
        from,
        to: vec![to],
        cc: Vec::new(),
        subject,
        at,
        zone: 0,
        id: format!("{:016x}.{:06x}@{domain}", rng.next(), rng.next() & 0xFF_FFFF),
        thread: Vec::new(),
        headers: Vec::new(),
        plain: text,
        html: None,
        calendar: None,
        attachments: Vec::new(),
    }
}

/// Sender, address, how many working days between two issues, first seller who reads it.
const NEWSLETTERS: [(&str, &str, i64, usize); 6] = [
    ("Crumb & Crust Weekly", "news@crumbandcrust.example", 5, 0),
    ("Backwelt Rundschau", "redaktion@backwelt-rundschau.example", 7, 1),
    ("La Lettre du Fournil", "lettre@lettre-fournil.example", 6, 2),
    ("Energy for Makers", "hello@energyformakers.example", 10, 0),
    ("Sales Craft", "team@salescraft.example", 4, 0),
    ("Forum Backtechnik", "newsletter@forum-backtechnik.example", 12, 1),
];

fn newsletters(stage: &mut Stage, day: i64, rng: &mut Rng) {
    for (index, (name, address, every, seller)) in NEWSLETTERS.into_iter().enumerate() {
        if (day + index as i64 * 3) % every != 0 {
            continue;
        }
        let headline = (*rng.pick(frame("headlines"))).to_owned();
        let second = (*rng.pick(frame("headlines"))).to_owned();
        let at = almanac::at(day, 60, 21_600 + rng.between(0, 5_400));
        let domain = address.rsplit('@').next().unwrap_or_default();
        let text = format!(
            "{name}\n\n{headline}\n{}\n\nAlso in this issue: {second}\n\nYou receive this because you subscribed.\n\
             Unsubscribe: https://{domain}/u/{:08x}\n",
            rng.pick(frame("teasers")),
            rng.next() as u32
        );
        let to = stage.sellers[seller].0.contact();
        let mut letter = plain(Contact::new(name, address), to, at, headline, text.clone(), rng);
        letter.headers = vec![
            (
                "List-Unsubscribe",
                format!("<https://{domain}/u/{:08x}>, <mailto:leave@{domain}>", rng.next() as u32),
            ),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
            ("Precedence", "bulk".to_owned()),
        ];
        letter.html =
            Some(format!("<html><body><h1>{name}</h1><p>{}</p></body></html>\n", text.replace('\n', "<br>")));
        stage.file(&letter);
    }
}

fn machines(stage: &mut Stage, day: i64, rng: &mut Rng) {
    let is_monday = date(day).weekday == 0;
    for seller in 0..3 {
        let to = stage.sellers[seller].0.contact();
        let company = rng.pick(&stage.companies).name.clone();
        let number = rng.between(1_000, 9_999);
        let mut written: Vec<(Contact, String, String)> = Vec::new();
        if is_monday {
            written.push((
                Contact::new("Ashgrove CRM", format!("no-reply@crm.{OUR_DOMAIN}")),
                format!("Your week: {} open tasks", rng.between(3, 14)),
                format!(
                    "Open tasks: {}\nQuotes expiring this week: {}\n\nThis is an automatic message.\n",
                    rng.between(3, 14),
                    rng.between(0, 4)
                ),
            ));
        }
        if rng.chance(0.09) {
            written.push((
                Contact::new("Ashgrove Invoicing", format!("noreply@billing.{OUR_DOMAIN}")),
                format!("Payment received: {company}"),
                format!("The payment of {company} for INV-{number} has been booked.\n\nDo not reply to this message.\n"),
            ));
        }
        if rng.chance(0.11) {
            written.push((
                Contact::new("Pennine Freight", "tracking@pennine-freight.example"),
                format!("Shipment PF{number}77 delivered"),
                format!("Your shipment PF{number}77 to {company} was delivered and signed for.\n"),
            ));
        }
        for (from, subject, text) in written {
            let at = almanac::at(day, 0, 20_000 + rng.between(0, 40_000));
            let mut letter = plain(from, to.clone(), at, subject, text, rng);
            letter.headers = vec![("Auto-Submitted", "auto-generated".to_owned())];
            stage.file(&letter);
        }
    }
}

fn mailing_list(stage: &mut Stage, day: i64, rng: &mut Rng) {
    const MEMBERS: [(&str, &str); 6] = [
        ("Hendrik Maas", "hmaas@maas-consult.example"),
        ("Laura Finch", "laura@finchlab.example"),
        ("Olaf Brandt", "brandt@ofenforum.example"),
        ("Petra Novotny", "p.novotny@milling.example"),
        ("Sam Okoro", "sam@okoro-engineering.example"),
        ("Iva Stoll", "iva.stoll@grainscience.example"),
    ];
    let subject = (*rng.pick(frame("list subjects"))).to_owned();
    let list = Contact::new("baking-technology", "baking-technology@lists.bakersguild.example");
    let mut at = almanac::at_work(day, 60, rng);
    let mut thread: Vec<String> = Vec::new();
    for number in 0..rng.between(1, 3) {
        let (name, address) = *rng.pick(&MEMBERS);
        let mark = if number == 0 { "" } else { "Re: " };
        let said = (*rng.pick(frame(if number == 0 { "list questions" } else { "list answers" }))).to_owned();
        let text = format!(
            "{said}\n\n{name}\n_______________________________________________\nbaking-technology mailing list\nhttps://lists.bakersguild.example/baking-technology\n"
        );
        let from = Contact::new(format!("{name} via baking-technology"), list.address.clone());
        let mut letter = plain(from, list.clone(), at, format!("{mark}[baking-tech] {subject}"), text, rng);
        letter.headers = vec![
            ("List-Id", "Baking technology <baking-technology.lists.bakersguild.example>".to_owned()),
            ("List-Post", format!("<mailto:{}>", list.address)),
            ("List-Unsubscribe", "<https://lists.bakersguild.example/options/baking-technology>".to_owned()),
            ("Reply-To", format!("{name} <{address}>")),
            ("Precedence", "list".to_owned()),
        ];
        letter.thread.clone_from(&thread);
        thread.push(letter.id.clone());
        // The list is not one of ours, so it lands where the subscriber reads: the first mailbox.
        stage.deliver(0, &letter);
        at = almanac::answered(at, rng.log_normal(6.0, 0.8), 60, rng);
    }
}

fn between_colleagues(stage: &mut Stage, day: i64, rng: &mut Rng) {
    let one = rng.below(3);
    let other = (one + 1 + rng.below(2)) % 3;
    let choices: Vec<_> =
        CONVERSATIONS.iter().filter(|conversation| conversation.kind == "internal").collect();
    let conversation = *rng.pick(&choices);
    let company = rng.pick(&stage.companies).clone();
    let deal = Deal::begun(&company, rng);
    let start = almanac::at_work(day, stage.zone(one), rng);
    let setting = Setting {
        company: &company,
        person: 0,
        seller: one,
        other: "",
        language: Language::English,
        at: start,
    };
    let facts = Facts::of(&setting, &deal, rng);
    let subject = fill(rng.phrase(&conversation.subjects), &|name| facts.value(name), rng);
    let sellers = stage.sellers.clone();
    let writer =
        |seller: usize| Writer { person: &sellers[seller].0, company: None, zone: sellers[seller].1 };
    let mut before: Option<Sent> = None;
    let (mut at, mut from, mut to) = (start, one, other);
    let mut thread = Vec::new();
    for line in &conversation.lines {
        let words = fill(line.words, &|name| facts.value(name), rng);
        let draft = Draft {
            writer: writer(from),
            reader: writer(to),
            language: Language::English,
            words,
            postscript: None,
            before: before.as_ref(),
        };
        let body = body(&draft, rng);
        let title =
            if thread.is_empty() { subject.clone() } else { answered_subject(&subject, writer(from)) };
        let mut letter =
            plain(sellers[from].0.contact(), sellers[to].0.contact(), at, title, body.plain, rng);
        letter.html = body.html;
        letter.zone = sellers[from].1;
        letter.thread.clone_from(&thread);
        stage.file(&letter);
        thread.push(letter.id.clone());
        before = Some(Sent { letter, own: body.own });
        at = almanac::answered(at, rng.log_normal(1.5, 1.0), sellers[to].1, rng);
        (from, to) = (to, from);
    }
}

fn bounce(stage: &mut Stage, day: i64, rng: &mut Rng) {
    let seller = rng.below(3);
    let choices: Vec<_> = stage.companies.iter().filter(|company| company.seller == seller).collect();
    let domain = rng.pick(&choices).domain.clone();
    let lost = format!(
        "{}@{domain}",
        rng.pick(&["info-old", "j.harris", "einkauf2", "m.petit", "orders.nw", "t.olsen"])
    );
    let us = stage.sellers[seller].0.contact();
    let zone = stage.zone(seller);
    let at = almanac::at_work(day, zone, rng);
    let words = "Hello,\n\nour new overview of ovens is out. If you are not the right person any more, who is?\n\nBest regards\n";
    let text = format!("{words}{}\n", us.name);
    let letter = plain(us.clone(), Contact::new("", &lost), at, "Our new overview".to_owned(), text, rng);
    stage.file(&letter);
    let report = format!(
        "This is the mail system at host mail.{OUR_DOMAIN}.\n\nI'm sorry to have to inform you that your message could not\n\
         be delivered to one or more recipients.\n\n<{lost}>: host mx.{domain} said: 550 5.1.1 User unknown\n"
    );
    let after = Moment::from_micros(at.micros() + rng.between(2, 30) * 1_000_000);
    let from = Contact::new("Mail Delivery System", format!("MAILER-DAEMON@mail.{OUR_DOMAIN}"));
    let mut notice = plain(from, us, after, "Undelivered Mail Returned to Sender".to_owned(), report, rng);
    notice.headers = vec![("Auto-Submitted", "auto-replied".to_owned()), ("X-Failed-Recipients", lost)];
    notice.thread = vec![letter.id];
    stage.file(&notice);
}

/// One announcement to thirty customers at once.
fn to_many(stage: &mut Stage, day: i64, season: &str, rng: &mut Rng) {
    for seller in 0..2 {
        let (us, zone) = stage.sellers[seller].clone();
        let customers = stage.companies.iter().filter(|company| company.kind != Kind::Lead);
        let mut to: Vec<Contact> = customers.map(|company| company.people[0].contact()).collect();
        to.rotate_left(seller * 13);
        to.truncate(30);
        let text = format!(
            "Dear customers,\n\nour {season} programme is out: the dates of the training days, the service packages and the \
             prices of spare parts are in the attachment. Orders that reach us by the end of the month still go out at the \
             present prices.\n\nBest regards\n{}\n",
            us.name()
        );
        let at = almanac::at(day, zone, 36_000);
        let subject = format!("Ashgrove {season} programme: training, service, prices");
        let mut letter = plain(us.contact(), us.contact(), at, subject, text, rng);
        letter.to = to;
        letter.zone = zone;
        letter.attachments = vec![Attachment {
            name: format!("Programme_{season}.pdf"),
            kind: "application/pdf",
            bytes: b"%PDF-1.4\n% a stub: the demo has no real documents\n%%EOF\n".to_vec(),
        }];
        stage.file(&letter);
    }
}
