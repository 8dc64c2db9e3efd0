pub(crate) mod budget;
pub(crate) mod candidates;

use std::collections::HashSet;

use rapport_model::{
    FollowUp, FollowUpAct, InteractionId, Lane, MemberId, Moment, PersonId, Side, Suggestion,
};
use rapport_store::{StoreError, Tx};
use serde::Serialize;

use crate::phrases::numbers::{day_words, days, moment_words};
use crate::sphere::{Sphere, Tie, Warmth};
use crate::today::budget::Attention;
use crate::today::candidates::{Attempts, Day};
use crate::{App, Result};

/// How many people a day's list has when nobody says otherwise.
pub const LIMIT: usize = 7;

/// A member's list for a day.
#[derive(Clone, Debug, Serialize)]
pub struct Today {
    /// The moment it is for.
    pub as_of: Moment,
    /// The people, most pressing first.
    pub cards: Vec<Card>,
    /// How many of the day's list were acted on already.
    pub done: usize,
    /// Some of those left alone on purpose.
    pub left_alone: Vec<LeftAlone>,
    /// How many are left alone in all.
    pub left_alone_total: usize,
    /// How many relationships there are.
    pub relationships: usize,
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
    /// Drawn by lot among the next in line.
    #[serde(skip)]
    pub explored: bool,
    #[serde(skip)]
    pub(crate) score: f64,
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

pub(crate) fn ids_only<S: serde::Serializer>(evidence: &[Proof], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(evidence.iter().map(|proof| match &proof.message_id {
        Some(id) => id.clone(),
        None => proof.interaction.to_string(),
    }))
}

impl App {
    /// The list of a member, now or as it was at a moment. The list of now is noted as shown.
    pub async fn today(&self, member: MemberId, at: Option<Moment>, limit: usize) -> Result<Today> {
        let sphere = match at {
            Some(at) => self.sphere_at(member, at).await?,
            None => self.sphere(member).await?,
        };
        let now = at.unwrap_or_else(|| self.now());
        let (today, fresh) =
            self.store.read(self.workspace, move |tx| list(tx, member, &sphere, now, limit)).await?;
        if at.is_none() && !fresh.is_empty() {
            self.store.write(self.workspace, move |tx| tx.add_suggestions(member, &fresh)).await?;
        }
        Ok(today)
    }
}

fn list(
    tx: &Tx<'_>,
    member: MemberId,
    sphere: &Sphere,
    now: Moment,
    limit: usize,
) -> Result<(Today, Vec<Suggestion>), StoreError> {
    let attention = Attention::of(tx, member, sphere, now)?;
    let rests = |card: &Card| {
        let wrote = sphere.tie(card.person).and_then(|tie| tie.state.last_theirs());
        attention.standing.get(&card.person).is_some_and(|act| act.stands(wrote))
    };
    let day = sphere.day(tx, member)?;
    let cards = attention.choose(&day.cards, rests, attention.left_of(limit));
    let fresh = attention.fresh(&cards, now);
    let (left_alone, left_alone_total) = left_alone(sphere, day, &attention, &cards, now);
    let today = Today {
        as_of: now,
        cards,
        done: attention.done_today(),
        left_alone,
        left_alone_total,
        relationships: sphere.ties.len(),
    };
    Ok((today, fresh))
}

fn left_alone(
    sphere: &Sphere,
    day: &Day,
    attention: &Attention,
    cards: &[Card],
    now: Moment,
) -> (Vec<LeftAlone>, usize) {
    const SHOWN: usize = 6;
    let mut left = Vec::with_capacity(SHOWN);
    let mut total = 0;
    let mut seen: HashSet<PersonId> = cards.iter().map(|card| card.person).collect();
    // There can be thousands, and a sentence is written for those shown only.
    let mut leave = |tie: &Tie, why: &dyn Fn() -> String| {
        if !seen.insert(tie.person) {
            return;
        }
        total += 1;
        if left.len() < SHOWN {
            left.push(LeftAlone { person: tie.person, name: tie.name.to_string(), why: why() });
        }
    };
    let mut acts: Vec<&FollowUp> = attention.standing.values().collect();
    acts.sort_by_key(|act| (act.until, act.person));
    for act in acts {
        if let Some(tie) = sphere.tie(act.person) {
            leave(tie, &|| what_stands(act, sphere, now));
        }
    }
    for (person, standing) in &day.tests {
        if let Some(tie) = sphere.tie(*person) {
            leave(tie, &|| {
                let until = day_words(standing.ends, now, &sphere.calendar);
                format!("lean-back test: quiet on purpose until they write, or {until}")
            });
        }
    }
    for card in day.cards.iter().filter(|card| card.lane != Lane::Owe) {
        let (tie, lately) = (sphere.tie(card.person), attention.suggested_lately(card.person));
        if let (Some(tie), Some(lately)) = (tie, lately) {
            leave(tie, &|| {
                let when = moment_words(lately.at, now, &sphere.calendar);
                format!("suggested {when}; back two weeks later unless they write")
            });
        }
    }
    let more = Attempts::of(sphere);
    for (_, place) in &day.candidates.resting {
        let tie = &sphere.ties[*place];
        let Some((since, attempts)) = tie.state.awaiting_them() else { continue };
        leave(tie, &|| {
            if !more.pays(attempts + 1) {
                let odds =
                    more.odds(attempts + 1, now).unwrap_or_else(|| "another mail now would press".to_owned());
                return format!(
                    "you tried on {attempts} days in the last {}; {odds}",
                    days(now.days_since(since))
                );
            }
            let last = tie.state.last_ours().unwrap_or(since);
            format!("you wrote {}; give them a few days", moment_words(last, now, &sphere.calendar))
        });
    }
    (left, total)
}

fn what_stands(act: &FollowUp, sphere: &Sphere, now: Moment) -> String {
    let until = day_words(act.until, now, &sphere.calendar);
    match act.act {
        FollowUpAct::Done => {
            format!("done {}; back when they write, or {until}", moment_words(act.at, now, &sphere.calendar))
        }
        FollowUpAct::Snoozed => format!("snoozed until {until}"),
        FollowUpAct::Dismissed if act.reason.is_empty() => format!("dismissed until {until}"),
        FollowUpAct::Dismissed => format!("dismissed until {until}: {}", act.reason),
        FollowUpAct::OptedOut => "asked not to be contacted".to_owned(),
    }
}
