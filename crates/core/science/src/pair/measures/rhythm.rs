use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::pair::priors::{Priors, RhythmPrior};
use crate::pair::state::PairState;
use crate::statistics::special_functions::{Z_80, Z_90, normal_tail};

/// The least number of contact days from which a rhythm is shown.
pub(crate) const MIN_CONTACT_DAYS: u32 = 3;

/// A silence beyond this quantile of their own gaps is unusual.
pub const UNUSUAL: f64 = 0.80;
/// A silence beyond this quantile of their own gaps is very unusual.
pub const VERY_UNUSUAL: f64 = 0.95;

/// The pair's own rhythm and how the present silence compares with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rhythm {
    /// The usual (median) gap between contact days, in days; `n` is the number of contact days.
    #[serde(flatten)]
    pub reading: Reading,
    /// The median gap between contact days, in days; the value of `reading`.
    pub usual_gap_days: f64,
    /// Days since the last contact.
    pub quiet_days: f64,
    /// The quantile of the present silence among the pair's own gaps, 0 to 1: the probability that a gap is shorter.
    pub silence_quantile: f64,
    /// When four of five of their gaps would be over.
    pub usual_by: Moment,
    /// The probability that the tie has not ended, 0 to 1. It explains the silence and never ranks.
    pub alive: f64,
}

impl Rhythm {
    /// Whether the silence is longer than four of five of their gaps.
    pub fn is_unusual(&self) -> bool {
        self.silence_quantile >= UNUSUAL
    }

    /// Whether the silence is longer than 95 % of their gaps.
    pub fn is_very_unusual(&self) -> bool {
        self.silence_quantile >= VERY_UNUSUAL
    }
}

/// Rhythm of the pair. Question: how often do these two usually speak, and is this silence long for them?
/// Unit: days between contact days.
///
/// A log-normal renewal process with dropout, each pair shrunk towards the workspace. Holidays and seasons
/// are not modelled. See docs/science/rhythm.md.
pub fn rhythm(state: &PairState, priors: &Priors, now: Moment) -> Measured<Rhythm> {
    if state.contact_days < MIN_CONTACT_DAYS {
        return Err(NotEnough::because(format!(
            "Rhythm needs three days of contact; there {}.",
            so_far(state.contact_days)
        )));
    }
    let gaps = Gaps::of(state, &priors.rhythm);
    let quiet_days = state.quiet_days(now);
    let usual_gap_days = gaps.mean_ln.exp();
    let reading = Reading {
        value: usual_gap_days,
        low: (gaps.mean_ln - Z_90 * gaps.deviation).exp(),
        high: (gaps.mean_ln + Z_90 * gaps.deviation).exp(),
        n: state.contact_days,
        as_of: now,
        method: "rhythm/1".to_owned(),
        evidence: Vec::new(),
    };
    Ok(Rhythm {
        reading,
        usual_gap_days,
        quiet_days,
        silence_quantile: 1.0 - gaps.survival_alive(quiet_days),
        usual_by: state.last_contact.plus_days((gaps.mean_ln + gaps.spread * Z_80).exp()),
        alive: gaps.alive(quiet_days),
    })
}

/// The predictive distribution of the next gap of one pair.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gaps {
    /// Posterior mean of the pair's mean ln gap (mu_n).
    pub mean_ln: f64,
    /// Posterior standard deviation of that mean.
    pub deviation: f64,
    /// Predictive standard deviation of the next ln gap (s_n).
    pub spread: f64,
    /// Probability that the tie ended with the last contact (pi_n).
    pub dropout: f64,
}

impl Gaps {
    pub fn of(state: &PairState, prior: &RhythmPrior) -> Self {
        let n = f64::from(state.gaps());
        let strength = (prior.within / prior.between).powi(2);
        let weight = strength + n;
        Self {
            mean_ln: (strength * prior.median_ln + state.gap_ln) / weight,
            deviation: prior.within / weight.sqrt(),
            spread: prior.within * (1.0 + 1.0 / weight).sqrt(),
            dropout: prior.ended / (prior.ended + prior.survived + n),
        }
    }

    /// P(the next gap exceeds `days`), given that there is one.
    pub fn survival_alive(&self, days: f64) -> f64 {
        if days <= 0.0 { 1.0 } else { normal_tail((days.ln() - self.mean_ln) / self.spread) }
    }

    /// P(no contact within `days` of the last one).
    pub fn survival(&self, days: f64) -> f64 {
        self.dropout + (1.0 - self.dropout) * self.survival_alive(days)
    }

    /// P(the tie has not ended | `days` of silence).
    pub fn alive(&self, days: f64) -> f64 {
        (1.0 - self.dropout) * self.survival_alive(days) / self.survival(days)
    }

    /// P(contact within `horizon` days | `days` of silence).
    pub fn contact_within(&self, horizon: f64, days: f64) -> f64 {
        1.0 - self.survival(days + horizon) / self.survival(days)
    }
}
