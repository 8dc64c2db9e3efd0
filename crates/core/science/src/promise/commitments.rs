use rapport_model::{Measured, Moment, NotEnough, Reading, Side};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::statistics::kaplan_meier::{KaplanMeier, Spell};
use crate::statistics::proportion::{JEFFREYS, interval, proportion, reading};
use crate::statistics::special_functions::Z_90;

/// A next step counts when it is set within this many days after the conversation; until then it is not missed.
pub const GRACE_DAYS: f64 = 1.0;

/// A promise due at once is given this long, in days.
const SHORTEST_DAYS: f64 = 1.0 / 24.0;

/// The least number of settled promises, or conversations, from which a proportion is shown.
const FEWEST: u32 = 3;

const METHOD: &str = "commitments/1";

/// Something that somebody said they would do by a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The side that made the promise.
    pub by: Side,
    /// When it was made.
    pub made: Moment,
    /// The due date; three business days later when none was mentioned.
    pub due: Moment,
    /// When it was kept; `None` while it is not.
    pub kept: Option<Moment>,
}

/// A meeting, a call or an exchange of messages that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// When the conversation ended.
    pub ended: Moment,
    /// When a next step with a date and an owner was set; `None` while there is none.
    pub next_step: Option<Moment>,
}

/// How reliably both sides keep their promises, and how often a next step is set. See docs/science/commitments.md.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Commitments {
    /// How our side keeps its promises.
    pub ours: Measured<Kept>,
    /// How their side keeps its promises.
    pub theirs: Measured<Kept>,
    /// The proportion of conversations that ended with a next step.
    pub next_step: Measured,
}

/// How one side keeps its promises.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The proportion kept by their due date; `n` is the number of promises that are kept or overdue.
    #[serde(flatten)]
    pub reading: Reading,
    /// The median days from keeping to the due date: positive is early. Dates set far out show as large slack. `None`
    /// while less than half are kept.
    pub slack_days: Option<Reading>,
    /// The number not kept and not due yet.
    pub open: u32,
    /// The number not kept and past their due date.
    pub overdue: u32,
}

/// Commitment reliability and next-step rate. Question: are promises kept on time, and is a next step set?
/// Unit: probability; slack in days. Facts after `now` are not looked at. See docs/science/commitments.md.
pub fn commitments(promises: &[Promise], conversations: &[Conversation], now: Moment) -> Commitments {
    Commitments {
        ours: kept_by(Side::Ours, promises, now),
        theirs: kept_by(Side::Theirs, promises, now),
        next_step: next_step_rate(conversations, now),
    }
}

fn kept_by(side: Side, promises: &[Promise], now: Moment) -> Measured<Kept> {
    let mine = promises.iter().filter(|promise| promise.by == side && promise.made <= now);
    let known: Vec<Promise> =
        mine.map(|promise| Promise { kept: promise.kept.filter(|kept| *kept <= now), ..*promise }).collect();
    let kept = known.iter().filter(|promise| promise.kept.is_some()).count() as u32;
    let overdue = known.iter().filter(|promise| promise.kept.is_none() && promise.due < now).count() as u32;
    let settled = kept + overdue;
    if settled < FEWEST {
        return Err(NotEnough::because(format!(
            "Reliability needs three promises that were kept or fell due; there {}.",
            so_far(settled)
        )));
    }
    Ok(Kept {
        reading: on_time(&known, settled, now),
        slack_days: slack_days(&known, kept, now),
        open: known.len() as u32 - settled,
        overdue,
    })
}

/// The share kept on time: Kaplan-Meier on the time from made to kept, as a multiple of the time allowed.
fn on_time(promises: &[Promise], settled: u32, now: Moment) -> Reading {
    let spells: Vec<Spell<()>> = promises
        .iter()
        .map(|promise| {
            let allowed = promise.due.days_since(promise.made).max(SHORTEST_DAYS);
            let taken = promise.kept.unwrap_or(now).days_since(promise.made);
            Spell { time: taken / allowed, event: promise.kept.map(|_| ()) }
        })
        .collect();
    let curve = KaplanMeier::of(&spells);
    let share = 1.0 - curve.survival(1.0);
    // Never more certain than if every promise had been watched to its end.
    let cases = curve.effective_cases(1.0).unwrap_or(f64::from(settled)).min(promises.len() as f64);
    let (low, high) = interval(cases * share, cases * (1.0 - share), JEFFREYS);
    reading(share, (low.min(share), high.max(share)), settled, now, METHOD)
}

/// Median slack: minus the median delay by Kaplan-Meier, so that an overdue promise counts as at least this late.
fn slack_days(promises: &[Promise], kept: u32, now: Moment) -> Option<Reading> {
    let spells: Vec<Spell<()>> = promises
        .iter()
        .map(|promise| Spell {
            time: promise.kept.unwrap_or(now).days_since(promise.due),
            event: promise.kept.map(|_| ()),
        })
        .collect();
    let curve = KaplanMeier::of(&spells);
    let delay = curve.quantile(0.5)?;
    let (early, late) = curve.quantile_interval(0.5, Z_90);
    // Where the curve does not reach, the last delay seen is the least that can be said.
    let last = spells.iter().map(|spell| spell.time).fold(delay, f64::max);
    let slack = |delay: f64| 0.0 - delay;
    let ends = (slack(late.unwrap_or(last)), slack(early.unwrap_or(delay)));
    Some(reading(slack(delay), ends, kept, now, METHOD))
}

fn next_step_rate(conversations: &[Conversation], now: Moment) -> Measured {
    let over = conversations.iter().filter(|conversation| now.days_since(conversation.ended) > GRACE_DAYS);
    let (mut set, mut missed) = (0, 0);
    for conversation in over {
        let in_time = |at: Moment| at.days_since(conversation.ended) <= GRACE_DAYS;
        if conversation.next_step.is_some_and(in_time) {
            set += 1;
        } else {
            missed += 1;
        }
    }
    if set + missed < FEWEST {
        return Err(NotEnough::because(format!(
            "The next-step rate needs three conversations that ended more than a day ago; there {}.",
            so_far(set + missed)
        )));
    }
    Ok(proportion(f64::from(set), f64::from(missed), JEFFREYS, now, METHOD))
}
