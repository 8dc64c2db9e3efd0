//! A rolling logistic with a still and a moving intercept, averaged by how well each has predicted lately: dynamic
//! model averaging with forgetting. See docs/science/readiness.md.

use rapport_model::Moment;

use crate::statistics::logistic_regression::{Examples, Logistic};
use crate::statistics::special_functions::logistic;

/// The ridge penalty of each standardized weight, in pseudo-observations.
pub(crate) const RIDGE: f64 = 10.0;

/// The number of newest rows that are learned from.
pub(crate) const WINDOW: usize = 5_000;

/// The number of rows after which a prediction of an intercept counts 1/e of what it did.
const MEMORY: f64 = 2_000.0;

/// The learning rates of the two intercepts.
pub(crate) const RATES: [f64; 2] = [0.0, OnlineIntercept::RATE];

/// The least number of rows, and of rows of the rarer outcome, from which anything is predicted.
pub(crate) const MIN_ROWS: usize = 50;
pub(crate) const MIN_RARER: usize = 10;

/// One case of a stream: what was known at a moment, and what happened.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamRow {
    /// The features; every row has the same number of them.
    pub features: Vec<f64>,
    /// Whether the predicted event happened.
    pub outcome: bool,
    /// The moment of prediction.
    pub at: Moment,
    /// When the outcome becomes known; not before `at`.
    pub known: Moment,
}

impl StreamRow {
    fn known(&self) -> Moment {
        self.known.max(self.at)
    }
}

/// The parameters of fitting along a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fitting {
    /// The number of newest known rows that a fit looks at.
    pub window: usize,
    /// The number of newly known rows after which a fit is made again.
    pub refit_every: usize,
    /// The weight of a row: less than one when neighboring rows see the same outcome.
    pub weight: f64,
}

/// The intercept of a probability model, moved a little by every outcome: `a <- a - rate (p - y)`.
/// Keeps a model at the level of the present when base rates drift. See docs/science/readiness.md.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct OnlineIntercept {
    /// The amount added to the model's logit.
    pub offset: f64,
    /// The learning rate: how far one outcome moves the offset.
    pub rate: f64,
}

impl OnlineIntercept {
    /// The learning rate of the measures.
    pub const RATE: f64 = 0.02;

    /// The probability of a model's `score` (its logit) at the present level.
    pub fn probability(&self, score: f64) -> f64 {
        logistic(score + self.offset)
    }

    /// Learns from the outcome of a case with this `score`.
    pub fn learn(&mut self, score: f64, outcome: bool) {
        self.offset -= self.rate * (self.probability(score) - f64::from(u8::from(outcome)));
    }

    /// Learns from cases whose outcomes became known together: as far as so many small steps would lead, in any order.
    pub(crate) fn learn_together(&mut self, cases: impl Iterator<Item = (f64, bool)>) {
        let (mut pull, mut bend) = (0.0, f64::MIN_POSITIVE);
        for (score, outcome) in cases {
            let probability = self.probability(score);
            pull += f64::from(u8::from(outcome)) - probability;
            bend += probability * (1.0 - probability);
        }
        // Small steps in turn close this part of the way to the level of these cases.
        self.offset += pull * -(-self.rate * bend).exp_m1() / bend;
    }
}

impl Default for OnlineIntercept {
    fn default() -> Self {
        Self { offset: 0.0, rate: Self::RATE }
    }
}

/// The model at one moment, its intercepts, and the weight that each has log_likelihoods by its predictions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ModelAverage {
    /// The logistic of the newest rows.
    pub model: Logistic,
    levels: [OnlineIntercept; RATES.len()],
    /// The log-likelihood of what each intercept predicted, with older rows counting less.
    log_likelihoods: [f64; RATES.len()],
    since_fit: usize,
}

