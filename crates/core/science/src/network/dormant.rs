use rapport_model::Moment;
use serde::{Deserialize, Serialize};

use crate::pair::measures::rhythm::rhythm;
use crate::pair::priors::Priors;
use crate::pair::state::PairState;
use crate::statistics::logistic_regression::{Examples, Logistic, linear};
use crate::statistics::special_functions::logistic;

/// The shortest silence that makes a tie dormant, in days.
pub const DORMANT_DAYS: f64 = 90.0;
/// The quantile of the pair's own gaps that the silence must reach.
pub const DORMANT_QUANTILE: f64 = 0.99;
/// The horizon of reconnection, in days.
pub const RECONNECTION_DAYS: f64 = 60.0;
/// The maximum number of ties that are proposed to a seller in a week.
pub const MAX_A_WEEK: usize = 3;
/// The number of days with contact above which a tie is comfortable.
const COMFORTABLE_DAYS: u32 = 5;

/// The number of features of the logistic of reconnection.
pub(crate) const FEATURES: usize = 4;

/// The facts about a dormant tie that its reconnection is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dormancy {
    /// The number of days with contact, at least one.
    pub contact_days: u32,
    /// The number of people with whom both had contact in the last [`DORMANT_DAYS`].
    pub common_active: u32,
    /// Whether both sides have written or called.
    pub both_sides: bool,
    /// Days since the last contact.
    pub quiet_days: f64,
}

impl Dormancy {
    /// The dormancy of a pair: no contact for [`DORMANT_DAYS`], nor for as long as [`DORMANT_QUANTILE`] of its own
    /// gaps. A pair too new for a rhythm is measured by the days alone. `None` for a tie that is not dormant, and for a
    /// pair that never had contact.
    pub fn of(state: &PairState, priors: &Priors, now: Moment, common_active: u32) -> Option<Self> {
        let quiet_days = state.quiet_days(now);
        if state.contact_days() == 0 || quiet_days < DORMANT_DAYS {
            return None;
        }
        if rhythm(state, priors, now).is_ok_and(|rhythm| rhythm.silence_quantile < DORMANT_QUANTILE) {
            return None;
        }
        Some(Self {
            contact_days: state.contact_days(),
            common_active,
            both_sides: state.sent() > 0 && state.received() > 0,
            quiet_days,
        })
    }

    fn features(&self) -> [f64; FEATURES] {
        [
            f64::from(self.contact_days.max(1)).ln(),
            f64::from(self.common_active).ln_1p(),
            f64::from(u8::from(self.both_sides)),
            self.quiet_days.max(1.0).ln(),
        ]
    }
}

/// Weights of the logistic of reconnection.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReconnectionWeights {
    /// The intercept.
    pub intercept: f64,
    /// The weights of ln contact days, ln(1 + common active contacts), both sides (0 or 1), and ln days of silence.
    pub weights: [f64; FEATURES],
}

impl Default for ReconnectionWeights {
    /// The defaults of docs/science/dormant.md.
    fn default() -> Self {
        Self { intercept: -0.8, weights: [0.65, 0.5, 0.15, -0.5] }
    }
}

impl ReconnectionWeights {
    /// The strength of the prior at the default of each weight, in pseudo-observations.
    pub(crate) const STRENGTH: f64 = 10.0;
    /// The minimum number of outcomes of the rarer kind for a fit; with fewer, the defaults are used.
    pub(crate) const MIN_OUTCOMES: usize = 20;

    /// Fits the weights on dormant ties of the past: the facts about each, whether it had contact within the horizon,
    /// and its weight. The prior is at the defaults, which are returned when there are too few cases of either outcome.
    pub fn fit(cases: &[(Dormancy, bool, f64)]) -> Self {
        Self::fit_towards(cases, Self::default())
    }

    pub(crate) fn fit_towards(cases: &[(Dormancy, bool, f64)], center: Self) -> Self {
        let returned = cases.iter().filter(|(_, returned, _)| *returned).count();
        if returned.min(cases.len() - returned) < Self::MIN_OUTCOMES {
            return center;
        }
        let mut examples = Examples::new(FEATURES);
        for (dormancy, returned, weight) in cases {
            examples.push(&dormancy.features(), *returned, *weight);
        }
        let model = Logistic::fit(&examples, Self::STRENGTH, Some(&center.weights));
        let mut weights = center.weights;
        weights.copy_from_slice(&model.weights);
        Self { intercept: model.intercept, weights }
    }
}

/// Reconnection of a dormant tie. Question: which silent ties are likely to come back?
/// Unit: probability of contact within 60 days.
///
/// It is fitted on ties that had contact again, whoever began. A touch of ours may have more effect or less.
/// See docs/science/dormant.md.
pub fn reconnection(dormancy: &Dormancy, weights: &ReconnectionWeights) -> f64 {
    logistic(linear(weights.intercept, &weights.weights, &dormancy.features()))
}

/// A dormant tie that could be proposed to a seller.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The probability of [`reconnection`].
    pub probability: f64,
    /// The value of the tie, in any unit that is the same for all candidates; 1 when it is unknown.
    pub value: f64,
    /// The number of days with contact.
    pub contact_days: u32,
    /// The number of common active contacts that the two did not have in common at their last contact.
    pub new_in_common: u32,
}

