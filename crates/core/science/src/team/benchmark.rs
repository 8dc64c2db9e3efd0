use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::statistics::nelder_mead::minimize;
use crate::statistics::proportion::{JEFFREYS, Posterior, proportion};
use crate::statistics::special_functions::{beta_below, ln_beta};

/// A rate of fewer cases is not shown: it would say more about chance, or about one person, than about the work.
pub const MIN_CASES: u32 = 5;

/// The weight of the level above for the one below, in cases, before it can be fitted.
const STRENGTH: f64 = 15.0;

pub(crate) const METHOD: &str = "benchmark/1";

/// How often something happened, of how many cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The number of cases in which it happened.
    pub successes: u32,
    /// The number of all cases; not below `successes`.
    pub trials: u32,
}

/// The counts, of so many cases, between which chance alone would stay: a slice of a funnel plot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The number of cases.
    pub trials: u32,
    /// At most 2.5 % of chance lies below the first, and above the second.
    pub usual: (u32, u32),
    /// At most .1 % of chance lies below the first, and above the second.
    pub possible: (u32, u32),
}

/// Where a count is within its funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Below the 99.8 % limits.
    VeryLow,
    /// Below the 95 % limits.
    Low,
    /// Within the 95 % limits.
    Usual,
    /// Above the 95 % limits.
    High,
    /// Above the 99.8 % limits.
    VeryHigh,
}

/// A rate compared with the team's. See docs/science/benchmark.md.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Benchmark {
    /// The rate shrunk to segment and team; `n` is the number of cases.
    #[serde(flatten)]
    pub reading: Reading,
    /// The limits of chance at the team's rate.
    pub limits: Limits,
    /// Where the raw count is within these limits.
    pub standing: Standing,
}

/// The rates of a team, its segments and its people, and how strongly each is shrunk.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Team {
    /// The rate of the whole team, 0 to 1.
    pub rate: f64,
    /// The weight of the team's rate for a segment, in cases.
    pub segment_strength: f64,
    /// The weight of a segment's rate for a person, in cases.
    pub person_strength: f64,
}

/// The exact binomial limits at a `target` rate. Spiegelhalter 2005 interpolates them for drawing; these are
/// counts, so that what is outside is outside with no more than the stated chance.
pub fn funnel_limits(target: f64, trials: u32) -> Limits {
    let inside = |tail: f64| {
        let low = first(0, trials, |count| at_most(count, trials, target) > tail);
        let high = first(low, trials, |count| 1.0 - at_most(count, trials, target) <= tail);
        (low, high)
    };
    Limits { trials, usual: inside(0.025), possible: inside(0.001) }
}

/// The first number from `from` on for which something holds that holds for all later ones; `to` when it holds for
/// none.
fn first(mut from: u32, mut to: u32, holds: impl Fn(u32) -> bool) -> u32 {
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    from
}

impl Limits {
    /// Where a count is within the limits.
    pub fn standing(&self, yes: u32) -> Standing {
        match yes {
            _ if yes < self.possible.0 => Standing::VeryLow,
            _ if yes < self.usual.0 => Standing::Low,
            _ if yes > self.possible.1 => Standing::VeryHigh,
            _ if yes > self.usual.1 => Standing::High,
            _ => Standing::Usual,
        }
    }
}

impl Count {
    /// The Beta posterior of the rate from a prior of pseudo-counts.
    pub fn posterior(self, (a, b): (f64, f64)) -> Posterior {
        Posterior { a: a + f64::from(self.successes), b: b + f64::from(self.failures()), trials: self.trials }
    }

    fn failures(self) -> u32 {
        self.trials.saturating_sub(self.successes)
    }
}

