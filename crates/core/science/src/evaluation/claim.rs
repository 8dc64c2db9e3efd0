use serde::{Deserialize, Serialize};

use crate::evaluation::scores::Scores;

/// How a measure did against its mandatory baselines on one log. See docs/science/backtest.md.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The measure and its version, such as `inbound/1`.
    pub method: String,
    /// What was predicted, in one sentence.
    pub task: String,
    /// The number of cases that were predicted.
    pub cases: u32,
    /// The proportion of them in which it happened.
    pub base_rate: f64,
    /// The scores of the measure.
    pub ours: Scores,
    /// The baselines, simplest first; the first is the base rate known at the time.
    pub baselines: Vec<Baseline>,
    /// The condition that the measure has to meet on this task, in one sentence.
    pub gate: String,
    /// Whether it is met here. A measure that fails is shown as a description and never ranks.
    pub passed: bool,
}

/// A simple way of predicting the same, and how it did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// The name of its method.
    pub name: String,
    /// Its scores on the same cases.
    pub scores: Scores,
}

/// What is claimed of a measure on a task.
pub(crate) struct Claim<'a> {
    pub method: &'a str,
    pub task: &'a str,
    pub gate: &'a str,
    pub holds: fn(&Scores, &[Baseline]) -> bool,
}

/// No worse than any baseline on a score of which less is better.
pub(crate) fn is_least(ours: &Scores, baselines: &[Baseline], of: fn(&Scores) -> f64) -> bool {
    baselines.iter().all(|baseline| of(ours) <= of(&baseline.scores))
}

impl Baseline {
    /// Scores the probabilities of a baseline.
    pub(crate) fn of(name: &str, probabilities: &[f64], outcomes: &[bool]) -> Self {
        Self { name: name.to_owned(), scores: Scores::of(probabilities, outcomes) }
    }
}

impl Evaluation {
    /// Scores a measure and its baselines on the same cases, and holds it to its gate.
    pub(crate) fn of(
        claim: &Claim<'_>,
        probabilities: &[f64],
        outcomes: &[bool],
        baselines: Vec<Baseline>,
    ) -> Self {
        let ours = Scores::of(probabilities, outcomes);
        Self {
            method: claim.method.to_owned(),
            task: claim.task.to_owned(),
            cases: outcomes.len() as u32,
            base_rate: outcomes.iter().filter(|outcome| **outcome).count() as f64 / outcomes.len() as f64,
            gate: claim.gate.to_owned(),
            passed: (claim.holds)(&ours, &baselines),
            ours,
            baselines,
        }
    }

    /// The scores of the baseline of this name; `None` when there is no such baseline.
    pub fn baseline(&self, name: &str) -> Option<&Scores> {
        self.baselines.iter().find(|baseline| baseline.name == name).map(|baseline| &baseline.scores)
    }
}
