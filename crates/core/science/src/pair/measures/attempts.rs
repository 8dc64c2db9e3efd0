use rapport_model::{Day, Measured, Moment, NotEnough, Reading, Touch};
use serde::{Deserialize, Serialize};

use crate::pair::priors::{MAX_TOUCHES, Priors, TouchHazards};
use crate::pair::state::PairState;
use crate::pair::state::replies::CENSOR_DAYS;
use crate::statistics::beta_binomial::beta_binomial;
use crate::statistics::special_functions::beta_interval;

/// How an attempt can end. The causes compete: the first to occur is the one that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// They replied to the attempt.
    Reply,
    /// They met or talked with us.
    Meeting,
    /// They declined what was offered.
    No,
    /// They asked not to be contacted, or complained.
    OptOut,
}

impl Cause {
    /// All causes, in the order of their declaration.
    pub const ALL: [Self; 4] = [Self::Reply, Self::Meeting, Self::No, Self::OptOut];

    /// Whether it is a gain for whoever reached out.
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Reply | Self::Meeting)
    }
}

/// What became of the attempts of a team, by touch: how many were made as the k-th since the last contact, and
/// how many of those ended by each cause before the next touch and within seven days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TouchTable {
    /// The number of attempts with a known outcome, by touch (the first is at 0).
    pub at_risk: [u32; MAX_TOUCHES],
    /// Of these, those that ended by each cause, in the order of [`Cause::ALL`].
    pub ended: [[u32; Cause::ALL.len()]; MAX_TOUCHES],
}

impl TouchTable {
    /// Counts the outcome of the k-th touch (from 1); `None` is silence.
    pub fn record(&mut self, touch: u32, cause: Option<Cause>) {
        let row = (touch.max(1) as usize).min(MAX_TOUCHES) - 1;
        self.at_risk[row] += 1;
        if let Some(cause) = cause {
            self.ended[row][cause as usize] += 1;
        }
    }

    /// Adds the attempts of one pair. Attempts on one day are one touch; an attempt younger than seven days
    /// without an answer is still open and not counted. An opt-out within seven days is what became of the attempt
    /// before it, and nothing after it is an attempt.
    pub fn add(&mut self, history: &[(Touch, Day)], opted_out: Option<Moment>, now: Moment) {
        for attempt in attempts(history, opted_out, now) {
            self.record(attempt.touch, attempt.cause);
        }
    }

    /// The attempts of many pairs in which nobody opted out.
    pub fn of<'a>(histories: impl IntoIterator<Item = &'a [(Touch, Day)]>, now: Moment) -> Self {
        let mut table = Self::default();
        for history in histories {
            table.add(history, None, now);
        }
        table
    }

    fn counts(&self, is_event: impl Fn(Cause) -> bool) -> Vec<(f64, f64)> {
        self.at_risk
            .iter()
            .zip(&self.ended)
            .map(|(n, ended)| {
                let events: u32 = Cause::ALL
                    .iter()
                    .filter(|cause| is_event(**cause))
                    .map(|cause| ended[*cause as usize])
                    .sum();
                (f64::from(events), f64::from(*n - events))
            })
            .collect()
    }
}

/// One attempt and its outcome.
pub(crate) struct Attempt {
    /// Its number since the last contact, from 1.
    pub touch: u32,
    /// When it was made.
    pub at: Moment,
    /// How it ended; `None` is silence.
    pub cause: Option<Cause>,
}

/// The attempts of one history whose outcome is known at `now`.
pub(crate) fn attempts(history: &[(Touch, Day)], opted_out: Option<Moment>, now: Moment) -> Vec<Attempt> {
    let mut state = PairState::default();
    let mut found: Vec<Attempt> = Vec::new();
    let mut open: Option<Attempt> = None;
    let opted_out = opted_out.filter(|at| *at <= now);
    let end = opted_out.unwrap_or(now);
    for (touch, day) in history.iter().take_while(|(touch, _)| touch.at <= end) {
        let class = state.classify(touch, *day);
        if touch.shows_both() {
            if let Some(mut attempt) = open.take() {
                if touch.at.days_since(attempt.at) <= CENSOR_DAYS {
                    let meeting = touch.channel.is_two_way();
                    attempt.cause = Some(if meeting { Cause::Meeting } else { Cause::Reply });
                }
                found.push(attempt);
            }
        } else if class.attempt {
            found.extend(open.take());
            open = Some(Attempt { touch: state.attempt_days + 1, at: touch.at, cause: None });
        }
        state.apply(touch, *day, class);
    }
    if let Some(mut attempt) = open {
        let ended_it = opted_out.is_some_and(|at| at.days_since(attempt.at) <= CENSOR_DAYS);
        if ended_it || now.days_since(attempt.at) > CENSOR_DAYS {
            attempt.cause = ended_it.then_some(Cause::OptOut);
            found.push(attempt);
        }
    }
    found
}

