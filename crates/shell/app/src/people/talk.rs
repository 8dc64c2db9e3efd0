//! How two people talk, by the words they wrote each other.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use rapport_language::{
    Act, CLEAR, Matter, StyleCounts, acts, brings, is_empty_check_in, matters, style_counts,
};
use rapport_model::{
    ArrivalKind, Channel, Interaction, InteractionId, Measured, MemberId, Moment, NotEnough, Participation,
    PersonId, Side,
};
use rapport_science::{Exchange, Exchanges, Mirroring, Part, Style, exchange, exchanges, mirroring};
use rapport_store::{StoreError, Tx};
use sha2::{Digest, Sha256};

use crate::acting::Acting;
use crate::error::Result;
use crate::people::evidence::Evidence;
use crate::permission::rights::Resource;
use crate::selection::first;
use crate::sphere::{Sphere, Tie};

/// How much is read: the last mails of the two, in the last threads, and the first words of each mail.
const MAX_MAILS: usize = 60;
const MAX_THREADS: usize = 12;
const MAX_BYTES: usize = 4_000;

/// A thread is over when nothing came for this long.
const OVER: Duration = Duration::from_hours(7 * 24);

/// The number of other partners that mirroring is compared with, by the last mails of each.
const PARTNERS: usize = 40;
const MAILS_OF_PARTNER: usize = 40;

/// The exchanges of a pair, and the mails that are evidence of each reading.
pub(crate) struct Talk {
    pub(crate) readings: Exchanges,
    /// The mails that are evidence, in the order of [`Evidence::TALK`].
    rests_on: [BTreeSet<InteractionId>; 4],
}

impl Talk {
    /// Reads the exchanges out of every touch of the pair, oldest first.
    pub(crate) fn of<'a>(
        tx: &Tx<'_>,
        touches: impl DoubleEndedIterator<Item = &'a Participation>,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let mails = mails(tx, touches.rev(), MAX_MAILS)?;
        let is_wordless = !mails.is_empty() && mails.iter().all(|mail| mail.own_text.trim().is_empty());
        let mut all = Vec::new();
        let mut rests_on = [const { BTreeSet::new() }; 4];
        for thread in threads(&mails) {
            let last = thread.last().expect("a thread is made of mails");
            let parts = parts(&thread);
            let Ok(mut one) = exchange(&parts, Channel::Mail) else { continue };
            if now.since(last.at) < OVER {
                continue;
            }
            one.is_empty_check_in =
                one.is_empty_check_in && thread.iter().all(|mail| is_empty_check_in(words(mail)));
            note(&mut rests_on, &thread, &parts, &one);
            all.push(one);
        }
        let readings = if is_wordless { unknown() } else { exchanges(&all, now) };
        Ok(Self { readings, rests_on })
    }

    /// Whether a mail is evidence of a reading.
    pub(crate) fn rests_on(&self, evidence: Evidence, mail: InteractionId) -> bool {
        let place = Evidence::TALK.iter().position(|one| *one == evidence);
        place.is_some_and(|place| self.rests_on[place].contains(&mail))
    }
}

impl Acting {
    /// Whether a member and a person write alike: a diagnostic for the two, which is never used in a list.
    pub async fn mirroring(&self, person: PersonId) -> Result<Measured<Mirroring>> {
        let member = self.id();
        let sphere = self.sphere().await?;
        let now = self.now();
        self.read(Resource::Tie, move |tx| alike(tx, &sphere, member, person, now)).await
    }
}

fn alike(
    tx: &Tx<'_>,
    sphere: &Sphere,
    member: MemberId,
    person: PersonId,
    now: Moment,
) -> Result<Measured<Mirroring>, StoreError> {
    let style = |person: PersonId, side: Side, most: usize| -> Result<Style, StoreError> {
        let touches = tx.timeline(member, person, now, most as u32)?;
        let mails = mails(tx, touches.iter().filter(|kept| kept.touch.side == side), most)?;
        Ok(mails.iter().map(|mail| style_counts(words(mail))).fold(Style::default(), together))
    };
    let mut partners: Vec<_> = sphere.ties().filter(|tie| tie.person != person).collect();
    let most_received = |one: &&Tie, other: &&Tie| {
        (other.state.received(), &one.address).cmp(&(one.state.received(), &other.address))
    };
    let strangers = first(&mut partners, PARTNERS, most_received)
        .iter()
        .map(|tie| style(tie.person, Side::Theirs, MAILS_OF_PARTNER))
        .collect::<Result<Vec<_>, _>>()?;
    let (ours, theirs) = (style(person, Side::Ours, MAX_MAILS)?, style(person, Side::Theirs, MAX_MAILS)?);
    let seed = sphere.tie(person).map_or(0, |tie| seed_of(&tie.address));
    Ok(mirroring(&ours, &theirs, &strangers, seed, now))
}

