//! Priors by maximum likelihood on the sufficient statistics of the pairs. Each fit is held near its default by
//! a penalty worth a handful of observations, so that a small or odd workspace cannot run away.

use rapport_model::Moment;

use crate::pair::measures::response::{ReplyCounts, rate_posterior};
use crate::pair::measures::rhythm::Gaps;
use crate::pair::priors::{InitiationPrior, Latency, ReplyPrior, RhythmPrior};
use crate::pair::state::PairState;
use crate::pair::state::replies::Replies;
use crate::statistics::beta_binomial::beta_binomial;
use crate::statistics::nelder_mead::{EVALUATIONS, minimize, penalty};
use crate::statistics::special_functions::{ln_beta, logistic};

/// The least number of completed gaps, initiations, questions or replies from which a prior is fitted.
pub(crate) const FEWEST: f64 = 200.0;

/// The most pairs a fit looks at; beyond it every k-th is taken, which changes the estimates little.
const MAX_PAIRS: usize = 2_500;

/// A moment within the open gap below this many days counts as none.
const SHORTEST_GAP_DAYS: f64 = 0.5;

/// n, sum and sum of squares of logarithms: all that a normal likelihood with a random mean needs.
#[derive(Clone, Copy)]
struct Logarithms {
    n: f64,
    sum: f64,
    squares: f64,
}

impl Logarithms {
    /// ln density of n values around a mean that is itself N(mean, between^2).
    fn ln_density(self, mean: f64, between: f64, within: f64) -> f64 {
        let Self { n, sum, squares } = self;
        if n == 0.0 {
            return 0.0;
        }
        let scatter = (squares - sum * sum / n).max(0.0);
        let total = within * within + n * between * between;
        let distance = sum / n - mean;
        -(n - 1.0) * within.ln()
            - 0.5 * total.ln()
            - 0.5 * scatter / (within * within)
            - 0.5 * n * distance * distance / total
    }
}

/// Fits the log-normal renewal with dropout on completed gaps and one open gap per pair.
/// See docs/science/rhythm.md.
pub(crate) fn rhythm<'a>(
    pairs: impl Iterator<Item = &'a PairState> + Clone,
    now: Moment,
    default: RhythmPrior,
    fewest: f64,
) -> RhythmPrior {
    let with_contact = pairs.filter(|pair| pair.contact_days > 0);
    let completed: f64 = with_contact.clone().map(|pair| f64::from(pair.gaps())).sum();
    if completed < fewest {
        return default;
    }
    let sample: Vec<(PairState, f64)> =
        sampled(with_contact).map(|pair| (*pair, pair.quiet_days(now).max(SHORTEST_GAP_DAYS))).collect();
    let most_gaps = sample.iter().map(|(pair, _)| pair.gaps()).max().unwrap_or(0) as usize;
    let at = |point: &[f64; 5]| RhythmPrior {
        median_ln: point[0],
        between: point[1].exp().clamp(0.02, 10.0),
        within: point[2].exp().clamp(0.05, 10.0),
        ended: point[3].exp().clamp(1e-4, 1e4),
        survived: point[4].exp().clamp(1e-4, 1e4),
    };
    let start = [
        default.median_ln,
        default.between.ln(),
        default.within.ln(),
        default.ended.ln(),
        default.survived.ln(),
    ];
    let best = minimize(start, 0.4, EVALUATIONS, |point| {
        let prior = at(point);
        let going_on = ln_survived(&prior, most_gaps);
        let ln_likelihood: f64 = sample
            .iter()
            .map(|(pair, quiet_days)| {
                let gaps =
                    Logarithms { n: f64::from(pair.gaps()), sum: pair.gap_ln, squares: pair.gap_ln_squared };
                going_on[pair.gaps() as usize]
                    + gaps.ln_density(prior.median_ln, prior.between, prior.within)
                    + Gaps::of(pair, &prior).survival(*quiet_days).ln()
            })
            .sum();
        penalty(point, &start) - ln_likelihood
    });
    at(&best)
}

/// ln P(no dropout in the first n gaps), for n = 0..=most: the running product of 1 - pi.
fn ln_survived(prior: &RhythmPrior, most: usize) -> Vec<f64> {
    let mut total = 0.0;
    let mut table = Vec::with_capacity(most + 1);
    table.push(total);
    for n in 0..most {
        let n = n as f64;
        total += ((prior.survived + n) / (prior.ended + prior.survived + n)).ln();
        table.push(total);
    }
    table
}

