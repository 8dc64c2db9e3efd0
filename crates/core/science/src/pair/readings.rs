use rapport_model::{Measured, Moment};
use serde::{Deserialize, Serialize};

use crate::pair::measures::response::Response;
use crate::pair::measures::rhythm::Rhythm;
use crate::pair::priors::Priors;
use crate::pair::state::PairState;

/// Every measure of one pair at one moment, or why there is none yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Readings {
    /// The usual gap in days, and how unusual the present silence is.
    pub rhythm: Measured<Rhythm>,
    /// Recent contact days, worth half after 60 days.
    pub activation: Measured,
    /// The probability of contact within 30 days.
    pub persistence: Measured,
    /// Their share of the times one side began.
    pub initiation: Measured,
    /// The probability that they reply within seven days, and how fast.
    pub response: Measured<Response>,
    /// The probability that they write first within 30 days.
    pub inbound: Measured,
    /// The probability that the next attempt is answered.
    pub touch: Measured,
}

/// The readings of a pair as of `now`: the same state, priors and moment give the same readings.
pub fn readings(state: &PairState, priors: &Priors, now: Moment) -> Readings {
    Readings {
        rhythm: crate::pair::measures::rhythm::rhythm(state, priors, now),
        activation: crate::pair::measures::activation::activation(state, now),
        persistence: crate::pair::measures::persistence::persistence_reading(state, priors, now),
        initiation: crate::pair::measures::initiation::initiation(state, priors, now),
        response: crate::pair::measures::response::response(state, priors, now),
        inbound: crate::pair::measures::inbound::inbound(state, priors, now),
        touch: crate::pair::measures::attempts::next_attempt(state, priors, now),
    }
}
