use rapport_app as app;
use rapport_model::Moment;
use serde::Serialize;
use uuid::Uuid;

use crate::error::refused;

/// A test of `rapport lean-back`.
#[derive(Serialize)]
pub(crate) struct LeanBack<'a> {
    id: Uuid,
    name: &'a str,
    address: &'a str,
    reason: &'a str,
    starts_at: Moment,
    ends_at: Moment,
    wait_days: Option<f64>,
    prior: f64,
    posterior: f64,
    outcome: Option<&'static str>,
    sentence: &'a str,
}

impl<'a> From<&'a app::LeanBackView> for LeanBack<'a> {
    fn from(test: &'a app::LeanBackView) -> Self {
        Self {
            id: test.id,
            name: &test.name,
            address: &test.address,
            reason: &test.reason,
            starts_at: test.starts_at,
            ends_at: test.ends_at,
            wait_days: test.wait_days,
            prior: test.prior,
            posterior: test.posterior,
            outcome: test.outcome.map(app::LeanBackOutcome::name),
            sentence: &test.sentence,
        }
    }
}

/// Whether a test can be begun, when none runs.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum LeanBackAnswer<'a> {
    Open { eligible: bool, proposal: LeanBackProposal<'a> },
    Refused { eligible: bool, code: &'static str, refused: String },
}

/// A test that can be begun.
#[derive(Serialize)]
pub(crate) struct LeanBackProposal<'a> {
    background: f64,
    longest_days: f64,
    prior: f64,
    rate: f64,
    reason: &'a str,
    shape: f64,
    wait_days: Option<f64>,
}

impl<'a> From<&'a Result<app::LeanBackProposal, app::Refusal>> for LeanBackAnswer<'a> {
    fn from(answer: &'a Result<app::LeanBackProposal, app::Refusal>) -> Self {
        match answer {
            Ok(app::LeanBackProposal { reason, plan }) => Self::Open {
                eligible: true,
                proposal: LeanBackProposal {
                    background: plan.background,
                    longest_days: plan.longest_days,
                    prior: plan.prior,
                    rate: plan.rate,
                    reason,
                    shape: plan.shape,
                    wait_days: plan.wait_days,
                },
            },
            Err(refusal) => {
                Self::Refused { eligible: false, code: refusal.code(), refused: refused(refusal) }
            }
        }
    }
}
