use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::statistics::proportion::{JEFFREYS, proportion, reading};
use crate::statistics::special_functions::beta_below;

/// Each condition must hold with at least this probability.
const SURE: f64 = 0.9;

/// Our share of the touches above which we do most of the reaching out.
const MOST: f64 = 2.0 / 3.0;

/// A bucket claims a warm relationship when its floor is at least this.
const WARM: f64 = 0.5;

/// The least number of our attempts from which the alarm is evaluated: a few calls without an answer are nothing
/// unusual.
const MIN_ATTEMPTS: u32 = 5;

const METHOD: &str = "lopsided/1";

/// What is known of a pair over a recent stretch of time, such as 90 days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LopsidedFacts {
    /// The number of our messages, calls and invitations.
    pub attempts: u32,
    /// The number of theirs.
    pub theirs: u32,
    /// The probability that they initiate less than a third of the time; `None` with too few initiations.
    pub below_third: Option<f64>,
    /// The probability that they initiate within 30 days.
    pub inbound_probability: f64,
    /// The lowest probability of contact within 30 days that its bucket stands for; `None` when it is in no bucket.
    pub claimed_floor: Option<f64>,
}

/// One of the conditions of a lop-sided relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// More than two thirds of the reaching out is ours; its number is our share.
    WeReachOut,
    /// They begin less than a third of the time; its number is the probability of that.
    WeBegin,
    /// They will not begin within 30 days; its number is the probability of that.
    TheyStayAway,
    /// It was put in a bucket for warm relationships; its number is the floor of the bucket.
    ClaimedWarm,
}

/// One condition, with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The condition that was judged.
    pub sign: Sign,
    /// The number it is judged by, see [`Sign`].
    #[serde(flatten)]
    pub reading: Reading,
    /// The probability that the condition holds.
    pub probability: f64,
    /// Whether the probability is at least .9.
    pub holds: bool,
}

/// The alarm, condition by condition. It is a conjunction and not a score: it says which part fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lopsided {
    /// The conditions that are known.
    pub conditions: Vec<Condition>,
    /// Whether all of them hold.
    pub is_raised: bool,
}

/// The lop-sided alarm. Question: do you do all the driving while you call it warm? Unit: probability, one for
/// each condition; what is unknown is left out and never stands in the way. See docs/science/lopsided.md.
pub fn lopsided(facts: &LopsidedFacts, now: Moment) -> Measured<Lopsided> {
    if facts.attempts < MIN_ATTEMPTS {
        return Err(NotEnough::because(format!(
            "The alarm needs five attempts of ours; there {}.",
            so_far(facts.attempts)
        )));
    }
    let certain = |probability: f64| {
        let probability = probability.clamp(0.0, 1.0);
        reading(probability, (probability, probability), facts.attempts + facts.theirs, now, METHOD)
    };
    let (ours, theirs) = (f64::from(facts.attempts), f64::from(facts.theirs));
    let mostly_ours = 1.0 - beta_below(JEFFREYS.0 + ours, JEFFREYS.1 + theirs, MOST);
    let mut conditions =
        vec![Condition::of(Sign::WeReachOut, proportion(ours, theirs, JEFFREYS, now, METHOD), mostly_ours)];
    if let Some(below) = facts.below_third {
        conditions.push(Condition::of(Sign::WeBegin, certain(below), below));
    }
    let away = 1.0 - facts.inbound_probability;
    conditions.push(Condition::of(Sign::TheyStayAway, certain(away), away));
    if let Some(floor) = facts.claimed_floor {
        let claimed = f64::from(u8::from(floor >= WARM));
        conditions.push(Condition::of(Sign::ClaimedWarm, certain(floor), claimed));
    }
    let is_raised = conditions.iter().all(|condition| condition.holds);
    Ok(Lopsided { conditions, is_raised })
}

impl Condition {
    fn of(sign: Sign, reading: Reading, probability: f64) -> Self {
        Self { sign, reading, probability, holds: probability >= SURE }
    }
}