impl Team {
    /// Learns from the counts of people, one list per segment: beta-binomial maximum likelihood at each level.
    pub fn of(segments: &[Vec<Count>]) -> Self {
        let all = segments.iter().flatten();
        let (yes, no) = all
            .fold(JEFFREYS, |sum, one| (sum.0 + f64::from(one.successes), sum.1 + f64::from(one.failures())));
        let rate = yes / (yes + no);
        let start = Self { rate, segment_strength: STRENGTH, person_strength: STRENGTH };
        let person_strength = strength(|person_strength| {
            let team = Self { person_strength, ..start };
            segments.iter().map(|people| team.ln_likelihood(people)).sum()
        });
        let segment_strength = strength(|segment_strength| {
            let team = Self { rate, segment_strength, person_strength };
            let (a, b) = pseudo_counts(rate, segment_strength);
            let of_segment = |people: &Vec<Count>| {
                let (yes, no) = team.effective(people);
                ln_beta(a + yes, b + no) - ln_beta(a, b)
            };
            segments.iter().map(of_segment).sum()
        });
        Self { rate, segment_strength, person_strength }
    }

    /// The prior of a person: the rate of the `others` of their segment, itself shrunk to the team's, and worth
    /// less where that rate is not well known.
    pub fn prior(&self, others: &[Count]) -> (f64, f64) {
        self.prior_from(self.effective(others))
    }

    /// A person's rate against the team's; `others` are the other people of the segment. Question: is this rate
    /// unusual for so few cases? Unit: rate. Hidden below five cases. See docs/science/benchmark.md.
    pub fn benchmark(&self, others: &[Count], person: Count, now: Moment) -> Measured<Benchmark> {
        if person.trials < MIN_CASES {
            return Err(NotEnough::because(format!(
                "A rate needs five cases; there {}.",
                so_far(person.trials)
            )));
        }
        let limits = funnel_limits(self.rate, person.trials);
        let prior = self.prior(others);
        Ok(Benchmark {
            reading: proportion(
                f64::from(person.successes),
                f64::from(person.failures()),
                prior,
                now,
                METHOD,
            ),
            limits,
            standing: limits.standing(person.successes),
        })
    }

    /// The cases of several people as if they were independent: those of one person resemble each other.
    fn effective(&self, people: &[Count]) -> (f64, f64) {
        people
            .iter()
            .map(|one| self.effective_one(*one))
            .fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }

    fn effective_one(&self, person: Count) -> (f64, f64) {
        let weight = (self.person_strength + 1.0) / (self.person_strength + f64::from(person.trials.max(1)));
        (weight * f64::from(person.successes), weight * f64::from(person.failures()))
    }

    fn prior_from(&self, (yes, no): (f64, f64)) -> (f64, f64) {
        let (a, b) = pseudo_counts(self.rate, self.segment_strength);
        let known = a + b + yes + no;
        let mean = (a + yes) / known;
        // The variance between people, and that of the mean around which they lie, over mean (1 - mean).
        let between = 1.0 / (self.person_strength + 1.0);
        let variance = between + (1.0 - between) / (known + 1.0);
        pseudo_counts(mean, 1.0 / variance - 1.0)
    }

    /// The log-likelihood of the counts of a segment, each given the others.
    fn ln_likelihood(&self, people: &[Count]) -> f64 {
        let (yes, no) = self.effective(people);
        let given_others = |person: &Count| {
            let own = self.effective_one(*person);
            let (a, b) = self.prior_from((yes - own.0, no - own.1));
            ln_beta(a + f64::from(person.successes), b + f64::from(person.failures())) - ln_beta(a, b)
        };
        people.iter().map(given_others).sum()
    }
}

/// P(X <= count) for X ~ Binomial(trials, rate).
fn at_most(count: u32, trials: u32, rate: f64) -> f64 {
    if count >= trials {
        1.0
    } else {
        beta_below(f64::from(trials - count), f64::from(count) + 1.0, 1.0 - rate)
    }
}

fn pseudo_counts(rate: f64, strength: f64) -> (f64, f64) {
    (strength * rate, strength * (1.0 - rate))
}

/// How many cases a mean is worth, by maximum likelihood, held near the default by a normal prior with standard
/// deviation 2 on its logarithm.
fn strength(ln_likelihood: impl Fn(f64) -> f64) -> f64 {
    let at = |point: &[f64; 1]| point[0].exp().clamp(0.5, 1e4);
    let start = [STRENGTH.ln()];
    at(&minimize(start, 0.4, 200, |point| (point[0] - start[0]).powi(2) / 8.0 - ln_likelihood(at(point))))
}
