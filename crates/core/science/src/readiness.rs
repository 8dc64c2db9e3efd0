use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::logistic::{Examples, Logistic, solve};
use crate::readings::so_far;
use crate::share::reading;
use crate::special::{Z_90, logistic, logit};

/// Features of a deal, in the order of [`ReadinessFacts::features`].
const FEATURES: usize = 10;

/// Pseudo-observations that hold each standardized weight to zero.
pub(crate) const RIDGE: f64 = 10.0;

/// The most recent rows that are learned from.
pub(crate) const WINDOW: usize = 5_000;

/// Rows a week apart with a horizon of 30 days see each outcome about four times.
const NEWS: f64 = 7.0 / 30.0;

/// Rows, and rows of the rarer outcome, before anything is fitted.
const FEWEST_ROWS: usize = 100;
const FEWEST_RARER: usize = 20;

/// The newest outcome of an attempt or a conversation, as far as it tells where the deal goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastOutcome {
    /// Nothing that tells: silence, voicemail, none yet.
    #[default]
    Nothing,
    /// They agreed to meet or asked for something.
    Forward,
    /// They objected or put it off.
    Held,
    /// They said no for now.
    Refused,
}

/// What is known of an open deal at a moment. A measure that is not known yet is left out, not guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReadinessFacts {
    /// Days in the present stage.
    pub days_in_stage: f64,
    /// Probability of two-way contact within 30 days.
    pub persistence: Option<f64>,
    /// Their share of initiations.
    pub initiation: Option<f64>,
    /// The chance that they begin within 30 days.
    pub inbound: Option<f64>,
    /// The newest outcome.
    pub outcome: LastOutcome,
    /// A next step with a date and an owner is set.
    pub next_step: bool,
    /// People on their side who took part in the last 90 days.
    pub people: u32,
}

/// A deal as it was at an earlier moment, and whether it advanced within 30 days of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadinessExample {
    /// What was known then.
    pub facts: ReadinessFacts,
    /// The moment; the outcome is known 30 days later.
    pub at: Moment,
    /// Whether it advanced, or was won, within 30 days.
    pub advanced: bool,
}

/// The intercept of a probability model, moved a little by every outcome: `a <- a - rate (p - y)`.
/// Keeps a model at the level of the present when base rates drift. See docs/science/readiness.md.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnlineIntercept {
    /// What is added to the model's logit.
    pub offset: f64,
    /// How far one outcome moves it.
    pub rate: f64,
}

impl OnlineIntercept {
    /// The rate of the measures: .02.
    pub const RATE: f64 = 0.02;

    /// The probability of a model's `score` (its logit) at the present level.
    pub fn probability(&self, score: f64) -> f64 {
        logistic(score + self.offset)
    }

    /// Learns from the outcome of a case with this `score`.
    pub fn learn(&mut self, score: f64, outcome: bool) {
        self.offset -= self.rate * (self.probability(score) - f64::from(u8::from(outcome)));
    }
}

impl Default for OnlineIntercept {
    fn default() -> Self {
        Self { offset: 0.0, rate: Self::RATE }
    }
}

/// A model of readiness, learned from earlier moments of the workspace's own deals.
#[derive(Clone, Debug, PartialEq)]
pub struct Readiness {
    model: Logistic,
    /// The lower half of the information about the weights, intercept first.
    information: Vec<f64>,
    level: OnlineIntercept,
    rows: u32,
}

impl Readiness {
    /// How far ahead, in days.
    pub const HORIZON_DAYS: f64 = 30.0;

    /// Learns from the newest examples whose outcome is known by `now`; then follows the level along them.
    /// A row per deal and week is meant. See docs/science/readiness.md.
    pub fn fit(examples: &[ReadinessExample], now: Moment) -> Measured<Self> {
        let is_known = |example: &&ReadinessExample| example.at.plus_days(Self::HORIZON_DAYS) <= now;
        let mut known: Vec<&ReadinessExample> = examples.iter().filter(is_known).collect();
        known.sort_by_key(|example| example.at);
        let window = &known[known.len().saturating_sub(WINDOW)..];
        let advanced = window.iter().filter(|example| example.advanced).count();
        let rarer = advanced.min(window.len() - advanced);
        if window.len() < FEWEST_ROWS || rarer < FEWEST_RARER {
            return Err(NotEnough::because(format!(
                "Readiness needs {FEWEST_ROWS} weeks of deals with {FEWEST_RARER} of each outcome; there {}, \
                 {rarer} of the rarer.",
                so_far(window.len() as u32)
            )));
        }
        let mut rows = Examples::new(FEATURES);
        for example in window {
            rows.push(&example.facts.features(), example.advanced, NEWS);
        }
        let model = Logistic::fit(&rows, RIDGE * NEWS, None);
        let information = information(&model, &rows);
        let mut level = OnlineIntercept::default();
        for example in window {
            level.learn(model.score(&example.facts.features()), example.advanced);
        }
        Ok(Self { model, information, level, rows: window.len() as u32 })
    }

    /// Moves the level by an outcome that has become known since the fit.
    pub fn learn(&mut self, example: &ReadinessExample) {
        self.level.learn(self.model.score(&example.facts.features()), example.advanced);
    }

    /// Readiness of a deal. Question: how likely does it advance within 30 days? Unit: probability; `n` is the
    /// number of rows it was learned from. It predicts, it does not say what to do.
    pub fn reading(&self, facts: &ReadinessFacts, now: Moment) -> Reading {
        let features = facts.features();
        let score = self.model.score(&features) + self.level.offset;
        let spread = Z_90 * self.deviation(&features);
        let ends = (logistic(score - spread), logistic(score + spread));
        reading(logistic(score), ends, self.rows, now, "readiness/1")
    }

    /// Standard deviation of the logit: that of the weights, and that of an intercept that keeps moving.
    fn deviation(&self, features: &[f64]) -> f64 {
        let mut x = vec![1.0];
        x.extend_from_slice(features);
        let solved = solve(self.information.clone(), x.clone());
        let weights: f64 = x.iter().zip(&solved).map(|(x, solved)| x * solved).sum();
        // Steps of this size around a still level have half of it as their variance, more when rows share outcomes.
        let moving = self.level.rate / (2.0 * NEWS);
        (weights.max(0.0) + moving).sqrt()
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
fn information(model: &Logistic, rows: &Examples) -> Vec<f64> {
    let size = FEATURES + 1;
    let mut information = vec![0.0; size * size];
    let mut means = [0.0; FEATURES];
    for index in 0..rows.len() {
        for (mean, x) in means.iter_mut().zip(rows.row(index)) {
            *mean += x / rows.len() as f64;
        }
    }
    let mut variances = [0.0; FEATURES];
    for index in 0..rows.len() {
        let row = rows.row(index);
        let probability = model.probability(row);
        let bend = rows.weights[index] * probability * (1.0 - probability);
        let x = |column: usize| if column == 0 { 1.0 } else { row[column - 1] };
        for left in 0..size {
            for right in 0..=left {
                information[left * size + right] += bend * x(left) * x(right);
            }
        }
        for (column, variance) in variances.iter_mut().enumerate() {
            *variance += (row[column] - means[column]).powi(2) / rows.len() as f64;
        }
    }
    for (column, variance) in variances.iter().enumerate() {
        // A feature that never varied has its standard deviation set to one, as in the fit.
        let variance = if *variance > 1e-12 { *variance } else { 1.0 };
        information[(column + 1) * (size + 1)] += RIDGE * NEWS * variance;
    }
    information
}
