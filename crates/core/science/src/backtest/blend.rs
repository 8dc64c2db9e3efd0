use super::experts::{EXPERTS, Scores};
use super::snapshot::Snapshot;
use crate::special::logistic;

/// Weights before any validation: of a log with plenty to learn from, and of one with hardly anything.
/// Order: rhythm, BG/NBD, both rescaled, elapsed and count, the same with squares, pair, people, all.
const WITH_PLENTY: [f64; EXPERTS] = [0.01, 0.05, 0.01, 0.1, 0.23, 0.2, 0.3, 0.1];
const WITH_LITTLE: [f64; EXPERTS] = [0.15, 0.25, 0.2, 0.1, 0.1, 0.1, 0.1, 0.0];

/// Outcomes of the rarer kind at which the two count the same.
const HALFWAY: f64 = 30.0;

/// Pseudo-observations that hold the weights to the start.
const HOLD: f64 = 100.0;

/// Scores of held-out cuts with what happened.
#[derive(Default)]
pub(super) struct Validation {
    rows: Vec<(Scores, bool)>,
}

/// The weights before validation, by how many outcomes of the rarer kind there are to learn from.
pub(super) fn starting_weights(rarer: usize) -> [f64; EXPERTS] {
    let rarer = rarer as f64;
    let plenty = rarer / (rarer + HALFWAY);
    let mut weights = WITH_LITTLE;
    for (weight, with_plenty) in weights.iter_mut().zip(WITH_PLENTY) {
        *weight = plenty * with_plenty + (1.0 - plenty) * *weight;
    }
    weights
}

impl Validation {
    pub fn add(&mut self, scores: &[Scores], held_out: &Snapshot) {
        let rows = (0..scores.len()).filter(|index| held_out.eligible[*index]);
        self.rows.extend(rows.map(|index| (scores[index], held_out.outcomes[index])));
    }

    /// The weights on the simplex that minimize the log loss of the weighted mean score, held near `start` by
    /// the Kullback-Leibler divergence (exponentiated gradient).
    pub fn weights(&self, start: &[f64; EXPERTS]) -> [f64; EXPERTS] {
        let mut weights = *start;
        if self.rows.is_empty() {
            return weights;
        }
        for _ in 0..200 {
            let mut slope = [0.0; EXPERTS];
            for (scores, outcome) in &self.rows {
                let score: f64 = scores.iter().zip(&weights).map(|(s, w)| s * w).sum();
                let error = logistic(score) - f64::from(u8::from(*outcome));
                for (slope, score) in slope.iter_mut().zip(scores) {
                    *slope += error * score;
                }
            }
            let rate = 1.0 / (HOLD + self.rows.len() as f64 * 0.5);
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
