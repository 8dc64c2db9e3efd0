use rapport_model::{Day, Moment, Side, Touch};

use crate::fit::pairs;
use crate::pair::measures::{inbound, persistence};
use crate::pair::priors::{FEATURES, INBOUND_FEATURES, InboundPrior, PersistenceWeights, Priors};
use crate::pair::state::PairState;
use crate::pair::state::never::NEVER;
use crate::statistics::logistic_regression::{Examples, Logistic};

/// The number of inner cuts. They lie one, two, ... horizons before now, so that what followed each is known.
const CUTS: i32 = 6;

/// Each inner cut weighs this much of the next newer one.
const AGING: f64 = 0.6;

/// The weight of each default, in pseudo-observations.
const STRENGTH: f64 = 30.0;

/// The least number of outcomes of the rarer kind from which weights are fitted.
const FEWEST: usize = 30;

/// Fits the weights of persistence and of inbound on what followed earlier cuts: features from before each cut
/// with the rhythm of that cut, outcomes from the horizon after it. See docs/science/persistence.md and inbound.md.
pub(crate) fn fit_weights(histories: &[Vec<(Touch, Day)>], now: Moment, horizon: f64, priors: &mut Priors) {
    let mut persistence = Examples::new(FEATURES);
    let mut inbound = Examples::new(INBOUND_FEATURES);
    for back in 1..=CUTS {
        let cut = now.plus_days(-horizon * f64::from(back));
        let weight = AGING.powi(back - 1);
        for example in Cut::of(histories, cut, horizon, priors) {
            if let Some(row) = example.persistence {
                persistence.push(&row, example.contact, weight);
            }
            inbound.push(&example.inbound, example.they_begin, weight);
        }
    }
    if let Some((intercept, weights)) = fitted(&persistence, &priors.persistence.weights) {
        priors.persistence = PersistenceWeights { intercept, weights };
    }
    if let Some((intercept, weights)) = fitted(&inbound, &priors.inbound.weights) {
        priors.inbound = InboundPrior { intercept, weights, ..priors.inbound };
    }
}

/// The weights, held to their defaults; none when there are too few outcomes of the rarer kind.
fn fitted<const N: usize>(examples: &Examples, default: &[f64; N]) -> Option<(f64, [f64; N])> {
    let positive = examples.outcomes.iter().filter(|outcome| **outcome).count();
    if positive.min(examples.len() - positive) < FEWEST {
        return None;
    }
    let model = Logistic::fit(examples, STRENGTH, Some(default));
    let mut weights = *default;
    weights.copy_from_slice(&model.weights);
    Some((model.intercept, weights))
}

/// Whether a history in time order shows both sides after `cut`, not later than `end`.
pub(crate) fn has_contact(history: &[(Touch, Day)], cut: Moment, end: Moment) -> bool {
    after(history, cut, end).any(Touch::shows_both)
}

/// The touches after `cut`, not later than `end`.
fn after(history: &[(Touch, Day)], cut: Moment, end: Moment) -> impl Iterator<Item = &Touch> {
    let next = history.partition_point(|(touch, _)| touch.at <= cut);
    history[next..].iter().map(|(touch, _)| touch).take_while(move |touch| touch.at <= end)
}

/// One pair at one cut, and what followed.
struct Cut {
    persistence: Option<[f64; FEATURES]>,
    inbound: [f64; INBOUND_FEATURES],
    contact: bool,
    they_begin: bool,
}

impl Cut {
    fn of(histories: &[Vec<(Touch, Day)>], cut: Moment, horizon: f64, priors: &Priors) -> Vec<Self> {
        let states: Vec<PairState> = histories.iter().map(|history| PairState::as_of(history, cut)).collect();
        let rhythm = pairs::rhythm(states.iter(), cut, Priors::default().rhythm, pairs::FEWEST);
        let priors = Priors { rhythm, ..priors.clone() };
        let end = cut.plus_days(horizon);
        let pairs = states.iter().zip(histories).filter(|(state, _)| state.last_touch != NEVER);
        let example = |(state, history): (&PairState, &Vec<(Touch, Day)>)| {
            let first = after(history, cut, end).next();
            Self {
                persistence: (state.contact_days > 0)
                    .then(|| persistence::features(state, &priors, cut, horizon)),
                inbound: inbound::features(state, &priors, cut, horizon),
                contact: has_contact(history, cut, end),
                they_begin: first.is_some_and(|touch| touch.side == Side::Theirs),
            }
        };
        pairs.map(example).collect()
    }
}
