use std::collections::HashMap;

use rapport_model::{FollowUp, FollowUpAct, InteractionId, MemberId, Moment, PersonId, Side};
use rapport_science::{UNUSUAL, rhythm};
use rapport_store::{StoreError, Tx};
use serde::Serialize;

use crate::opener::{self, Story};
use crate::sphere::{Sphere, Tie, Warmth};
use crate::words::{day_words, days, moment_words};
use crate::{App, Result};

/// How many people a day's list has when nobody says otherwise.
pub const LIMIT: usize = 7;
/// Of seven, at most five from one lane while another has somebody.
const LARGEST_LANE: f64 = 0.72;
/// A reply owed for longer than this is history; the rhythm speaks instead.
const OWED_DAYS: f64 = 60.0;
/// A promise of ours is looked for in what we wrote this long ago.
const PROMISE_DAYS: std::ops::Range<f64> = 1.0..45.0;
/// The chance of contact that a tie worth keeping is held up to (SCIENCE: bucket floor of the first bucket).
const FLOOR: f64 = 0.7;
/// Below this probability the tie has most likely ended, and waking it is another matter.
const ALIVE: f64 = 0.15;
/// After this many attempts without an answer another one presses.
const ATTEMPTS: u32 = 3;
/// After an attempt, they get at least so many days.
const PATIENCE_DAYS: f64 = 3.0;
/// Ties of each kind whose mails are looked into.
const LOOKED_INTO: usize = 60;

/// A member's list for a day.
#[derive(Clone, Debug, Serialize)]
pub struct Today {
    /// The moment it is for.
    pub as_of: Moment,
    /// The people, most pressing first.
    pub cards: Vec<Card>,
    /// Some of those left alone on purpose.
    pub left_alone: Vec<LeftAlone>,
    /// How many are left alone in all.
    pub left_alone_total: usize,
    /// How many relationships there are.
    pub relationships: usize,
}

/// Why somebody is on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// They wait for a reply, or for what was promised.
    Owe,
    /// The tie is cooling against its own rhythm.
    StayClose,
}

/// A person on the list.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// The person.
    #[serde(skip)]
    pub person: PersonId,
    /// The address they used last.
    pub address: String,
    /// Their name.
    pub name: String,
    /// Why they are here.
    pub lane: Lane,
    /// One sentence: why now.
    pub why: String,
    /// How to begin.
    pub begin: String,
    /// What the sentence rests on: Message-IDs, or ids of interactions that have none.
    #[serde(serialize_with = "ids_only")]
    pub evidence: Vec<Proof>,
    /// Since when they wait, when somebody waits.
    #[serde(skip)]
    pub since: Option<Moment>,
    /// The warmth of the tie.
    #[serde(skip)]
    pub warmth: Warmth,
    #[serde(skip)]
    score: f64,
}

/// An interaction that a sentence rests on.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The interaction.
    pub interaction: InteractionId,
    /// Its Message-ID, when it is a mail that has one.
    pub message_id: Option<String>,
    /// Its subject.
    pub subject: String,
    /// When.
    pub at: Moment,
    /// Who wrote.
    pub side: Side,
}

/// Somebody left alone on purpose.
#[derive(Clone, Debug, Serialize)]
pub struct LeftAlone {
    /// The person.
    #[serde(skip)]
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Why.
    pub why: String,
}

fn ids_only<S: serde::Serializer>(evidence: &[Proof], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(evidence.iter().map(|proof| match &proof.message_id {
        Some(id) => id.clone(),
        None => proof.interaction.to_string(),
    }))
}

/// The ties that may come into a list, by place, with what speaks for each.
#[derive(Default)]
pub(crate) struct Candidates {
    owed: Vec<(f64, usize)>,
    promised: Vec<(f64, usize)>,
    cooling: Vec<(f64, usize)>,
    resting: Vec<(f64, usize)>,
}

/// They wrote last, long enough ago to be noticed and not so long that it is history.
pub(crate) fn is_owed(tie: &Tie, now: Moment) -> bool {
    tie.state.awaiting_us().is_some_and(|since| (0.1..OWED_DAYS).contains(&now.days_since(since)))
}

