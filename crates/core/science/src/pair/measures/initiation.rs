use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::pair::priors::Priors;
use crate::pair::state::PairState;
use crate::statistics::special_functions::{beta_below, beta_interval};

/// The least number of initiations from which a share is shown.
pub(crate) const MIN_INITIATIONS: u32 = 3;

/// Which side keeps the relationship going, as far as the interval allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Balance {
    /// Their share is above .7 over the whole interval.
    TheyDrive,
    /// Their share is within .3 and .7 over the whole interval.
    Balanced,
    /// Their share is below .3 over the whole interval.
    WeDrive,
    /// The interval is too wide to say.
    TooFewToTell,
}

impl Balance {
    /// What the interval of an initiation reading allows to say.
    pub fn of(reading: &Reading) -> Self {
        if reading.low > 0.7 {
            Self::TheyDrive
        } else if reading.high < 0.3 {
            Self::WeDrive
        } else if reading.low >= 0.3 && reading.high <= 0.7 {
            Self::Balanced
        } else {
            Self::TooFewToTell
        }
    }
}

/// Initiation balance of the pair. Question: of the times one side began after a quiet spell, how often was
/// it them? Unit: their share, by a Beta-binomial with a memory of about ten initiations.
/// Inbound support requests look like leaning in. See docs/science/initiation.md.
pub fn initiation(state: &PairState, priors: &Priors, now: Moment) -> Measured {
    if state.initiations < MIN_INITIATIONS {
        return Err(NotEnough::because(format!(
            "Balance needs three conversations begun after three quiet days; there {}.",
            so_far(state.initiations)
        )));
    }
    let (theirs, ours) = posterior(state, priors);
    let (low, high) = beta_interval(theirs, ours);
    Ok(Reading {
        value: theirs / (theirs + ours),
        low,
        high,
        n: state.initiations,
        as_of: now,
        method: "initiation/1".to_owned(),
        evidence: Vec::new(),
    })
}

/// The sentence of the reading, such as `You nearly always begin.`
pub(crate) fn sentence(reading: &Reading) -> String {
    let sentence = match Balance::of(reading) {
        Balance::TheyDrive => "{name} nearly always begins.",
        Balance::WeDrive => "You nearly always begin.",
        Balance::Balanced => "You and {name} begin about equally often.",
        Balance::TooFewToTell => {
            "After a silence {name} began {value} of the time; that is too open to say more."
        }
    };
    sentence.to_owned()
}

/// The probability that they initiate less than a third of the time.
pub fn probability_below_third(state: &PairState, priors: &Priors) -> f64 {
    let (theirs, ours) = posterior(state, priors);
    beta_below(theirs, ours, 1.0 / 3.0)
}

/// The posterior mean of their share, even where there is too little to show it.
pub(crate) fn share(state: &PairState, priors: &Priors) -> f64 {
    let (theirs, ours) = posterior(state, priors);
    theirs / (theirs + ours)
}

fn posterior(state: &PairState, priors: &Priors) -> (f64, f64) {
    (priors.initiation.theirs + state.began_theirs, priors.initiation.ours + state.began_ours)
}