impl Candidate {
    /// Probability times value times novelty, which is 1 + ln(1 + new common contacts).
    pub fn score(&self) -> f64 {
        self.probability * self.value * (1.0 + f64::from(self.new_in_common).ln_1p())
    }

    /// Whether the two had much contact. Such a tie is easy to write to, and seldom has news.
    pub fn is_comfortable(&self) -> bool {
        self.contact_days > COMFORTABLE_DAYS
    }
}

/// The indexes of the candidates to propose, the best first, at most `limit`. When `limit` is 2 or more, at least one of
/// them is not comfortable, if there is such a candidate. For a seller and a week, `limit` is [`MAX_A_WEEK`] less the
/// number that was already proposed.
pub fn choose(candidates: &[Candidate], limit: usize) -> Vec<usize> {
    if limit == 0 {
        return Vec::new();
    }
    let scores: Vec<f64> = candidates.iter().map(Candidate::score).collect();
    // Candidates with equal scores keep their order.
    let better = |one: &usize, other: &usize| scores[*other].total_cmp(&scores[*one]).then(one.cmp(other));
    let mut chosen: Vec<usize> = (0..candidates.len()).collect();
    if limit < chosen.len() {
        chosen.select_nth_unstable_by(limit, better);
        chosen.truncate(limit);
    }
    chosen.sort_unstable_by(better);
    let is_fresh = |place: &usize| !candidates[*place].is_comfortable();
    if limit > 1
        && !chosen.iter().any(is_fresh)
        && let Some(fresh) = (0..candidates.len()).filter(is_fresh).min_by(better)
    {
        chosen[limit - 1] = fresh;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidate(probability: f64, contact_days: u32) -> Candidate {
        Candidate { probability, value: 1.0, contact_days, new_in_common: 0 }
    }

    #[test]
    fn one_of_the_week_is_not_of_the_comfortable_kind() {
        let candidates =
            [candidate(0.9, 40), candidate(0.1, 2), candidate(0.8, 20), candidate(0.7, 9), candidate(0.2, 5)];
        assert_eq!(choose(&candidates, MAX_A_WEEK), [0, 2, 4]);
        assert_eq!(choose(&candidates, 1), [0]);
        assert_eq!(choose(&candidates[2..4], MAX_A_WEEK), [0, 1]);
        assert_eq!(choose(&candidates, 0), [0_usize; 0]);
    }

    #[test]
    fn novelty_and_value_count() {
        let plain = candidate(0.3, 9);
        assert!((plain.score() - 0.3).abs() < 1e-12);
        let fresh = Candidate { new_in_common: 2, value: 2.0, ..plain };
        assert!((fresh.score() - 0.6 * (1.0 + 3_f64.ln())).abs() < 1e-12);
    }

    #[test]
    fn few_outcomes_leave_the_defaults() {
        let dormancy = Dormancy { contact_days: 4, common_active: 1, both_sides: true, quiet_days: 100.0 };
        let cases: Vec<_> = (0..300).map(|index| (dormancy, index % 20 == 0, 1.0)).collect();
        assert_eq!(ReconnectionWeights::fit(&cases), ReconnectionWeights::default());
    }

    #[test]
    fn a_fit_finds_that_common_contacts_bring_ties_back() {
        let mut cases = Vec::new();
        for index in 0..2_000_u32 {
            let common_active = index % 4;
            let returned = index / 4 % 10 < 1 + 2 * common_active;
            let dormancy = Dormancy { contact_days: 3, common_active, both_sides: false, quiet_days: 120.0 };
            cases.push((dormancy, returned, 1.0));
        }
        let weights = ReconnectionWeights::fit(&cases);
        let with = |common_active| {
            let dormancy = Dormancy { contact_days: 3, common_active, both_sides: false, quiet_days: 120.0 };
            reconnection(&dormancy, &weights)
        };
        assert!((with(0) - 0.1).abs() < 0.05 && (with(3) - 0.7).abs() < 0.07, "{} {}", with(0), with(3));
    }

    proptest! {
        #[test]
        fn a_choice_keeps_its_promises(
            drawn in prop::collection::vec((0.0_f64..1.0, 1_u32..12, 0_u32..3), 0..12),
            limit in 0_usize..5,
        ) {
            let of = |(probability, contact_days, new_in_common)| {
                Candidate { probability, value: 1.0, contact_days, new_in_common }
            };
            let candidates: Vec<Candidate> = drawn.into_iter().map(of).collect();
            let chosen = choose(&candidates, limit);
            prop_assert_eq!(chosen.len(), limit.min(candidates.len()));
            let is_fresh = |place: &usize| !candidates[*place].is_comfortable();
            let any_fresh = (0..candidates.len()).any(|place| is_fresh(&place));
            prop_assert!(limit < 2 || !any_fresh || chosen.iter().any(is_fresh));
            prop_assert!(chosen.windows(2).all(|two| candidates[two[0]].score() >= candidates[two[1]].score()));
        }
    }
}
