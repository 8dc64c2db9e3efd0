//! Logistic regression with a ridge penalty towards given weights, by Newton's method.

use crate::statistics::special_functions::{logistic, logit};

/// Rows of features with outcome and weight; a column of ones is not among them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examples {
    pub width: usize,
    pub features: Vec<f64>,
    pub outcomes: Vec<bool>,
    pub weights: Vec<f64>,
}

impl Examples {
    pub fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    pub fn push(&mut self, features: &[f64], outcome: bool, weight: f64) {
        debug_assert_eq!(features.len(), self.width);
        self.features.extend_from_slice(features);
        self.outcomes.push(outcome);
        self.weights.push(weight);
    }

    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    pub fn row(&self, index: usize) -> &[f64] {
        &self.features[index * self.width..(index + 1) * self.width]
    }
}

/// The logit that weights give to features.
pub(crate) fn linear(intercept: f64, weights: &[f64], features: &[f64]) -> f64 {
    intercept + features.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>()
}

/// A fitted model, on features in their own units.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Logistic {
    pub intercept: f64,
    pub weights: Vec<f64>,
}

impl Logistic {
    pub fn score(&self, features: &[f64]) -> f64 {
        linear(self.intercept, &self.weights, features)
    }

    pub fn probability(&self, features: &[f64]) -> f64 {
        logistic(self.score(features))
    }

    /// Fits with a ridge of `strength` pseudo-observations per standardized weight towards `center`
    /// (weights in their own units; zero when none).
    pub fn fit(examples: &Examples, strength: f64, center: Option<&[f64]>) -> Self {
        let width = examples.width;
        let (means, deviations) = moments(examples);
        let aim: Vec<f64> = (0..width)
            .map(|column| center.map_or(0.0, |center| center[column] * deviations[column]))
            .collect();
        let mut scaled = examples.features.clone();
        for row in scaled.chunks_exact_mut(width) {
            for column in 0..width {
                row[column] = (row[column] - means[column]) / deviations[column];
            }
        }
        // The first coefficient is the intercept; it is hardly held, so that one-sided outcomes stay finite.
        let mut coefficients = vec![0.0; width + 1];
        let total: f64 = examples.weights.iter().sum();
        let positive: f64 =
            examples.outcomes.iter().zip(&examples.weights).filter(|(y, _)| **y).map(|(_, w)| w).sum();
        coefficients[0] = logit((positive + 0.5) / (total + 1.0));
        coefficients[1..].copy_from_slice(&aim);
        let mut loss = penalized_loss(&scaled, examples, &coefficients, strength, &aim);
        for _ in 0..MAX_STEPS {
            let (gradient, hessian) = slopes(&scaled, examples, &coefficients, strength, &aim);
            let step = solve(hessian, gradient);
            // A full Newton step can overshoot far from the optimum, so it is halved until it helps.
            let shorter = (0..12).map(|halvings| 0.5_f64.powi(halvings)).find_map(|share| {
                let moved: Vec<f64> = coefficients.iter().zip(&step).map(|(c, s)| c + share * s).collect();
                let better = penalized_loss(&scaled, examples, &moved, strength, &aim);
                (better < loss).then_some((moved, better))
            });
            let Some((moved, better)) = shorter else { break };
            let gained = loss - better;
            (coefficients, loss) = (moved, better);
            if gained < 1e-8 * (1.0 + loss.abs()) {
                break;
            }
        }
        let weights: Vec<f64> =
            (0..width).map(|column| coefficients[column + 1] / deviations[column]).collect();
        let shift: f64 = weights.iter().zip(&means).map(|(w, mean)| w * mean).sum();
        Self { intercept: coefficients[0] - shift, weights }
    }
}

const INTERCEPT_STRENGTH: f64 = 0.01;
const MAX_STEPS: usize = 30;

fn penalized_loss(
    scaled: &[f64],
    examples: &Examples,
    coefficients: &[f64],
    strength: f64,
    aim: &[f64],
) -> f64 {
    let mut loss = 0.5 * INTERCEPT_STRENGTH * coefficients[0].powi(2);
    for (coefficient, aim) in coefficients[1..].iter().zip(aim) {
        loss += 0.5 * strength * (coefficient - aim).powi(2);
    }
    let rows = scaled.chunks_exact(examples.width).zip(&examples.outcomes).zip(&examples.weights);
    for ((row, outcome), weight) in rows {
        let score = coefficients[0] + row.iter().zip(&coefficients[1..]).map(|(x, w)| x * w).sum::<f64>();
        let against = if *outcome { -score } else { score };
        // ln(1 + e^x) without overflow.
        loss += weight * (against.max(0.0) + (-against.abs()).exp().ln_1p());
    }
    loss
}

