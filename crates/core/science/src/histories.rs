use rapport_model::{Day, Moment, Touch};

use crate::fit;
use crate::logistic::{Examples, Logistic};
use crate::persistence::{FEATURES, HORIZON_DAYS, features};
use crate::priors::{PersistenceWeights, Priors};
use crate::state::{PairState, shows_both};

/// Inner cuts: 30, 60, ... days before now, so that what followed each is known.
const CUTS: i32 = 6;

/// The weight of an inner cut falls by this with each older one.
const AGING: f64 = 0.9;

/// Pseudo-observations that hold each weight to its default.
const STRENGTH: f64 = 30.0;

/// Outcomes of the rarer kind below which the defaults stay.
const FEWEST: usize = 30;

/// Fits the weights of persistence on what followed earlier cuts: features from before each cut with the priors
/// of that cut, outcomes from the 30 days after it. See docs/science/persistence.md.
pub(crate) fn persistence_weights(
    histories: &[Vec<(Touch, Day)>],
    now: Moment,
    default: PersistenceWeights,
) -> PersistenceWeights {
    let mut examples = Examples::new(FEATURES);
    for back in 1..=CUTS {
        let cut = now.plus_days(-HORIZON_DAYS * f64::from(back));
        let weight = AGING.powi(back - 1);
        add_cut(&mut examples, histories, cut, weight);
    }
    let positive = examples.outcomes.iter().filter(|outcome| **outcome).count();
    if positive.min(examples.len() - positive) < FEWEST {
        return default;
    }
    let model = Logistic::fit(&examples, STRENGTH, Some(&default.weights));
    let mut weights = default.weights;
    weights.copy_from_slice(&model.weights);
    PersistenceWeights { intercept: model.intercept, weights }
}

fn add_cut(examples: &mut Examples, histories: &[Vec<(Touch, Day)>], cut: Moment, weight: f64) {
    let states: Vec<PairState> = histories.iter().map(|history| PairState::as_of(history, cut)).collect();
    let defaults = Priors::default();
    let rhythm = fit::rhythm(states.iter(), cut, defaults.rhythm, fit::FEWEST);
    let priors = Priors { rhythm, ..defaults };
    let end = cut.plus_days(HORIZON_DAYS);
    for (state, history) in states.iter().zip(histories) {
        if state.contact_days == 0 {
            continue;
        }
        let row = features(state, &priors, cut, HORIZON_DAYS);
        let next = history.partition_point(|(touch, _)| touch.at <= cut);
        let followed = history[next..]
            .iter()
            .take_while(|(touch, _)| touch.at <= end)
            .any(|(touch, _)| shows_both(touch));
        examples.push(&row, followed, weight);
    }
}
