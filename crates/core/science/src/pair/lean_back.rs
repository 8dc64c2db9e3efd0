use rapport_model::{Moment, NotEnough};
use serde::{Deserialize, Serialize};

use crate::pair::measures::inbound::exposure;
use crate::pair::priors::{LeaningPrior, Priors};
use crate::pair::state::PairState;
use crate::statistics::special_functions::{ln_gamma, ln_negative_binomial, logistic, logit};

/// A test ends without a lean-in once the posterior is at or below this.
pub const DID_NOT: f64 = 0.10;
/// A test is not worth the silence when its longest silence leaves more than this proportion of the probability.
const INFORMATIVE: f64 = 0.6;
/// The longest test, in days, whatever the evidence would need.
pub const LONGEST_DAYS: f64 = 120.0;
/// The longest wait, in usual gaps of the pair; a longer one would withhold attention for little.
pub const MAX_GAPS: f64 = 4.0;
/// The start is drawn at random within this many days, so that a test does not begin because of a flurry.
pub const WINDOW_DAYS: f64 = 7.0;
/// They must have initiated this often, or been at risk for as long, before a test can say anything.
const MIN_STARTS: u32 = 5;
const MIN_EXPOSURE_DAYS: f64 = 180.0;
/// A test is only designed for a prior probability of leaning in within this range; outside it, it would teach nothing.
const OPEN: std::ops::Range<f64> = 0.15..0.95;

impl LeaningPrior {
    /// ln of the probability of what was seen, for those who lean in and for those who do not.
    pub(crate) fn ln_likelihoods(&self, starts: f64, days: f64) -> (f64, f64) {
        let expected = self.background * days;
        (
            ln_negative_binomial(starts, days, self.shape, self.rate),
            starts * expected.ln() - expected - ln_gamma(starts + 1.0),
        )
    }

    /// The hazard of somebody who does not lean in: the background, or less when what was seen is less. Without
    /// this, somebody known for years who never begins would fit those who lean in at a low hazard best.
    fn background_of(&self, starts: f64, days: f64) -> f64 {
        self.background.min((starts + 1.0) / days)
    }

    /// P(they lean in), after so many starts in so many days at risk.
    pub fn posterior(&self, starts: f64, days: f64) -> f64 {
        if days <= 0.0 {
            return self.share;
        }
        let own = Self { background: self.background_of(starts, days), ..*self };
        let (leaning, other) = own.ln_likelihoods(starts, days);
        logistic(logit(self.share) + leaning - other)
    }
}

/// The design of a lean-back test for one pair: our side does not write first, to see whether theirs does. See
/// docs/science/lean-back.md.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeanBack {
    /// P(they lean in) before the test.
    pub prior: f64,
    /// The shape of the Gamma of their hazard, if they lean in.
    pub shape: f64,
    /// The rate of that Gamma, in days at risk.
    pub rate: f64,
    /// Their starts per day at risk, if they do not lean in.
    pub background: f64,
    /// Days of silence after which P(they lean in) is down to a tenth; `None` if silence cannot lower it that far
    /// in time.
    pub wait_days: Option<f64>,
    /// Days after which the test ends in any case.
    pub longest_days: f64,
}

/// The outcome of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeanBackOutcome {
    /// They initiated before the posterior was low enough.
    LeanedIn,
    /// They were silent until the posterior was low enough.
    DidNot,
    /// The time was up, or somebody of ours wrote first.
    NoVerdict,
}

impl LeanBackOutcome {
    /// All outcomes, in the order of their declaration.
    pub const ALL: [Self; 3] = [Self::LeanedIn, Self::DidNot, Self::NoVerdict];

    /// The stable name used in the store and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LeanedIn => "leaned_in",
            Self::DidNot => "did_not",
            Self::NoVerdict => "no_verdict",
        }
    }

    /// The outcome with this stable name; `None` when there is no such name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// The progress of a test at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeanBackStanding {
    /// Days of silence so far.
    pub silent_days: f64,
    /// P(they lean in) at that moment.
    pub posterior: f64,
    /// The outcome; `None` while the test runs.
    pub outcome: Option<LeanBackOutcome>,
    /// When it ended, or when it ends at the latest.
    pub ends: Moment,
}