/// The least number of attempts in a workspace from which its hazards are shown.
const MIN_ATTEMPTS: u32 = 20;

impl TouchHazards {
    /// Beta-binomial shrinkage over the touches; each cause has its own.
    pub fn of(table: &TouchTable) -> Measured<Self> {
        let total: u32 = table.at_risk.iter().sum();
        if total < MIN_ATTEMPTS {
            return Err(too_few());
        }
        let shrunk = |counts: Vec<(f64, f64)>| {
            let (events, rest) = counts.iter().fold((0.5, 0.5), |sum, row| (sum.0 + row.0, sum.1 + row.1));
            let mean = events / (events + rest);
            // The search starts at the mean of all touches, worth twenty of them.
            let (a, b) = beta_binomial(&counts, (20.0 * mean, 20.0 * (1.0 - mean)));
            counts.into_iter().map(|(events, rest)| (a + events, b + rest)).collect()
        };
        Ok(Self {
            answers: shrunk(table.counts(Cause::is_answer)),
            refusals: shrunk(table.counts(|cause| cause == Cause::OptOut)),
            n: table.at_risk,
        })
    }

    /// Response hazard of the k-th touch (from 1). Question: how likely is an answer to this attempt?
    /// Unit: probability. Late hazards come from those who were worth trying for: read them as upper bounds.
    pub fn answer(&self, touch: u32, now: Moment) -> Reading {
        let row = row(touch);
        let (a, b) = self.answers[row];
        let (low, high) = beta_interval(a, b);
        Reading {
            value: a / (a + b),
            low,
            high,
            n: self.n[row],
            as_of: now,
            method: "touch/1".to_owned(),
            evidence: Vec::new(),
        }
    }

    /// The probability that the k-th touch (from 1) makes them opt out.
    pub fn opt_out(&self, touch: u32) -> f64 {
        let (a, b) = self.refusals[row(touch)];
        a / (a + b)
    }

    /// F(K): the probability of an answer to any of the first `touches` attempts.
    pub fn answered_by(&self, touches: u32) -> f64 {
        let silent: f64 =
            (1..=touches).map(|touch| self.answers[row(touch)]).map(|(a, b)| b / (a + b)).product();
        1.0 - silent
    }

    /// Whether one more touch pays by itself: a one-step look-ahead, which is optimal when hazards fall.
    pub fn one_more(&self, touch: u32, stakes: &Stakes) -> bool {
        let (a, b) = self.answers[row(touch)];
        a / (a + b) * stakes.answer > stakes.touch + self.opt_out(touch) * stakes.relationship
    }

    /// The last touch that pays, when each later one is also asked about; `None` if not even the first does.
    pub fn stop_after(&self, stakes: &Stakes) -> Option<u32> {
        (1..=MAX_TOUCHES as u32).take_while(|touch| self.one_more(*touch, stakes)).last()
    }
}

fn too_few() -> NotEnough {
    NotEnough::because(format!(
        "It takes {MIN_ATTEMPTS} attempts of the team with a known outcome to say how likely an answer is."
    ))
}

/// The hazard of the next attempt with a pair, by how many they have left unanswered.
pub fn next_attempt(state: &PairState, priors: &Priors, now: Moment) -> Measured {
    let hazards = priors.touches.as_ref().ok_or_else(too_few)?;
    Ok(hazards.answer(next_touch(state), now))
}

/// The sentence of the reading: `Your next mail would be attempt 3 since you last spoke; such a one is answered 1 time
/// in 9 in your team.`
pub(crate) fn sentence(reading: &Reading, state: &PairState) -> String {
    let times = (1.0 / reading.value.max(1e-3)).round();
    let often = if times < 2.0 { "mostly".to_owned() } else { format!("1 time in {times:.0}") };
    match next_touch(state) {
        1 => format!("A first mail after contact is answered {often} in your team."),
        touch => format!(
            "Your next mail would be attempt {touch} since you last spoke; such a one is answered {often} in your team."
        ),
    }
}

/// The number of the next attempt since the last contact.
pub fn next_touch(state: &PairState) -> u32 {
    state.awaiting_them().map_or(1, |(_, attempts)| attempts + 1)
}

fn row(touch: u32) -> usize {
    (touch.max(1) as usize).min(MAX_TOUCHES) - 1
}

/// What is at stake in an attempt, all in the unit of one touch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stakes {
    /// The value of an answer (V).
    pub answer: f64,
    /// The cost of a touch (c).
    pub touch: f64,
    /// The loss when they opt out (W).
    pub relationship: f64,
}

impl Default for Stakes {
    /// An answer is worth 30 touches and a relationship 100 (an assumption that a workspace can replace).
    fn default() -> Self {
        Self { answer: 30.0, touch: 1.0, relationship: 100.0 }
    }
}
