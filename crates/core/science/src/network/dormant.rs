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
/// How many ties are proposed to a seller in a week at most.
pub const MOST_A_WEEK: usize = 3;
/// With more days of contact than this a tie is of the comfortable kind.
const COMFORTABLE_DAYS: u32 = 5;

/// How many features the probability is made of.
pub(crate) const FEATURES: usize = 4;

/// What is known of a tie that has gone to sleep.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dormancy {
    /// Days of contact while it lasted, at least one.
    pub contact_days: u32,
    /// People with whom both have had contact in the last [`DORMANT_DAYS`].
    pub common_active: u32,
    /// Both sides have written or called.
    pub both_sides: bool,
    /// Days since the last contact.
    pub quiet_days: f64,
}

impl Dormancy {
    /// The dormancy of a pair: no contact for [`DORMANT_DAYS`], nor for as long as [`DORMANT_QUANTILE`] of its own
    /// gaps. A pair too new for a rhythm is measured by the days alone. Nothing while the tie is awake, and for a
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
    /// Of ln contact days, ln(1 + common active contacts), both sides, ln days of silence.
    pub weights: [f64; FEATURES],
}

impl Default for ReconnectionWeights {
    /// The defaults of docs/science/dormant.md.
    fn default() -> Self {
        Self { intercept: -0.8, weights: [0.65, 0.5, 0.15, -0.5] }
    }
}

impl ReconnectionWeights {
    /// Pseudo-observations that hold each weight to its default.
    pub(crate) const STRENGTH: f64 = 10.0;
    /// Outcomes of the rarer kind below which the defaults stay.
    pub(crate) const FEWEST: usize = 20;

    /// Fits on what became of dormant ties: what was known of each, whether it came back within the horizon, and
    /// its weight. Held to the defaults; they stay when there are too few of either outcome.
    pub fn fit(cases: &[(Dormancy, bool, f64)]) -> Self {
        Self::fit_towards(cases, Self::default())
    }

    pub(crate) fn fit_towards(cases: &[(Dormancy, bool, f64)], center: Self) -> Self {
        let returned = cases.iter().filter(|(_, returned, _)| *returned).count();
        if returned.min(cases.len() - returned) < Self::FEWEST {
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
/// What it learns from is who came back, whoever began; a touch of ours may do more or less.
/// See docs/science/dormant.md.
pub fn reconnection(dormancy: &Dormancy, weights: &ReconnectionWeights) -> f64 {
    logistic(linear(weights.intercept, &weights.weights, &dormancy.features()))
}

/// A dormant tie that could be proposed to a seller.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The probability of [`reconnection`].
    pub probability: f64,
    /// What the tie is worth, in any unit that is the same for all; 1 when nobody says.
    pub value: f64,
    /// Days of contact while it lasted.
    pub contact_days: u32,
    /// Common active contacts that the two did not share when they last spoke.
    pub new_in_common: u32,
}

impl Candidate {
    /// Probability times value times novelty, which is 1 + ln(1 + new common contacts).
    pub fn score(&self) -> f64 {
        self.probability * self.value * (1.0 + f64::from(self.new_in_common).ln_1p())
    }

    /// The two have spent much time together: safe to write to, and seldom news.
    pub fn is_comfortable(&self) -> bool {
        self.contact_days > COMFORTABLE_DAYS
    }
}

/// Which candidates to propose, by their places, the best first: at most `most`, and when there are two or more, at
/// least one that is not comfortable, as long as there is such a candidate. For a seller and a week `most` is
/// [`MOST_A_WEEK`] less what was proposed already.
pub fn choose(candidates: &[Candidate], most: usize) -> Vec<usize> {
    if most == 0 {
        return Vec::new();
    }
    let scores: Vec<f64> = candidates.iter().map(Candidate::score).collect();
    // Of equals the earlier comes first.
    let better = |one: &usize, other: &usize| scores[*other].total_cmp(&scores[*one]).then(one.cmp(other));
    let mut chosen: Vec<usize> = (0..candidates.len()).collect();
    if most < chosen.len() {
        chosen.select_nth_unstable_by(most, better);
        chosen.truncate(most);
    }
    chosen.sort_unstable_by(better);
    let is_fresh = |place: &usize| !candidates[*place].is_comfortable();
    if most > 1
        && !chosen.iter().any(is_fresh)
        && let Some(fresh) = (0..candidates.len()).filter(is_fresh).min_by(better)
    {
        chosen[most - 1] = fresh;
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
        assert_eq!(choose(&candidates, MOST_A_WEEK), [0, 2, 4]);
        assert_eq!(choose(&candidates, 1), [0]);
        assert_eq!(choose(&candidates[2..4], MOST_A_WEEK), [0, 1]);
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
            most in 0_usize..5,
        ) {
            let of = |(probability, contact_days, new_in_common)| {
                Candidate { probability, value: 1.0, contact_days, new_in_common }
            };
            let candidates: Vec<Candidate> = drawn.into_iter().map(of).collect();
            let chosen = choose(&candidates, most);
            prop_assert_eq!(chosen.len(), most.min(candidates.len()));
            let is_fresh = |place: &usize| !candidates[*place].is_comfortable();
            let any_fresh = (0..candidates.len()).any(|place| is_fresh(&place));
            prop_assert!(most < 2 || !any_fresh || chosen.iter().any(is_fresh));
            prop_assert!(chosen.windows(2).all(|two| candidates[two[0]].score() >= candidates[two[1]].score()));
        }
    }
}