impl ModelAverage {
    fn fit(known: &[&StreamRow], fitting: &Fitting, log_likelihoods: [f64; RATES.len()]) -> Self {
        let window = newest(known, fitting.window);
        let levels = RATES.map(|rate| OnlineIntercept { offset: 0.0, rate });
        let mut averaged =
            Self { model: fitted(window, fitting.weight), levels, log_likelihoods, since_fit: 0 };
        // A new fit is at the mean level of its window; the intercept is led through it to the present.
        for together in window.chunk_by(|row, next| row.known() == next.known()) {
            averaged.learn(together);
        }
        averaged
    }

    /// The probability with each intercept.
    pub fn each(&self, features: &[f64]) -> [f64; RATES.len()] {
        let score = self.model.score(features);
        self.levels.map(|level| level.probability(score))
    }

    /// The weight of each intercept; they sum to one.
    pub fn weights(&self) -> [f64; RATES.len()] {
        let most = self.log_likelihoods.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let worth = self.log_likelihoods.map(|log_likelihoods| (log_likelihoods - most).exp());
        let total: f64 = worth.iter().sum();
        worth.map(|worth| worth / total)
    }

    /// The weighted mean of the probabilities.
    pub fn probability(&self, features: &[f64]) -> f64 {
        self.each(features).iter().zip(self.weights()).map(|(predicted, weight)| predicted * weight).sum()
    }

    /// Moves the intercepts by outcomes that became known together.
    pub fn learn(&mut self, together: &[&StreamRow]) {
        for level in &mut self.levels {
            let scored = together.iter().map(|row| (self.model.score(&row.features), row.outcome));
            level.learn_together(scored);
        }
    }
}

/// A stream read forward in time: each row is predicted from those known before it, then learned from.
pub(crate) struct Walk<'a> {
    fitting: Fitting,
    /// The rows in time order.
    pub rows: Vec<&'a StreamRow>,
    /// The places of the rows in the order in which they become known.
    order: Vec<usize>,
    learning: Vec<&'a StreamRow>,
    learned: usize,
    predicted: Vec<Option<[f64; RATES.len()]>>,
    /// The model; `None` before there is enough to learn from.
    pub averaged: Option<ModelAverage>,
}

impl<'a> Walk<'a> {
    pub fn of(rows: impl Iterator<Item = &'a StreamRow>, fitting: Fitting) -> Self {
        let mut rows: Vec<&StreamRow> = rows.collect();
        rows.sort_by_key(|row| row.at);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|place| rows[*place].known());
        let learning = order.iter().map(|place| rows[*place]).collect();
        let predicted = vec![None; rows.len()];
        Self { fitting, rows, order, learning, learned: 0, predicted, averaged: None }
    }

    /// The rows known so far, in the order in which they became known.
    pub fn known(&self) -> &[&'a StreamRow] {
        &self.learning[..self.learned]
    }

    /// Learns from every row that is known before `now`.
    pub fn read_until(&mut self, now: Moment) {
        while let Some(next) = self.learning.get(self.learned).filter(|row| row.known() < now) {
            let start = self.learned;
            self.learned += self.learning[start..].partition_point(|row| row.known() <= next.known());
            self.learn(start);
        }
    }

    /// Predicts the row at a place, and remembers each intercept's prediction to weigh it later; `None` without a
    /// model.
    pub fn predict(&mut self, place: usize) -> Option<&ModelAverage> {
        let averaged = self.averaged.as_ref()?;
        self.predicted[place] = Some(averaged.each(&self.rows[place].features));
        Some(averaged)
    }

    /// Predicts the rows before a place, each from those known before it.
    pub fn walk_to(&mut self, place: usize) {
        for place in 0..place {
            self.read_until(self.rows[place].at);
            self.predict(place);
        }
    }

    /// Takes in the rows from `start` on, which became known together.
    fn learn(&mut self, start: usize) {
        let known = &self.learning[..self.learned];
        let together = &known[start..];
        let Some(averaged) = &mut self.averaged else {
            if is_enough(known, MIN_ROWS, MIN_RARER) {
                self.averaged = Some(ModelAverage::fit(known, &self.fitting, [0.0; RATES.len()]));
            }
            return;
        };
        let kept = (-(together.len() as f64) / MEMORY).exp();
        averaged.log_likelihoods = averaged.log_likelihoods.map(|log_likelihoods| log_likelihoods * kept);
        for (place, row) in self.order[start..self.learned].iter().zip(together) {
            let Some(predicted) = self.predicted[*place] else { continue };
            for (log_likelihoods, predicted) in averaged.log_likelihoods.iter_mut().zip(predicted) {
                let happened = if row.outcome { predicted } else { 1.0 - predicted };
                *log_likelihoods += self.fitting.weight * happened.max(1e-6).ln();
            }
        }
        averaged.since_fit += together.len();
        if averaged.since_fit >= self.fitting.refit_every {
            *averaged = ModelAverage::fit(known, &self.fitting, averaged.log_likelihoods);
        } else {
            averaged.learn(together);
        }
    }
}

