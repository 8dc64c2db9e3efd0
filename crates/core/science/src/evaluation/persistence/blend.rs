use crate::evaluation::persistence::experts::{EXPERTS, Scores};
use crate::evaluation::persistence::level::{Level, log_loss, shift_needed};
use crate::evaluation::persistence::snapshot::Snapshot;
use crate::statistics::special_functions::logistic;

/// Weights before any validation: of a log with plenty to learn from, and of one with hardly anything.
/// Order: rhythm, BG/NBD, both rescaled, elapsed and count, the same with squares, pair, people, all.
const WITH_PLENTY: Scores = [0.01, 0.05, 0.01, 0.1, 0.23, 0.2, 0.3, 0.1];
const WITH_LITTLE: Scores = [0.15, 0.25, 0.2, 0.1, 0.1, 0.1, 0.1, 0.0];

/// The place of BG/NBD among the experts.
const BGNBD: usize = 1;

/// Outcomes of the rarer kind at which the two count the same.
const HALFWAY: f64 = 30.0;

/// The weight of the start, in pseudo-observations.
const HOLD: f64 = 10.0;

/// The most pairs of a held-out cut that are looked at; beyond it every k-th is taken.
const MAX_PAIRS: usize = 10_000;

/// The weight of an outcome. Held-out cuts are half a horizon apart, so that each outcome is seen about twice.
const OUTCOME_WEIGHT: f64 = 0.5;

/// The number of standard errors by which the blend must beat BG/NBD on the held-out cuts to be used at all.
const MARGIN: f64 = 1.0;

/// The scores of the experts at inner cuts that they had not learned from, newest first.
#[derive(Default)]
pub(super) struct Validation {
    cuts: Vec<HeldOut>,
}

struct HeldOut {
    scores: Vec<Scores>,
    outcomes: Vec<bool>,
}

/// How the scores of the experts become one probability.
pub(super) struct Blend {
    weights: Scores,
    level: Level,
    beats_bgnbd: bool,
}

impl Validation {
    pub fn add(&mut self, scores: &[Scores], held_out: &Snapshot) {
        let eligible: Vec<usize> = (0..scores.len()).filter(|index| held_out.eligible[*index]).collect();
        let every = eligible.len().div_ceil(MAX_PAIRS).max(1);
        let taken = eligible.iter().step_by(every);
        let (scores, outcomes) = taken.map(|index| (scores[*index], held_out.outcomes[*index])).unzip();
        self.cuts.push(HeldOut { scores, outcomes });
    }

    /// The blend for a log with so many outcomes of the rarer kind.
    pub fn blend(&self, rarer: usize) -> Blend {
        let weights = self.weights(&starting_weights(rarer));
        let mut level = Level::default();
        let (mut gained, mut squares) = (0.0, 0.0);
        for cut in &self.cuts {
            let ours: Vec<f64> = cut.scores.iter().map(|scores| blended(scores, &weights)).collect();
            let theirs: Vec<f64> = cut.scores.iter().map(|scores| scores[BGNBD]).collect();
            level.learn(&ours, &theirs, &cut.outcomes);
            // Both at the right level: what the cut's base rate happened to be says nothing about the next.
            let shift = shift_needed(&ours, &cut.outcomes);
            let their_shift = shift_needed(&theirs, &cut.outcomes);
            for ((our, their), outcome) in ours.iter().zip(&theirs).zip(&cut.outcomes) {
                let gain = log_loss(their + their_shift, *outcome) - log_loss(our + shift, *outcome);
                gained += OUTCOME_WEIGHT * gain;
                squares += OUTCOME_WEIGHT * gain * gain;
            }
        }
        let beats_bgnbd = self.cuts.is_empty() || gained > MARGIN * squares.sqrt();
        Blend { weights, level, beats_bgnbd }
    }

    /// The weights on the simplex that minimize the log loss of the weighted mean score, each cut at its own level,
    /// held near `start` by the Kullback-Leibler divergence (exponentiated gradient).
    fn weights(&self, start: &Scores) -> Scores {
        let mut weights = *start;
        let rows: usize = self.cuts.iter().map(|cut| cut.outcomes.len()).sum();
        let rate = 1.0 / (HOLD + OUTCOME_WEIGHT * rows as f64);
        let mut shifts = vec![0.0; self.cuts.len()];
        for _ in 0..if rows == 0 { 0 } else { STEPS } {
            let mut slope = [0.0; EXPERTS];
            for (cut, shift) in self.cuts.iter().zip(&mut shifts) {
                *shift += cut.slopes(&weights, *shift, &mut slope);
            }
            for ((weight, slope), start) in weights.iter_mut().zip(slope).zip(start) {
                if *weight > 0.0 {
                    let pull = slope + HOLD * (*weight / start).ln();
                    *weight = (*weight * (-rate * pull).exp()).max(1e-6);
                }
            }
            let total: f64 = weights.iter().sum();
            for weight in &mut weights {
                *weight /= total;
            }
        }
        weights
    }
}

const STEPS: usize = 200;

impl HeldOut {
    /// Adds the slope of the log loss in each weight; returns a step of Newton's for the level of the cut.
    fn slopes(&self, weights: &Scores, shift: f64, slope: &mut Scores) -> f64 {
        let (mut pull, mut bend) = (Level::HOLD * shift, Level::HOLD);
        for (scores, outcome) in self.scores.iter().zip(&self.outcomes) {
            let probability = logistic(blended(scores, weights) + shift);
            let error = probability - f64::from(u8::from(*outcome));
            for (slope, score) in slope.iter_mut().zip(scores) {
                *slope += error * score;
            }
            pull += error;
            bend += probability * (1.0 - probability);
        }
        -(pull / bend).clamp(-1.0, 1.0)
    }
}

impl Blend {
    /// The probabilities for rows of scores. Where the blend has not clearly been better than BG/NBD, BG/NBD's.
    pub fn probabilities(&self, rows: &[Scores], bgnbd: &[f64]) -> Vec<f64> {
        if !self.beats_bgnbd {
            return bgnbd.to_vec();
        }
        let ours: Vec<f64> = rows.iter().map(|scores| blended(scores, &self.weights)).collect();
        let theirs: Vec<f64> = rows.iter().map(|scores| scores[BGNBD]).collect();
        let shift = self.level.shift(&ours, &theirs);
        ours.iter().map(|score| logistic(score + shift)).collect()
    }
}

/// The weights before validation, by how many outcomes of the rarer kind there are to learn from.
fn starting_weights(rarer: usize) -> Scores {
    let rarer = rarer as f64;
    let plenty = rarer / (rarer + HALFWAY);
    let mut weights = WITH_LITTLE;
    for (weight, with_plenty) in weights.iter_mut().zip(WITH_PLENTY) {
        *weight = plenty * with_plenty + (1.0 - plenty) * *weight;
    }
    weights
}

fn blended(scores: &Scores, weights: &Scores) -> f64 {
    scores.iter().zip(weights).map(|(score, weight)| score * weight).sum()
}
