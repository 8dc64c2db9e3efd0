use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::statistics::logistic_regression::{Logistic, solve};
use crate::statistics::model_averaging::{
    Fitting, ModelAverage, RATES, RIDGE, StreamRow, WINDOW, Walk, is_enough, newest,
};
use crate::statistics::proportion::reading;
use crate::statistics::special_functions::{Z_90, logistic, logit};

/// The number of features of a deal, in the order of [`ReadinessFacts::features`].
const FEATURES: usize = 10;

/// The weight of one row. Rows a week apart with a horizon of 30 days see each outcome about four times.
const ROW_WEIGHT: f64 = 7.0 / 30.0;

/// The number of newly known rows after which the models are fitted again.
pub(crate) const REFIT_EVERY: usize = 250;

/// The least number of rows, and of rows of the rarer outcome, from which a reading is shown.
const MIN_ROWS: usize = 100;
const MIN_RARER: usize = 20;

/// The latest outcome of an attempt or a conversation, as far as it says where the deal goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastOutcome {
    /// Silence, a voicemail, or no outcome yet.
    #[default]
    Nothing,
    /// They agreed to meet or asked for something.
    Forward,
    /// They objected or postponed.
    Held,
    /// They declined for now.
    Refused,
}

/// What is known of an open deal at a moment. A measure without a reading is left out and not guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReadinessFacts {
    /// Days since the deal entered its present stage.
    pub days_in_stage: f64,
    /// The probability of two-way contact within 30 days; `None` without a reading.
    pub persistence: Option<f64>,
    /// Their proportion of the initiations, 0 to 1; `None` without a reading.
    pub initiation: Option<f64>,
    /// The probability that they initiate within 30 days; `None` without a reading.
    pub inbound: Option<f64>,
    /// The latest outcome of an attempt or a conversation.
    pub outcome: LastOutcome,
    /// Whether a next step with a date and an owner is set.
    pub next_step: bool,
    /// The number of people on their side who took part in the last 90 days.
    pub people: u32,
}

/// A deal as it was at an earlier moment, and whether it advanced within 30 days of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadinessExample {
    /// What was known at that moment.
    pub facts: ReadinessFacts,
    /// The moment. Its outcome is known 30 days later.
    pub at: Moment,
    /// Whether the deal advanced or was won within 30 days.
    pub advanced: bool,
}

/// A model of readiness, learned from earlier moments of the workspace's own deals.
#[derive(Clone, Debug, PartialEq)]
pub struct Readiness {
    averaged: ModelAverage,
    /// The lower half of the information about the weights, intercept first.
    information: Vec<f64>,
    rows: u32,
}

impl Readiness {
    /// The horizon of the probability, in days.
    pub const HORIZON_DAYS: f64 = 30.0;

    /// Learns from the examples whose outcome is known by `now`, walking through them in time: each intercept is judged
    /// by what it predicted before the outcome was known. A row per deal and week is meant. See
    /// docs/science/readiness.md.
    pub fn fit(examples: &[ReadinessExample], now: Moment) -> Measured<Self> {
        let rows: Vec<StreamRow> =
            examples.iter().map(ReadinessExample::row).filter(|row| row.known <= now).collect();
        let fitting = Fitting { window: WINDOW, refit_every: REFIT_EVERY, weight: ROW_WEIGHT };
        let mut walk = Walk::of(rows.iter(), fitting);
        walk.walk_to(rows.len());
        walk.read_until(Moment::from_micros(now.micros() + 1));
        let window = newest(walk.known(), WINDOW);
        match &walk.averaged {
            Some(averaged) if is_enough(window, MIN_ROWS, MIN_RARER) => Ok(Self {
                information: information(&averaged.model, window),
                averaged: averaged.clone(),
                rows: window.len() as u32,
            }),
            _ => Err(NotEnough::because(format!(
                "Readiness needs {MIN_ROWS} weeks of deals with {MIN_RARER} of each outcome; there {}.",
                so_far(window.len() as u32)
            ))),
        }
    }

    /// Moves the intercepts by an outcome that has become known since the fit.
    pub fn learn(&mut self, example: &ReadinessExample) {
        self.averaged.learn(&[&example.row()]);
    }

