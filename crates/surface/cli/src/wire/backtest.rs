use std::collections::BTreeMap;

use rapport_science::backtest as science;
use serde::Serialize;

/// A measure of `rapport backtest` beside its baselines, and whether it meets its gate.
#[derive(Serialize)]
pub(crate) struct Evaluation<'a> {
    #[serde(flatten)]
    ours: Scores,
    base_rate: f64,
    baselines: BTreeMap<&'a str, Scores>,
    cases: u32,
    gate: &'a str,
    method: &'a str,
    passed: bool,
    task: &'a str,
}

impl<'a> From<&'a science::Evaluation> for Evaluation<'a> {
    fn from(evaluation: &'a science::Evaluation) -> Self {
        let baselines = evaluation.baselines.iter();
        Self {
            ours: Scores::from(&evaluation.ours),
            base_rate: evaluation.base_rate,
            baselines: baselines.map(|one| (one.name.as_str(), Scores::from(&one.scores))).collect(),
            cases: evaluation.cases,
            gate: &evaluation.gate,
            method: &evaluation.method,
            passed: evaluation.passed,
            task: &evaluation.task,
        }
    }
}

/// The measure that ranks Today, beside its baselines.
#[derive(Serialize)]
pub(crate) struct Report {
    #[serde(flatten)]
    ours: Scores,
    base_rate: f64,
    baselines: BTreeMap<&'static str, Scores>,
    pairs: u32,
}

impl From<&science::Report> for Report {
    fn from(report: &science::Report) -> Self {
        let baselines = [
            ("elapsed", &report.elapsed),
            ("contact_days", &report.count),
            ("logistic", &report.logistic),
            ("bg_nbd", &report.bgnbd),
        ];
        Self {
            ours: Scores::from(&report.ours),
            base_rate: report.base_rate,
            baselines: baselines.map(|(name, scores)| (name, Scores::from(scores))).into(),
            pairs: report.pairs,
        }
    }
}

#[derive(Serialize)]
struct Scores {
    auc: f64,
    average_precision: f64,
    brier: f64,
    ece: f64,
    log_loss: f64,
    precision_at_200: f64,
}

impl From<&science::Scores> for Scores {
    fn from(scores: &science::Scores) -> Self {
        Self {
            auc: scores.auc,
            average_precision: scores.average_precision,
            brier: scores.brier,
            ece: scores.ece,
            log_loss: scores.log_loss,
            precision_at_200: scores.precision_at_200,
        }
    }
}