fn moments(examples: &Examples) -> (Vec<f64>, Vec<f64>) {
    let width = examples.width;
    let total: f64 = examples.weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let mut means = vec![0.0; width];
    let mut squares = vec![0.0; width];
    for (row, weight) in examples.features.chunks_exact(width).zip(&examples.weights) {
        for column in 0..width {
            means[column] += weight * row[column] / total;
        }
    }
    for (row, weight) in examples.features.chunks_exact(width).zip(&examples.weights) {
        for column in 0..width {
            squares[column] += weight * (row[column] - means[column]).powi(2) / total;
        }
    }
    let deviations = squares.iter().map(|square| if *square > 1e-12 { square.sqrt() } else { 1.0 }).collect();
    (means, deviations)
}

fn slopes(
    scaled: &[f64],
    examples: &Examples,
    coefficients: &[f64],
    strength: f64,
    aim: &[f64],
) -> (Vec<f64>, Vec<f64>) {
    let width = examples.width;
    let size = width + 1;
    let mut gradient = vec![0.0; size];
    let mut hessian = vec![0.0; size * size];
    for ((row, outcome), weight) in scaled.chunks_exact(width).zip(&examples.outcomes).zip(&examples.weights)
    {
        let score = coefficients[0] + row.iter().zip(&coefficients[1..]).map(|(x, w)| x * w).sum::<f64>();
        let probability = logistic(score);
        let pull = weight * (f64::from(u8::from(*outcome)) - probability);
        let bend = weight * probability * (1.0 - probability);
        gradient[0] += pull;
        hessian[0] += bend;
        for left in 0..width {
            gradient[left + 1] += pull * row[left];
            let leaning = bend * row[left];
            hessian[(left + 1) * size] += leaning;
            let line = &mut hessian[(left + 1) * size + 1..(left + 1) * size + left + 2];
            for (entry, x) in line.iter_mut().zip(row) {
                *entry += leaning * x;
            }
        }
    }
    gradient[0] -= INTERCEPT_STRENGTH * coefficients[0];
    hessian[0] += INTERCEPT_STRENGTH;
    for column in 0..width {
        gradient[column + 1] -= strength * (coefficients[column + 1] - aim[column]);
        hessian[(column + 1) * size + column + 1] += strength;
    }
    (gradient, hessian)
}

/// Solves A x = b for a positive definite A given by its lower half, by Cholesky's decomposition.
pub(crate) fn solve(mut matrix: Vec<f64>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for column in 0..size {
        for row in column..size {
            let mut sum = matrix[row * size + column];
            for k in 0..column {
                sum -= matrix[row * size + k] * matrix[column * size + k];
            }
            matrix[row * size + column] =
                if row == column { sum.max(1e-10).sqrt() } else { sum / matrix[column * size + column] };
        }
    }
    for row in 0..size {
        for k in 0..row {
            right[row] -= matrix[row * size + k] * right[k];
        }
        right[row] /= matrix[row * size + row];
    }
    for row in (0..size).rev() {
        for k in row + 1..size {
            right[row] -= matrix[k * size + row] * right[k];
        }
        right[row] /= matrix[row * size + row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_recovers_the_weights_of_counts() {
        // Outcome rates .2 and .6 at x = 0 and x = 1: the weight is the difference of their logits.
        let mut examples = Examples::new(1);
        for index in 0..1000 {
            let x = index % 2;
            let positive = if x == 1 { index % 10 < 6 } else { index % 10 < 2 };
            examples.push(&[f64::from(x)], positive, 1.0);
        }
        let ones = examples.outcomes.iter().enumerate().filter(|(i, y)| i % 2 == 1 && **y).count();
        let zeros = examples.outcomes.iter().enumerate().filter(|(i, y)| i % 2 == 0 && **y).count();
        let model = Logistic::fit(&examples, 1e-6, None);
        let rate = |count: usize| logit(count as f64 / 500.0);
        assert!((model.intercept - rate(zeros)).abs() < 1e-3);
        assert!((model.weights[0] - (rate(ones) - rate(zeros))).abs() < 1e-3);
    }
}