/// Fits the Beta prior of initiation on the decayed counts. See docs/science/initiation.md.
pub(crate) fn initiation<'a>(
    pairs: impl Iterator<Item = &'a PairState> + Clone,
    default: InitiationPrior,
) -> InitiationPrior {
    let begun = pairs.filter(|pair| pair.initiations > 0);
    let total: f64 = begun.clone().map(|pair| f64::from(pair.initiations)).sum();
    if total < FEWEST {
        return default;
    }
    let counts: Vec<(f64, f64)> = sampled(begun).map(|pair| (pair.began_theirs, pair.began_ours)).collect();
    let (theirs, ours) = beta_binomial(&counts, (default.theirs, default.ours));
    // A Beta cannot show many balanced pairs and a few lop-sided ones at once, and would drown the few.
    let weight = (STRONGEST / (theirs + ours)).min(1.0);
    InitiationPrior { theirs: theirs * weight, ours: ours * weight }
}

/// The prior of initiation is worth at most half of what a pair remembers of its own.
const STRONGEST: f64 = 5.0;

/// Fits reply rate and latency of one side. See docs/science/response.md.
pub(crate) fn replies<'a>(
    pairs: impl Iterator<Item = &'a Replies> + Clone,
    now: Moment,
    default: ReplyPrior,
) -> ReplyPrior {
    let counts = |replies: &Replies| {
        let (asked, answered) = replies.counts(now);
        (f64::from(answered), f64::from(asked - answered))
    };
    let asked = pairs.clone().filter(|replies| replies.counts(now).0 > 0);
    let total: f64 = asked.clone().map(|replies| f64::from(replies.counts(now).0)).sum();
    if total < FEWEST {
        return default;
    }
    let sample: Vec<(f64, f64)> = sampled(asked).map(counts).collect();
    let (answered, unanswered) = beta_binomial(&sample, (default.answered, default.unanswered));
    let replied = pairs.filter(|replies| replies.answered > 0);
    ReplyPrior { answered, unanswered, latency: latency(replied, default.latency), ..default }
}

/// How many questions what is known of a person is worth to one of their pairs, and how far it is their own rate
/// rather than the workspace's, by maximum likelihood on pairs with what their person answered in all. A person with
/// one pair says nothing of it.
pub(crate) fn nesting(
    pairs: impl Iterator<Item = (ReplyCounts, ReplyCounts)>,
    prior: ReplyPrior,
) -> ReplyPrior {
    let counts: Vec<(ReplyCounts, ReplyCounts)> = pairs
        .filter(|(pair, person)| pair.asked > 0 && person.asked > pair.asked)
        // Their rate with everybody else, so that a pair is not explained by itself.
        .map(|(pair, person)| (pair, person.less(pair)))
        .collect();
    if counts.iter().map(|(pair, _)| f64::from(pair.asked)).sum::<f64>() < FEWEST {
        return prior;
    }
    let step = counts.len().div_ceil(MAX_PAIRS).max(1);
    let start = [prior.pair_strength.ln(), 2.0];
    let at = |point: &[f64; 2]| ReplyPrior {
        pair_strength: point[0].exp().clamp(0.1, 100.0),
        person_weight: logistic(point[1]),
        ..prior
    };
    let best = minimize(start, 0.4, EVALUATIONS, |point| {
        let tried = at(point);
        let ln_likelihood: f64 = counts
            .iter()
            .step_by(step)
            .map(|(pair, elsewhere)| {
                let (a, b) = rate_posterior(0.0, 0.0, Some(*elsewhere), &tried);
                let (answered, rest) = (f64::from(pair.answered), f64::from(pair.asked - pair.answered));
                ln_beta(a + answered, b + rest) - ln_beta(a, b)
            })
            .sum();
        penalty(point, &start) - ln_likelihood
    });
    at(&best)
}

fn latency<'a>(replied: impl Iterator<Item = &'a Replies> + Clone, default: Latency) -> Latency {
    let total: f64 = replied.clone().map(|replies| f64::from(replies.answered)).sum();
    if total < FEWEST {
        return default;
    }
    let sample: Vec<Logarithms> = sampled(replied)
        .map(|replies| Logarithms {
            n: f64::from(replies.answered),
            sum: replies.hours_ln,
            squares: replies.hours_ln_squared,
        })
        .collect();
    let start = [default.mean_ln, default.between.ln(), default.within.ln()];
    let at = |point: &[f64; 3]| Latency {
        mean_ln: point[0],
        between: point[1].exp().clamp(0.02, 10.0),
        within: point[2].exp().clamp(0.05, 10.0),
    };
    let best = minimize(start, 0.4, EVALUATIONS, |point| {
        let Latency { mean_ln, between, within } = at(point);
        penalty(point, &start)
            - sample.iter().map(|pair| pair.ln_density(mean_ln, between, within)).sum::<f64>()
    });
    at(&best)
}

pub(crate) fn sampled<T>(all: impl Iterator<Item = T> + Clone) -> impl Iterator<Item = T> {
    let every = all.clone().count().div_ceil(MAX_PAIRS).max(1);
    all.step_by(every)
}
