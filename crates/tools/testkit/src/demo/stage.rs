use rapport_model::{Moment, Side};

use super::almanac;
use super::cast::{Company, OUR_DOMAIN, Person};
use super::deal::Facts;
use super::letter::{Contact, Letter};
use super::rng::Rng;
use super::texts::{Conversation, Line};
use super::ties::Tie;
use super::writing::writer::Writer;

/// The state of the story, and the mails it has produced.
pub struct Stage {
    pub seed: u64,
    /// The moment at which the story ends.
    pub now: Moment,
    /// The sellers and their offsets from UTC in winter, in minutes.
    pub sellers: [(Person, i64); 3],
    pub companies: Vec<Company>,
    /// For each seller, how many stories have ended with something open, so that no two end alike.
    pub endings: [[usize; 2]; 3],
    /// The mails that were written so far.
    pub mails: Vec<DemoMail>,
}

impl Stage {
    /// The offset of a seller from UTC in winter, in minutes.
    pub fn zone(&self, seller: usize) -> i64 {
        self.sellers[seller].1
    }

    /// Adds a mail to the mailboxes of the sellers who have it.
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

    /// Adds a mail to a seller's inbox, with the headers of its delivery.
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

/// One mail of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoMail {
    /// The mailbox it is in, as an index of the sellers.
    pub mailbox: usize,
    /// The name of its file in the mailbox: `inbox/….eml` or `sent/….eml`.
    pub file_name: String,
    pub bytes: Vec<u8>,
    pub at: Moment,
}

/// The people of one conversation.
pub struct Cast {
    seller: Person,
    zone: i64,
    pub company: Company,
    person: usize,
    /// The address that the person writes from this time.
    address: String,
    copied: Vec<Contact>,
    introduced: Option<Contact>,
}

impl Cast {
    /// The people of a conversation of a tie, with these facts.
    pub fn of(
        stage: &Stage,
        tie: &Tie,
        company: &Company,
        (conversation, facts): (&Conversation, &Facts),
        rng: &mut Rng,
    ) -> Self {
        let person = &company.people[tie.person];
        let address = match &person.alias {
            Some(alias) if rng.chance(0.2) => alias.clone(),
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
        if !is_cold && !colleagues.is_empty() && rng.chance(0.14) {
            copied.push(rng.pick(&colleagues).contact());
        }
        if !is_cold && rng.chance(0.05) {
            copied.push(stage.sellers[(tie.seller + 1 + rng.below(2)) % 3].0.contact());
        }
        let has_newcomer = conversation.lines.iter().any(|line| line.attached == Some("cc"));
        let newcomer = facts.value("colleague").filter(|_| has_newcomer);
        let newcomer = colleagues.iter().find(|one| newcomer.as_ref() == Some(&one.first));
        let introduced = newcomer.map(|one| one.contact());
        let (seller, zone) = stage.sellers[tie.seller].clone();
        Self { seller, zone, company: company.clone(), person: tie.person, address, copied, introduced }
    }

    /// The seller as a writer.
    pub fn us(&self) -> Writer<'_> {
        Writer { person: &self.seller, company: None, zone: self.zone }
    }

    /// The person as a writer.
    pub fn them(&self) -> Writer<'_> {
        Writer {
            person: &self.company.people[self.person],
            company: Some(&self.company),
            zone: self.company.zone,
        }
    }

    /// The From, To and Cc of a mail.
    pub fn headers(&mut self, line: &Line, rng: &mut Rng) -> (Contact, Vec<Contact>, Vec<Contact>) {
        let us = self.seller.contact();
        let them = Contact::new(self.them().person.name(), &self.address);
        if let Some(introduced) = self.introduced.take_if(|_| line.attached == Some("cc")) {
            self.copied.retain(|one| one.address != introduced.address);
            self.copied.push(introduced);
        }
        // Now and then somebody forgets to answer all.
        let copied = if rng.chance(0.1) { Vec::new() } else { self.copied.clone() };
        if line.side == Side::Ours { (us, vec![them], copied) } else { (them, vec![us], copied) }
    }
}
