use rapport_model::{Day, Measured, Moment, NotEnough, Touch};
use serde::{Deserialize, Serialize};

use crate::evaluation::scores::base_rate;
use crate::fit::weights::has_contact;
use crate::pair::measures::persistence::persistence;
use crate::pair::measures::rhythm::MIN_CONTACT_DAYS;
use crate::pair::priors::{HORIZON_DAYS, Priors};
use crate::pair::state::PairState;
use crate::statistics::special_functions::beta_interval;

/// Past moments that are looked at, 30 days apart.
pub const PAST_CUTS: usize = 6;
const BINS: usize = 10;
/// The least number of predictions from which the reliability is shown.
const FEWEST: u32 = 50;

/// How often the probability of contact within 30 days was right in this workspace, as of past days.
/// See docs/science/persistence.md.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// The moment for which it was computed.
    pub as_of: Moment,
    /// The number of past moments that were looked at.
    pub cuts: u32,
    /// The number of predictions that were compared with what happened.
    pub n: u32,
    /// Ten bins of equal width, from the lowest probabilities.
    pub bins: Vec<ReliabilityBin>,
    /// The mean squared error of the probability, 0 to 1; less is better.
    pub brier: f64,
    /// The Brier score of predicting for everybody the proportion that came true a horizon earlier.
    pub base_brier: f64,
}

/// Predictions of about the same probability, and how many came true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// The number of predictions in the bin.
    pub n: u32,
    /// The mean of their probabilities.
    pub predicted: f64,
    /// The proportion that came true.
    pub happened: f64,
    /// The lower end of the 80 % interval of that proportion (Jeffreys).
    pub low: f64,
    /// The upper end of that interval.
    pub high: f64,
}

/// One prediction of a past moment, and what happened.
struct Case {
    probability: f64,
    outcome: bool,
}

/// Looks back: priors and states as they were at each of six moments, 30 days apart, and what happened in
/// the 30 days after it, for pairs with three contact days.
pub fn reliability(histories: &[Vec<(Touch, Day)>], now: Moment) -> Measured<Reliability> {
    let cut = |back: usize| now.plus_days(-HORIZON_DAYS * back as f64);
    let (mut bins, mut squared, mut squared_base) = ([(0_u32, 0.0, 0_u32); BINS], 0.0, 0.0);
    let (mut cuts, mut total) = (0, 0);
    let mut base = base_rate(outcomes(histories, cut(PAST_CUTS + 1)));
    for back in (1..=PAST_CUTS).rev() {
        let cases = cases(histories, cut(back));
        if cases.is_empty() {
            continue;
        }
        cuts += 1;
        for case in &cases {
            let y = f64::from(u8::from(case.outcome));
            squared += (case.probability - y).powi(2);
            squared_base += (base - y).powi(2);
            let bin = &mut bins[((case.probability * BINS as f64) as usize).min(BINS - 1)];
            bin.0 += 1;
            bin.1 += case.probability;
            bin.2 += u32::from(case.outcome);
        }
        total += cases.len() as u32;
        base = base_rate(cases.iter().map(|case| case.outcome));
    }
    if total < FEWEST {
        return Err(NotEnough::because(format!(
            "It takes {FEWEST} past predictions to say how often they were right; there are {total} so far."
        )));
    }
    let bin = |(n, sum, happened): (u32, f64, u32)| {
        let (n_, happened) = (f64::from(n.max(1)), f64::from(happened));
        let (low, high) = beta_interval(happened + 0.5, f64::from(n) - happened + 0.5);
        ReliabilityBin { n, predicted: sum / n_, happened: happened / n_, low, high }
    };
    let n = f64::from(total);
    Ok(Reliability {
        as_of: now,
        cuts,
        n: total,
        bins: bins.into_iter().map(bin).collect(),
        brier: squared / n,
        base_brier: squared_base / n,
    })
}

fn before(history: &[(Touch, Day)], cut: Moment) -> &[(Touch, Day)] {
    &history[..history.partition_point(|(touch, _)| touch.at <= cut)]
}

fn happened(history: &[(Touch, Day)], cut: Moment) -> bool {
    has_contact(history, cut, cut.plus_days(HORIZON_DAYS))
}

fn cases(histories: &[Vec<(Touch, Day)>], cut: Moment) -> Vec<Case> {
    let known: Vec<Vec<(Touch, Day)>> = histories
        .iter()
        .map(|history| before(history, cut).to_vec())
        .filter(|history| !history.is_empty())
        .collect();
    let priors = Priors::fit_from_histories(&known, cut);
    let case = |history: &Vec<(Touch, Day)>| {
        let state = PairState::as_of(history, cut);
        (state.contact_days >= MIN_CONTACT_DAYS)
            .then(|| Case { probability: persistence(&state, &priors, cut), outcome: happened(history, cut) })
    };
    histories.iter().filter_map(case).collect()
}

fn outcomes(histories: &[Vec<(Touch, Day)>], cut: Moment) -> Vec<bool> {
    let eligible =
        |history: &&Vec<(Touch, Day)>| PairState::as_of(history, cut).contact_days >= MIN_CONTACT_DAYS;
    histories.iter().filter(eligible).map(|history| happened(history, cut)).collect()
}
