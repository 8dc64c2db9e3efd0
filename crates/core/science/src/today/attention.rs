//! The daily budget of attention: the expected value of a suggestion, the weight of a lane, and exploration. See
//! docs/science/attention.md.

use serde::{Deserialize, Serialize};

use crate::pair::state::PairState;

/// The probability of contact at which a tie worth keeping is held: the floor of the first bucket.
pub const FLOOR: f64 = 0.7;

/// The share of suggestions that are drawn at random among those below the cut, so that what a suggestion changes can
/// be estimated.
pub const EXPLORATION: f64 = 0.07;

/// Days for which a person who was suggested does not come up again, unless they wait for us.
pub const ONCE_IN_DAYS: i32 = 14;

/// The value of a relationship, 0 to 1, from its number of contact days: many say that it is worth keeping.
pub fn worth(state: &PairState) -> f64 {
    let days = f64::from(state.contact_days());
    days / (days + 4.0)
}

/// The expected value of staying close: `worth` times what the probability of contact falls short of [`FLOOR`], for a
/// tie that has not ended. It stands in for the uplift of a touch, which is unknown at first.
pub fn value_of_staying_close(worth: f64, alive: f64, chance: f64) -> f64 {
    worth * alive * (0.1 + 0.9 * (FLOOR - chance).max(0.0) / FLOOR)
}

/// The expected value of a lean-back test: highest where it is open whether they lean in.
pub fn value_of_leaning_back(worth: f64, leaning: f64) -> f64 {
    2.0 * worth * leaning * (1.0 - leaning)
}

/// What members did with the suggestions of one lane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaneRecord {
    /// The number of suggestions on past days.
    pub shown: u32,
    /// The number of these that were acted on.
    pub done: u32,
    /// The number of these that were dismissed.
    pub dismissed: u32,
}

/// The weight of the rate of all lanes for each of them, in suggestions.
const LANE_STRENGTH: f64 = 20.0;

/// The weight of a lane, between a half and twice: how often its suggestions are acted on, against those of all lanes
/// and shrunk towards them. A dismissal counts against it.
pub fn lane_weight(lane: LaneRecord, all: LaneRecord) -> f64 {
    let rate = |record: LaneRecord, prior: f64| {
        let good = f64::from(record.done.saturating_sub(record.dismissed));
        (LANE_STRENGTH * prior + good) / (LANE_STRENGTH + f64::from(record.shown))
    };
    let overall = rate(all, 0.3);
    (rate(lane, overall) / overall).clamp(0.5, 2.0)
}

/// What is left of a person's value after so many recent dismissals: half for each.
pub fn after_dismissals(dismissals: u32) -> f64 {
    0.5_f64.powi(dismissals.min(20) as i32)
}

/// A pseudo-random number in 0..1 that is a function of a seed and an index, so that it can be repeated.
pub fn pseudo_random(seed: u64, place: u64) -> f64 {
    // SplitMix64 (Steele, Lea, Flood 2014).
    let mut bits = seed.wrapping_add(place.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_earn_their_weight_slowly_and_within_bounds() {
        let all = LaneRecord { shown: 100, done: 30, dismissed: 0 };
        let even = lane_weight(LaneRecord { shown: 50, done: 15, dismissed: 0 }, all);
        assert!((even - 1.0).abs() < 0.01);
        assert!((lane_weight(LaneRecord::default(), all) - 1.0).abs() < 1e-12);
        let disliked = lane_weight(LaneRecord { shown: 40, done: 2, dismissed: 10 }, all);
        let liked = lane_weight(LaneRecord { shown: 40, done: 30, dismissed: 0 }, all);
        assert!((0.5..0.7).contains(&disliked) && (1.5..=2.0).contains(&liked), "{disliked} {liked}");
        assert!(lane_weight(LaneRecord { shown: 1, done: 0, dismissed: 1 }, all) > 0.9);
    }

    #[test]
    fn the_lot_is_even_and_repeats() {
        let lots: Vec<f64> = (0..10_000).map(|place| pseudo_random(42, place)).collect();
        let below = lots.iter().filter(|pseudo_random| **pseudo_random < EXPLORATION).count();
        assert!((600..800).contains(&below));
        assert!(lots.iter().all(|pseudo_random| (0.0..1.0).contains(pseudo_random)));
        assert!(
            (pseudo_random(42, 3) - lots[3]).abs() < f64::EPSILON
                && (pseudo_random(43, 3) - lots[3]).abs() > 1e-12
        );
    }

    #[test]
    fn a_test_is_worth_most_when_the_odds_are_even_and_a_tie_when_its_chance_is_low() {
        assert!(value_of_leaning_back(0.8, 0.5) > value_of_leaning_back(0.8, 0.9));
        assert!(value_of_staying_close(0.8, 0.9, 0.2) > value_of_staying_close(0.8, 0.9, 0.6));
        assert!(value_of_staying_close(0.8, 0.9, 0.9) > 0.0);
    }
}
