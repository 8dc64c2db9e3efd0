use rapport_model::{Measured, Moment, NotEnough, Reading};

use crate::not_enough::so_far;
use crate::pair::state::PairState;
use crate::statistics::special_functions::beta_interval;

/// The least number of touches from which it is shown: with fewer, the interval of an even pair is half of the scale
/// wide.
const MIN_TOUCHES: u32 = 8;

/// Reciprocity of the pair, by volume. Question: does about as much come from each of you?
/// Unit: their share of the touches, by a Beta of both counts, each a half ahead (Jeffreys).
///
/// Every touch counts once, whoever began and however long ago. See docs/science/reciprocity.md.
pub fn reciprocity(state: &PairState, now: Moment) -> Measured {
    let touches = state.sent + state.received;
    if touches < MIN_TOUCHES {
        return Err(NotEnough::because(format!(
            "Reciprocity needs eight touches of the two; there {}.",
            so_far(touches)
        )));
    }
    let (theirs, ours) = (f64::from(state.received) + 0.5, f64::from(state.sent) + 0.5);
    let (low, high) = beta_interval(theirs, ours);
    Ok(Reading {
        value: theirs / (theirs + ours),
        low,
        high,
        n: touches,
        as_of: now,
        method: "reciprocity/1".to_owned(),
        evidence: Vec::new(),
    })
}

/// The sentence of the reading, such as `More comes from you: 23 % of what passed between you is theirs.`
pub(crate) fn sentence(reading: &Reading) -> String {
    let sentence = if reading.low >= 1.0 / 3.0 && reading.high <= 2.0 / 3.0 {
        "About as much comes from {name} as from you."
    } else if reading.high < 0.5 {
        "More comes from you: of all that passed between you, {value} is theirs."
    } else if reading.low > 0.5 {
        "More comes from {name}: of all that passed between you, {value} is theirs."
    } else {
        "Of all that passed between you, {value} came from {name}; that is too open to say who does more."
    };
    sentence.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_no_more_than_the_interval() {
        let said = |sent: u32, received: u32| {
            let state = PairState { sent, received, ..PairState::default() };
            sentence(&reciprocity(&state, Moment::default()).unwrap()).chars().take(22).collect::<String>()
        };
        assert_eq!(said(60, 50), "About as much comes fr");
        assert_eq!(said(30, 10), "More comes from you: o");
        assert_eq!(said(10, 30), "More comes from {name}");
        assert_eq!(said(4, 4), "Of all that passed bet");
    }
}