/// A seed that is the same for an address in every store.
fn seed_of(address: &str) -> u64 {
    let hash = Sha256::digest(address);
    u64::from_be_bytes(hash[..8].try_into().expect("a hash has more than eight bytes"))
}

fn together(mut sum: Style, counts: StyleCounts) -> Style {
    sum.words += counts.words;
    sum.categories.iter_mut().zip(counts.categories).for_each(|(sum, count)| *sum += count);
    sum
}

/// The first mails among some touches, in their order. Contacts logged by hand have a note and no words that were said.
fn mails<'a>(
    tx: &Tx<'_>,
    touches: impl Iterator<Item = &'a Participation>,
    most: usize,
) -> Result<Vec<Interaction>, StoreError> {
    let sent = touches.filter(|kept| kept.touch.channel == Channel::Mail).take(most);
    let ids: Vec<InteractionId> = sent.map(|kept| kept.interaction).collect();
    let records = tx.messages(&ids)?.into_iter().flatten();
    let written = records.filter(|record| record.kind == ArrivalKind::Mail);
    let captured: Vec<InteractionId> = written.map(|record| record.id).collect();
    tx.interactions(&captured)
}

/// The last threads of some mails, newest first, the mails of each in time order.
fn threads(newest_first: &[Interaction]) -> Vec<Vec<&Interaction>> {
    let mut places = HashMap::new();
    let mut threads: Vec<Vec<&Interaction>> = Vec::new();
    for mail in newest_first {
        let place = *places.entry(mail.thread).or_insert(threads.len());
        if place == threads.len() && place < MAX_THREADS {
            threads.push(Vec::new());
        }
        if let Some(thread) = threads.get_mut(place) {
            thread.insert(0, mail);
        }
    }
    threads
}

/// What each mail of a thread does, as the language rules label it.
fn parts(thread: &[&Interaction]) -> Vec<Part> {
    let mut open = 0;
    thread
        .iter()
        .map(|mail| {
            let text = words(mail);
            let spans = acts(text);
            let clear = |wanted: &[Act]| {
                let found =
                    spans.iter().filter(|span| wanted.contains(&span.act) && span.confidence >= CLEAR);
                found.count() as u32
            };
            let asks = clear(&[Act::Question, Act::Request]);
            let mut gives = 0;
            if mail.side == Side::Theirs {
                open += asks;
            } else {
                // A reply that only says what will be done leaves the question open for the next one.
                let answered = if clear(&[Act::Promise]) > 0 { 0 } else { std::mem::take(&mut open) };
                gives = answered.max(brings(text));
            }
            let matters = matters(text);
            let of = |matter| matters.iter().filter(|found| **found == matter).count() as u32;
            Part {
                side: mail.side,
                words: text.split_whitespace().count() as u32,
                asks,
                gives,
                situational: of(Matter::Situational),
                transactional: of(Matter::Transactional),
            }
        })
        .collect()
}

/// Saves which mails of an exchange are evidence of each reading.
fn note(
    [two_sided, depth, given, empty]: &mut [BTreeSet<InteractionId>; 4],
    thread: &[&Interaction],
    parts: &[Part],
    one: &Exchange,
) {
    for (mail, part) in thread.iter().zip(parts) {
        if part.situational + part.transactional > 0 {
            depth.insert(mail.id);
        }
        if part.side == Side::Ours && part.gives + part.asks > 0 {
            given.insert(mail.id);
        }
    }
    two_sided.extend(thread.iter().map(|mail| mail.id));
    let begins = if one.their_share == 0.0 { 0 } else { thread.len() - 1 };
    empty.extend(thread[begins..].iter().map(|mail| mail.id));
}

fn unknown() -> Exchanges {
    let none: Measured = Err(NotEnough::because("The words of your mail with them are not kept."));
    Exchanges { two_sided: none.clone(), depth: none.clone(), given: none.clone(), empty: none }
}

/// The first words of a mail.
fn words(mail: &Interaction) -> &str {
    &mail.own_text[..mail.own_text.floor_char_boundary(MAX_BYTES)]
}