impl App {
    /// The list of a member, now or as it was at a moment.
    pub async fn today(&self, member: MemberId, at: Option<Moment>, limit: usize) -> Result<Today> {
        let sphere = match at {
            Some(at) => self.sphere_at(member, at).await?,
            None => self.sphere(member).await?,
        };
        let now = at.unwrap_or_else(|| self.now());
        Ok(self.store.read(self.workspace, move |tx| list(tx, member, &sphere, now, limit)).await?)
    }
}

fn list(
    tx: &Tx<'_>,
    member: MemberId,
    sphere: &Sphere,
    now: Moment,
    limit: usize,
) -> Result<Today, StoreError> {
    let standing: HashMap<PersonId, FollowUp> =
        tx.standing_follow_ups(member, now)?.into_iter().map(|act| (act.person, act)).collect();
    let rests = |card: &Card| {
        let wrote = sphere.tie(card.person).and_then(|tie| tie.state.last_theirs());
        standing.get(&card.person).is_some_and(|act| act.stands(wrote))
    };
    let day = sphere.day(tx, member)?;
    let cards = balanced(day.cards.iter().filter(|card| !rests(card)), limit);
    let (left_alone, left_alone_total) = left_alone(sphere, &day.candidates, &standing, &cards, now);
    Ok(Today { as_of: now, cards, left_alone, left_alone_total, relationships: sphere.ties.len() })
}

/// Everybody who may come into a member's list while their sphere stays as it is, most pressing first. Only what
/// was done about them changes from one look to the next.
pub(crate) struct Day {
    candidates: Candidates,
    cards: Vec<Card>,
}

impl Day {
    /// Whether somebody is on the list, or comes onto it when others are done.
    pub(crate) fn has(&self, person: PersonId) -> bool {
        self.cards.iter().any(|card| card.person == person)
    }

    fn of(tx: &Tx<'_>, member: MemberId, sphere: &Sphere) -> Result<Self, StoreError> {
        let candidates = candidates(sphere);
        let mut cards: Vec<Card> = Vec::new();
        for (places, make) in [
            (&candidates.owed, opener::owed as opener::Make),
            (&candidates.promised, opener::promised),
            (&candidates.cooling, opener::cooling),
        ] {
            for (score, place) in places.iter().take(LOOKED_INTO) {
                let tie = &sphere.ties[*place];
                if cards.iter().any(|card| card.person == tie.person) {
                    continue;
                }
                let story = Story::of(tx, member, tie, sphere)?;
                let Some(made) = make(&story) else { continue };
                cards.push(Card {
                    person: tie.person,
                    address: tie.address.to_string(),
                    name: tie.name.to_string(),
                    lane: made.lane,
                    why: made.why,
                    begin: made.begin,
                    evidence: made.evidence,
                    since: made.since,
                    warmth: Warmth::of(f64::from(tie.chance)),
                    score: score * made.weight,
                });
            }
        }
        cards.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.address.cmp(&other.address)));
        Ok(Self { candidates, cards })
    }
}

impl Sphere {
    /// The day of a member's sphere, made when it is first looked at.
    pub(crate) fn day(&self, tx: &Tx<'_>, member: MemberId) -> Result<&Day, StoreError> {
        if let Some(day) = self.day.get() {
            return Ok(day);
        }
        let made = Day::of(tx, member, self)?;
        Ok(self.day.get_or_init(|| made))
    }
}

/// The first of each lane, so that one lane never fills the day while the other has somebody.
fn balanced<'a>(cards: impl Iterator<Item = &'a Card>, limit: usize) -> Vec<Card> {
    let most = (limit as f64 * LARGEST_LANE).ceil() as usize;
    let mut chosen: Vec<Card> = Vec::with_capacity(limit);
    let mut spare = Vec::new();
    for card in cards {
        let of_lane = chosen.iter().filter(|one| one.lane == card.lane).count();
        if chosen.len() < limit && of_lane < most {
            chosen.push(card.clone());
        } else if spare.len() < limit {
            spare.push(card.clone());
        }
    }
    let room = limit.saturating_sub(chosen.len());
    chosen.extend(spare.into_iter().take(room));
    chosen.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.address.cmp(&other.address)));
    chosen
}

