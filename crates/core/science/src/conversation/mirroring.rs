use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::statistics::proportion::reading;

/// The number of function-word categories; their lists are in `rapport_language::FUNCTION_WORDS`.
pub const CATEGORIES: usize = 9;

/// The least number of words of each side, and of partners, from which a reading is shown.
const MIN_WORDS: u32 = 200;
const MIN_PARTNERS: usize = 10;

/// The most partners that are compared; of more a sample is drawn.
const MAX_PARTNERS: usize = 200;

/// Added to each denominator, so that a category that nobody uses stays finite.
const FLOOR: f64 = 0.0001;

/// The 90 % quantile of Student's t with eight degrees of freedom: the categories are nine.
const T_90: f64 = 1.397;

/// The counts of function words of one speaker in one conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Style {
    /// The number of all words.
    pub words: u32,
    /// The number of words in each category.
    pub categories: [u32; CATEGORIES],
}

/// The use for which a reading is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Meant for the two people themselves, and not for ranking, alerts or targets.
    Diagnostic,
}

/// How alike two people use small words, beside what strangers would reach. See docs/science/mirroring.md.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mirroring {
    /// Language style matching, 0 to 1. `n` is the number of words of whoever used fewer.
    #[serde(flatten)]
    pub reading: Reading,
    /// It is always [`Purpose::Diagnostic`].
    pub purpose: Purpose,
    /// The mean matching of the same speaker with shuffled partners.
    pub by_strangers: f64,
    /// The share of shuffled partners who match at least as well: near one half is nothing, below .05 is more
    /// than chance.
    pub p_value: f64,
}

/// Language style matching of two speakers: the mean over categories of `1 - |p - q| / (p + q + .0001)`.
pub fn matching(left: &Style, right: &Style) -> f64 {
    each(left, right).iter().sum::<f64>() / CATEGORIES as f64
}

/// Mirroring of two speakers. Question: do you two use small words alike? Unit: similarity. `strangers` are
/// partners from other conversations; when they are many, `seed` says which are drawn. The interval treats the
/// categories as a sample.
pub fn mirroring(
    ours: &Style,
    theirs: &Style,
    strangers: &[Style],
    seed: u64,
    now: Moment,
) -> Measured<Mirroring> {
    let words = ours.words.min(theirs.words);
    if words < MIN_WORDS {
        return Err(NotEnough::because(format!(
            "Mirroring needs {MIN_WORDS} words of each side; there are {words} of one."
        )));
    }
    let mut others: Vec<&Style> = strangers.iter().filter(|other| other.words >= MIN_WORDS).collect();
    if others.len() < MIN_PARTNERS {
        return Err(NotEnough::because(format!(
            "Mirroring is told beside chance, which needs {MIN_PARTNERS} other partners; there {}.",
            so_far(others.len() as u32)
        )));
    }
    shuffle(&mut others, seed);
    others.truncate(MAX_PARTNERS);
    let found = matching(ours, theirs);
    let chance: Vec<f64> = others.iter().map(|other| matching(ours, other)).collect();
    let n = chance.len() as f64;
    let as_well = chance.iter().filter(|matching| **matching >= found).count() as f64;
    let categories = each(ours, theirs);
    let squares: f64 = categories.iter().map(|category| (category - found).powi(2)).sum();
    let spread = T_90 * (squares / (CATEGORIES * (CATEGORIES - 1)) as f64).sqrt();
    let ends = ((found - spread).max(0.0), (found + spread).min(1.0));
    Ok(Mirroring {
        reading: reading(found, ends, words, now, "mirroring/1"),
        purpose: Purpose::Diagnostic,
        by_strangers: chance.iter().sum::<f64>() / n,
        // The pair itself is one of the arrangements (Phipson and Smyth 2010).
        p_value: (as_well + 1.0) / (n + 1.0),
    })
}

fn each(left: &Style, right: &Style) -> [f64; CATEGORIES] {
    std::array::from_fn(|category| {
        let rate = |style: &Style| f64::from(style.categories[category]) / f64::from(style.words.max(1));
        let (p, q) = (rate(left), rate(right));
        1.0 - (p - q).abs() / (p + q + FLOOR)
    })
}

/// Fisher and Yates with the numbers of SplitMix64, so that the same seed draws the same partners.
fn shuffle<T>(all: &mut [T], seed: u64) {
    let mut state = seed;
    for last in (1..all.len()).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        all.swap(last, (bits % (last as u64 + 1)) as usize);
    }
}
