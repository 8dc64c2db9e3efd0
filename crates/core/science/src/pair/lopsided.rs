use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::statistics::proportion::{UNKNOWN, reading, share};
use crate::statistics::special_functions::beta_below;

/// Each condition must hold with this probability.
const SURE: f64 = 0.9;

/// Above this share of the touches we do most of the reaching out.
const MOST: f64 = 2.0 / 3.0;

/// A bucket whose floor is at least this claims a warm relationship.
const WARM: f64 = 0.5;

/// Attempts of ours before anything is said: two or three calls without an answer are nothing unusual.
const FEWEST_ATTEMPTS: u32 = 5;

const METHOD: &str = "lopsided/1";

/// What is known of a pair over a recent stretch of time, such as 90 days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LopsidedFacts {
    /// Times we reached out: messages, calls and invitations of ours.
    pub attempts: u32,
    /// Times they did.
    pub theirs: u32,
    /// The probability that they begin less than a third of the time; `None` with too few initiations.
    pub below_third: Option<f64>,
    /// The chance that they begin within 30 days.
    pub inbound_chance: f64,
    /// The floor of the bucket it was put in: the chance of contact within 30 days that the bucket stands for.
    pub claimed_floor: Option<f64>,
}

/// One thing that makes a relationship lop-sided.
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

/// A condition with its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// Which.
    pub sign: Sign,
    /// The number behind it.
    #[serde(flatten)]
    pub reading: Reading,
    /// The probability that the condition holds.
    pub probability: f64,
    /// It holds with a probability of at least .9.
    pub holds: bool,
}

/// The alarm, condition by condition. It is a conjunction, not a score: it says which part fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lopsided {
    /// Every condition that is known.
    pub conditions: Vec<Condition>,
    /// All of them hold.
    pub is_raised: bool,
}

/// The lop-sided alarm. Question: do you do all the driving while you call it warm? Unit: probability, one for
/// each condition; what is unknown is left out and never stands in the way. See docs/science/lopsided.md.
pub fn lopsided(facts: &LopsidedFacts, now: Moment) -> Measured<Lopsided> {
    if facts.attempts < FEWEST_ATTEMPTS {
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
    let mostly_ours = 1.0 - beta_below(UNKNOWN.0 + ours, UNKNOWN.1 + theirs, MOST);
    let mut conditions =
        vec![Condition::of(Sign::WeReachOut, share(ours, theirs, UNKNOWN, now, METHOD), mostly_ours)];
    if let Some(below) = facts.below_third {
        conditions.push(Condition::of(Sign::WeBegin, certain(below), below));
    }
    let away = 1.0 - facts.inbound_chance;
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