/// Looks over every tie once.
fn candidates(sphere: &Sphere) -> Candidates {
    let mut found = Candidates::default();
    for (place, tie) in sphere.ties.iter().enumerate() {
        // A few days of contact say little; many say that the tie is worth keeping.
        let worth = f64::from(tie.state.contact_days()) / (f64::from(tie.state.contact_days()) + 4.0);
        if is_owed(tie, sphere.now) {
            let waited = tie.state.awaiting_us().map_or(0.0, |since| sphere.now.days_since(since));
            found.owed.push(((0.25 + 0.75 * worth) * (-waited / 10.0).exp2(), place));
            continue;
        }
        let attempt = tie.state.awaiting_them();
        if let Some(last) = tie.state.last_ours()
            && attempt.is_some()
            && PROMISE_DAYS.contains(&sphere.now.days_since(last))
        {
            let age = sphere.now.days_since(last);
            found.promised.push(((0.25 + 0.75 * worth) * (-age / 14.0).exp2(), place));
        }
        if f64::from(tie.quiet) < UNUSUAL || tie.quiet.is_nan() {
            continue;
        }
        let Ok(rhythm) = rhythm(&tie.state, &sphere.priors, sphere.now) else { continue };
        if rhythm.alive < ALIVE {
            continue;
        }
        let is_pressed = attempt.is_some_and(|(since, attempts)| {
            attempts >= ATTEMPTS
                || sphere.now.days_since(tie.state.last_ours().unwrap_or(since)) < PATIENCE_DAYS
        });
        let loss = (FLOOR - f64::from(tie.chance)).max(0.0) / FLOOR;
        let score = worth * rhythm.alive * (0.1 + 0.9 * loss);
        if is_pressed { found.resting.push((score, place)) } else { found.cooling.push((score, place)) }
    }
    for places in [&mut found.owed, &mut found.promised, &mut found.cooling, &mut found.resting] {
        places.sort_by(|one, other| other.0.total_cmp(&one.0));
    }
    found
}

fn left_alone(
    sphere: &Sphere,
    candidates: &Candidates,
    standing: &HashMap<PersonId, FollowUp>,
    cards: &[Card],
    now: Moment,
) -> (Vec<LeftAlone>, usize) {
    const SHOWN: usize = 6;
    let mut left = Vec::with_capacity(SHOWN);
    let mut total = 0;
    let is_shown = |person: PersonId| cards.iter().any(|card| card.person == person);
    let mut acts: Vec<&FollowUp> = standing.values().filter(|act| !is_shown(act.person)).collect();
    acts.sort_by_key(|act| (act.until, act.person));
    for act in acts {
        let Some(tie) = sphere.tie(act.person) else { continue };
        total += 1;
        if left.len() == SHOWN {
            continue;
        }
        let until = day_words(act.until, now, &sphere.calendar);
        let why = match act.act {
            FollowUpAct::Done => format!(
                "done {}; back when they write, or {until}",
                moment_words(act.at, now, &sphere.calendar)
            ),
            FollowUpAct::Snoozed => format!("snoozed until {until}"),
            FollowUpAct::Dismissed if act.reason.is_empty() => format!("dismissed until {until}"),
            FollowUpAct::Dismissed => format!("dismissed until {until}: {}", act.reason),
        };
        left.push(LeftAlone { person: act.person, name: tie.name.to_string(), why });
    }
    for (_, place) in &candidates.resting {
        let tie = &sphere.ties[*place];
        let Some((since, attempts)) = tie.state.awaiting_them() else { continue };
        if is_shown(tie.person) || standing.contains_key(&tie.person) {
            continue;
        }
        total += 1;
        if left.len() == SHOWN {
            continue;
        }
        let why = if attempts >= ATTEMPTS {
            format!(
                "you tried on {attempts} days in the last {}; another mail now would press",
                days(now.days_since(since))
            )
        } else {
            let last = tie.state.last_ours().unwrap_or(since);
            format!("you wrote {}; give them a few days", moment_words(last, now, &sphere.calendar))
        };
        left.push(LeftAlone { person: tie.person, name: tie.name.to_string(), why });
    }
    (left, total)
}