impl LeanBack {
    /// Designs a test for a pair, or says why there can be none: too few events, already known, or a wait
    /// beyond what is worth withholding.
    pub fn design(state: &PairState, priors: &Priors, now: Moment) -> Result<Self, NotEnough> {
        let days = exposure(state, now);
        if state.inbound_starts < MIN_STARTS && days < MIN_EXPOSURE_DAYS {
            return Err(NotEnough::because(format!(
                "They began {} times in {days:.0} quiet days; a test needs 5 times or 180 days.",
                state.inbound_starts
            )));
        }
        let leaning = &priors.leaning;
        let starts = f64::from(state.inbound_starts);
        let prior = leaning.posterior(starts, days);
        if !OPEN.contains(&prior) {
            let known = if prior > 0.5 { "They lean in already" } else { "They hardly ever begin" };
            return Err(NotEnough::because(format!(
                "{known} ({:.0} % likely); a test would teach nothing.",
                100.0 * prior.max(1.0 - prior)
            )));
        }
        let (shape, rate) = (leaning.shape + starts, leaning.rate + days);
        let longest_days = (MAX_GAPS * rate / shape).min(LONGEST_DAYS);
        let mut test = Self {
            prior,
            shape,
            rate,
            background: leaning.background_of(starts, days.max(1.0)),
            wait_days: None,
            longest_days,
        };
        test.wait_days = test.wait();
        let at_the_end = test.posterior(longest_days);
        if test.wait_days.is_none() && at_the_end > INFORMATIVE * prior {
            return Err(NotEnough::because(format!(
                "Even {longest_days:.0} days of silence would hardly tell: {:.0} % likely to lean in before, {:.0} % after.",
                100.0 * prior,
                100.0 * at_the_end
            )));
        }
        Ok(test)
    }

    /// P(they lean in | `days` of silence since the test began).
    pub fn posterior(&self, days: f64) -> f64 {
        let survives = self.shape * (self.rate / (self.rate + days)).ln();
        logistic(logit(self.prior) + survives + self.background * days)
    }

    /// P(they lean in | they began after `days` of silence).
    pub fn posterior_after_start(&self, days: f64) -> f64 {
        let hazard = self.shape / (self.rate + days);
        logistic(logit(self.posterior(days)) + (hazard / self.background).ln())
    }

    /// The first day on which silence alone settles the test; `None` when it never does in time.
    fn wait(&self) -> Option<f64> {
        // ln of the odds falls while their own hazard is above the background, so the first crossing is the answer.
        let lowest = (self.shape / self.background - self.rate).clamp(0.0, self.longest_days);
        if self.posterior(lowest) > DID_NOT {
            return None;
        }
        let (mut low, mut high) = (0.0, lowest);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if self.posterior(middle) > DID_NOT { low = middle } else { high = middle }
        }
        Some(high)
    }

    /// Where the test stands at `now`: it began at `started`; `theirs` and `ours` are the first touches of
    /// either side after that.
    pub fn standing(
        &self,
        started: Moment,
        theirs: Option<Moment>,
        ours: Option<Moment>,
        now: Moment,
    ) -> LeanBackStanding {
        let limit = started.plus_days(self.wait_days.unwrap_or(self.longest_days).min(self.longest_days));
        let seen = |touch: Option<Moment>| touch.filter(|at| *at <= now.min(limit));
        let silent_until = |end: Moment| end.days_since(started).max(0.0);
        let (end, outcome) = match (seen(theirs), seen(ours)) {
            (Some(theirs), ours) if ours.is_none_or(|ours| theirs <= ours) => {
                (theirs, Some(LeanBackOutcome::LeanedIn))
            }
            (_, Some(ours)) => (ours, Some(LeanBackOutcome::NoVerdict)),
            _ if now >= limit && self.posterior(silent_until(limit)) <= DID_NOT + 1e-9 => {
                (limit, Some(LeanBackOutcome::DidNot))
            }
            _ if now >= limit => (limit, Some(LeanBackOutcome::NoVerdict)),
            _ => (now, None),
        };
        let silent_days = silent_until(end);
        let posterior = match outcome {
            Some(LeanBackOutcome::LeanedIn) => self.posterior_after_start(silent_days),
            _ => self.posterior(silent_days),
        };
        LeanBackStanding {
            silent_days,
            posterior,
            outcome,
            ends: if outcome.is_some() { end } else { limit },
        }
    }
}