/// The logistic of these rows.
pub(crate) fn fitted(window: &[&StreamRow], weight: f64) -> Logistic {
    let mut examples = Examples::new(window.first().map_or(0, |row| row.features.len()));
    for row in window {
        examples.push(&row.features, row.outcome, weight);
    }
    Logistic::fit(&examples, RIDGE * weight, None)
}

/// Whether there are so many rows, and so many of the rarer outcome.
pub(crate) fn is_enough(known: &[&StreamRow], rows: usize, rarer: usize) -> bool {
    let positive = known.iter().filter(|row| row.outcome).count();
    known.len() >= rows && positive.min(known.len() - positive) >= rarer
}

/// The newest so many known rows, and those that became known at the same moment as the oldest of them: which of
/// a week's rows stand last says nothing.
pub(crate) fn newest<'a, 'b>(known: &'b [&'a StreamRow], count: usize) -> &'b [&'a StreamRow] {
    let start = known.len().saturating_sub(count);
    let Some(oldest) = known.get(start) else { return known };
    &known[known[..start].partition_point(|row| row.known() < oldest.known())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The weight of the moving intercept at the end of a stream whose base rate is `level` in each part of it.
    fn weight_of_moving(level: fn(usize) -> usize) -> f64 {
        let at = |place: usize| Moment::from_seconds(place as i64 * 3_600);
        let row = |place: usize| StreamRow {
            features: vec![(place % 7) as f64],
            outcome: place * place % 101 < level(place),
            at: at(place),
            known: at(place + 24),
        };
        let rows: Vec<StreamRow> = (0..6_000).map(row).collect();
        let mut walk = Walk::of(rows.iter(), Fitting { window: 3_000, refit_every: 250, weight: 1.0 });
        walk.walk_to(rows.len());
        walk.averaged.unwrap().weights()[1]
    }

    #[test]
    fn the_intercept_moves_where_levels_do_and_rests_where_they_do_not() {
        assert!(weight_of_moving(|_| 30) < 0.3);
        assert!(weight_of_moving(|place| if place / 1_500 % 2 == 0 { 15 } else { 70 }) > 0.9);
    }

    #[test]
    fn together_is_as_far_as_one_by_one() {
        let outcomes: Vec<bool> = (0..400).map(|place| place % 5 < 2).collect();
        let (mut together, mut in_turn) = (OnlineIntercept::default(), OnlineIntercept::default());
        together.learn_together(outcomes.iter().map(|outcome| (0.4, *outcome)));
        for outcome in outcomes {
            in_turn.learn(0.4, outcome);
        }
        assert!((together.offset - in_turn.offset).abs() < 0.02, "{together:?} {in_turn:?}");
        together.rate = 0.0;
        let still = together;
        together.learn_together([(0.4, true)].into_iter());
        assert_eq!(together, still);
    }
}
