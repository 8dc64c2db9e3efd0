use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::pair::priors::{Latency, Priors, ReplyPrior};
use crate::pair::state::PairState;
use crate::pair::state::replies::Replies;
use crate::statistics::special_functions::{Z_90, beta_interval};

/// The least number of questions from which a rate is shown.
const MIN_QUESTIONS: u32 = 3;

/// How often, and how fast, one side replies to the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplyReading {
    /// The probability of a reply within seven days; `n` is the number of settled questions.
    #[serde(flatten)]
    pub reading: Reading,
    /// The median time to the reply in hours, given that one comes; `None` before the first reply.
    pub latency_hours: Option<Reading>,
}

/// Response rate and latency: how they answer us, and how we answer them. See docs/science/response.md.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The probability that they reply to us within seven days.
    #[serde(flatten)]
    pub reading: Reading,
    /// Their median time to a reply in hours; `None` before the first reply.
    pub latency_hours: Option<Reading>,
    /// How we reply to them; `None` while they have asked us too little.
    pub ours: Option<ReplyReading>,
    /// Their median time to a reply divided by ours; `None` while either is missing.
    pub latency_ratio: Option<Reading>,
}

/// Replies of one person to the whole team, for shrinking a pair towards the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyCounts {
    /// The number of settled questions.
    pub asked: u32,
    /// The number of these that were answered.
    pub answered: u32,
}

impl ReplyCounts {
    /// Adds the counts of another pair.
    pub fn add(&mut self, other: Self) {
        self.asked += other.asked;
        self.answered += other.answered;
    }

    /// The counts without those of one pair, which must be among them.
    #[must_use]
    pub fn less(self, part: Self) -> Self {
        Self {
            asked: self.asked.saturating_sub(part.asked),
            answered: self.answered.saturating_sub(part.answered),
        }
    }

    /// What a person answered to one member; add up the members for the person.
    pub fn theirs(state: &PairState, now: Moment) -> Self {
        let (asked, answered) = state.replies_theirs.counts(now);
        Self { asked, answered }
    }
}

/// Response of the pair. Question: how likely do they answer within seven days, and how fast?
/// Unit: probability; latency in hours of the clock. See docs/science/response.md.
pub fn response(state: &PairState, priors: &Priors, now: Moment) -> Measured<Response> {
    response_within(state, None, priors, now)
}

/// [`response`], shrunk towards what the person answered to the other members of the team.
pub fn response_within(
    state: &PairState,
    elsewhere: Option<ReplyCounts>,
    priors: &Priors,
    now: Moment,
) -> Measured<Response> {
    let theirs = side(&state.replies_theirs, elsewhere, &priors.replies_theirs, now);
    let ours = side(&state.replies_ours, None, &priors.replies_ours, now).ok();
    let theirs = theirs.map_err(|asked| {
        NotEnough::because(format!(
            "Response needs three messages of ours that were answered or had seven days to be; there {}.",
            so_far(asked)
        ))
    })?;
    let latency_ratio = ours.as_ref().and_then(|_| latency_ratio(state, priors, now));
    Ok(Response { reading: theirs.reading, latency_hours: theirs.latency_hours, ours, latency_ratio })
}

/// Reply rate by nested empirical Bayes: the workspace's rate, then the person's, then the pair's.
pub(crate) fn rate_posterior(
    asked: f64,
    answered: f64,
    elsewhere: Option<ReplyCounts>,
    prior: &ReplyPrior,
) -> (f64, f64) {
    let Some(person) = elsewhere else {
        return (prior.answered + answered, prior.unanswered + asked - answered);
    };
    let workspace_rate = prior.answered / (prior.answered + prior.unanswered);
    let person_rate = (prior.answered + f64::from(person.answered))
        / (prior.answered + prior.unanswered + f64::from(person.asked));
    let rate = prior.person_weight * person_rate + (1.0 - prior.person_weight) * workspace_rate;
    let strength = prior.pair_strength;
    (strength * rate + answered, strength * (1.0 - rate) + asked - answered)
}

fn side(
    replies: &Replies,
    elsewhere: Option<ReplyCounts>,
    prior: &ReplyPrior,
    now: Moment,
) -> Result<ReplyReading, u32> {
    let (asked, answered) = replies.counts(now);
    if asked < MIN_QUESTIONS {
        return Err(asked);
    }
    let (a, b) = rate_posterior(f64::from(asked), f64::from(answered), elsewhere, prior);
    let (low, high) = beta_interval(a, b);
    let reading = Reading {
        value: a / (a + b),
        low,
        high,
        n: asked,
        as_of: now,
        method: METHOD.to_owned(),
        evidence: Vec::new(),
    };
    let latency_hours = (answered > 0).then(|| {
        let (mean, deviation) = latency_posterior(replies, &prior.latency);
        exponential_reading(mean, deviation, answered, now)
    });
    Ok(ReplyReading { reading, latency_hours })
}

/// Mean and standard deviation of the posterior of the mean ln hours, shrunk like the rhythm.
fn latency_posterior(replies: &Replies, prior: &Latency) -> (f64, f64) {
    let strength = (prior.within / prior.between).powi(2);
    let weight = strength + f64::from(replies.answered);
    ((strength * prior.mean_ln + replies.hours_ln) / weight, prior.within / weight.sqrt())
}

fn latency_ratio(state: &PairState, priors: &Priors, now: Moment) -> Option<Reading> {
    let n = state.replies_theirs.answered.min(state.replies_ours.answered);
    if n == 0 {
        return None;
    }
    let (theirs, theirs_deviation) = latency_posterior(&state.replies_theirs, &priors.replies_theirs.latency);
    let (ours, ours_deviation) = latency_posterior(&state.replies_ours, &priors.replies_ours.latency);
    Some(exponential_reading(theirs - ours, theirs_deviation.hypot(ours_deviation), n, now))
}

fn exponential_reading(mean_ln: f64, deviation: f64, n: u32, now: Moment) -> Reading {
    Reading {
        value: mean_ln.exp(),
        low: (mean_ln - Z_90 * deviation).exp(),
        high: (mean_ln + Z_90 * deviation).exp(),
        n,
        as_of: now,
        method: METHOD.to_owned(),
        evidence: Vec::new(),
    }
}

const METHOD: &str = "response/1";