    /// Readiness of a deal. Question: how likely does it advance within 30 days? Unit: probability; `n` is the
    /// number of rows that its newest weights were learned from. It predicts, it does not say what to do.
    pub fn reading(&self, facts: &ReadinessFacts, now: Moment) -> Reading {
        let features = facts.features();
        let value = self.averaged.probability(&features);
        let spread = Z_90 * self.deviation(&features, logit(value));
        let ends = (logistic(logit(value) - spread), logistic(logit(value) + spread));
        reading(value, ends, self.rows, now, "readiness/2")
    }

    /// Standard deviation of the logit: that of the weights, that of an intercept that keeps moving, and how far the
    /// intercepts are apart.
    fn deviation(&self, features: &[f64], score: f64) -> f64 {
        let mut x = vec![1.0];
        x.extend_from_slice(features);
        let solved = solve(self.information.clone(), x.clone());
        let weights: f64 = x.iter().zip(&solved).map(|(x, solved)| x * solved).sum();
        let predicted = self.averaged.each(features).into_iter().zip(self.averaged.weights());
        let between = predicted.zip(RATES).map(|((predicted, weight), rate)| {
            // Steps of this size around a still level have half of it as their variance, more when rows share outcomes.
            let moving = rate / (2.0 * ROW_WEIGHT);
            weight * (moving + (logit(predicted) - score).powi(2))
        });
        (weights.max(0.0) + between.sum::<f64>()).sqrt()
    }
}

impl ReadinessExample {
    fn row(&self) -> StreamRow {
        StreamRow {
            features: self.facts.features().to_vec(),
            outcome: self.advanced,
            at: self.at,
            known: self.at.plus_days(Readiness::HORIZON_DAYS),
        }
    }
}

impl ReadinessFacts {
    /// Probabilities as logits; one that is not known stands at one half and is counted as missing.
    fn features(&self) -> [f64; FEATURES] {
        let [persistence, initiation, inbound, missing] = self.measures();
        let is = |claim: bool| f64::from(u8::from(claim));
        [
            self.days_in_stage.max(0.0).ln_1p(),
            persistence,
            initiation,
            inbound,
            missing,
            is(self.outcome == LastOutcome::Forward),
            is(self.outcome == LastOutcome::Held),
            is(self.outcome == LastOutcome::Refused),
            is(self.next_step),
            f64::from(self.people).ln_1p(),
        ]
    }

    /// Persistence, initiation and inbound chance, and how many of them are not known.
    pub(crate) fn measures(&self) -> [f64; 4] {
        let measures = [self.persistence, self.initiation, self.inbound];
        let [persistence, initiation, inbound] =
            measures.map(|known| known.map_or(0.0, |p| logit(p.clamp(0.01, 0.99))));
        let missing = measures.iter().filter(|measure| measure.is_none()).count() as f64;
        [persistence, initiation, inbound, missing]
    }
}

/// The information about intercept and weights in the features' own units, ridge included; its lower half.
fn information(model: &Logistic, rows: &[&StreamRow]) -> Vec<f64> {
    let size = FEATURES + 1;
    let mut information = vec![0.0; size * size];
    let mut means = [0.0; FEATURES];
    for row in rows {
        for (mean, x) in means.iter_mut().zip(&row.features) {
            *mean += x / rows.len() as f64;
        }
    }
    let mut variances = [0.0; FEATURES];
    for row in rows {
        let probability = model.probability(&row.features);
        let bend = ROW_WEIGHT * probability * (1.0 - probability);
        let x = |column: usize| if column == 0 { 1.0 } else { row.features[column - 1] };
        for left in 0..size {
            for right in 0..=left {
                information[left * size + right] += bend * x(left) * x(right);
            }
        }
        for (column, variance) in variances.iter_mut().enumerate() {
            *variance += (row.features[column] - means[column]).powi(2) / rows.len() as f64;
        }
    }
    for (column, variance) in variances.iter().enumerate() {
        // A feature that never varied has its standard deviation set to one, as in the fit.
        let variance = if *variance > 1e-12 { *variance } else { 1.0 };
        information[(column + 1) * (size + 1)] += RIDGE * ROW_WEIGHT * variance;
    }
    information
}
