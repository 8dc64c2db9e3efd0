use rapport_model::{Channel, Measured, Moment, NotEnough, Reading, Side};
use serde::{Deserialize, Serialize};

use crate::not_enough::so_far;
use crate::statistics::proportion::{JEFFREYS, interval, proportion, reading};

/// The range of their share of the words within which an exchange is two-sided.
const EVEN: std::ops::RangeInclusive<f64> = 0.3..=0.7;

/// The least number of changes of speaker in a two-sided call, and of messages of each side in a two-sided thread.
const MIN_TURNS: u32 = 3;
const MIN_MESSAGES: u32 = 2;

/// The number of words from which on a message is no mere check-in.
const SHORT_WORDS: u32 = 60;

/// The least number of exchanges from which a share is shown.
const FEWEST: u32 = 3;

const METHOD: &str = "exchange/1";

/// A turn of a call, or a message of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The side that speaks or writes.
    pub side: Side,
    /// The number of words its speaker wrote or said, quotes left out.
    pub words: u32,
    /// The number of questions and of requests for something to be done.
    pub asks: u32,
    /// The number of requests answered, promises delivered and introductions made.
    pub gives: u32,
    /// The number of sentences about the person's plans, pressures and people, questions about them included.
    pub situational: u32,
    /// The number of sentences about price, dates and documents.
    pub transactional: u32,
}

/// What was counted in one exchange. The counts are never combined into a score. See docs/science/exchange.md.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// Their share of all words, 0 to 1.
    pub their_share: f64,
    /// The number of changes of speaker.
    pub alternations: u32,
    /// Whether their share of words lies within [.3, .7] and both took part repeatedly.
    pub is_two_sided: bool,
    /// The number of sentences about the person's situation, of either side.
    pub situational: u32,
    /// The number of sentences about the transaction, of either side.
    pub transactional: u32,
    /// The number of things our side gave.
    pub given: u32,
    /// The number of things our side asked for.
    pub asked: u32,
    /// Whether it is ours alone, short, says nothing about them and gives nothing.
    pub is_empty_check_in: bool,
}

/// The proportions of a pair's exchanges, 0 to 1 each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exchanges {
    /// The proportion of exchanges that were two-sided.
    pub two_sided: Measured,
    /// The proportion of situational among situational and transactional sentences.
    pub depth: Measured,
    /// The proportion of giving among what our side gave and asked for.
    pub given: Measured,
    /// The proportion of exchanges that were an empty check-in.
    pub empty: Measured,
}

/// Counts what happened in one exchange. `parts` are in time order; without any there is nothing to count.
pub fn exchange(parts: &[Part], channel: Channel) -> Measured<Exchange> {
    let words = |side: Side| -> u32 { of(parts, side).map(|part| part.words).sum() };
    let (ours, theirs) = (words(Side::Ours), words(Side::Theirs));
    if ours + theirs == 0 {
        return Err(NotEnough::because("An exchange needs words of somebody; there are none."));
    }
    let their_share = f64::from(theirs) / f64::from(ours + theirs);
    let spoken: Vec<&Part> = parts.iter().filter(|part| part.words > 0).collect();
    let alternations = spoken.windows(2).filter(|pair| pair[0].side != pair[1].side).count() as u32;
    let messages = |side: Side| spoken.iter().filter(|part| part.side == side).count() as u32;
    let both_took_part = if channel.is_two_way() {
        alternations >= MIN_TURNS
    } else {
        messages(Side::Ours).min(messages(Side::Theirs)) >= MIN_MESSAGES
    };
    let situational = parts.iter().map(|part| part.situational).sum();
    let given = of(parts, Side::Ours).map(|part| part.gives).sum();
    Ok(Exchange {
        their_share,
        alternations,
        is_two_sided: both_took_part && EVEN.contains(&their_share),
        situational,
        transactional: parts.iter().map(|part| part.transactional).sum(),
        given,
        asked: of(parts, Side::Ours).map(|part| part.asks).sum(),
        is_empty_check_in: theirs == 0 && ours <= SHORT_WORDS && situational == 0 && given == 0,
    })
}

fn of(parts: &[Part], side: Side) -> impl Iterator<Item = &Part> {
    parts.iter().filter(move |part| part.side == side)
}

/// Quality over frequency. Question: were your exchanges two-sided, and did you give as well as ask? Unit: share.
/// Four readings side by side, never summed. See docs/science/exchange.md.
pub fn exchanges(all: &[Exchange], now: Moment) -> Exchanges {
    let counts = |both: fn(&Exchange) -> (u32, u32)| -> Vec<(f64, f64)> {
        all.iter().map(both).map(|(yes, no)| (f64::from(yes), f64::from(no))).collect()
    };
    Exchanges {
        two_sided: share_of(all, |one| one.is_two_sided, now),
        depth: clustered(&counts(|one| (one.situational, one.transactional)), "Depth", now),
        given: clustered(&counts(|one| (one.given, one.asked)), "Giving against asking", now),
        empty: share_of(all, |one| one.is_empty_check_in, now),
    }
}

fn share_of(all: &[Exchange], claim: fn(&Exchange) -> bool, now: Moment) -> Measured {
    let n = all.len() as u32;
    if n < FEWEST {
        return Err(NotEnough::because(format!("Quality needs three exchanges; there {}.", so_far(n))));
    }
    let yes = all.iter().filter(|one| claim(one)).count() as f64;
    Ok(proportion(yes, f64::from(n) - yes, JEFFREYS, now, METHOD))
}

/// The share of counts that come in exchanges: sentences of one exchange resemble each other, so the interval is
/// that of the ratio estimator over exchanges (Cochran 1977, chapter 6), as a Beta of as many effective cases.
fn clustered(counts: &[(f64, f64)], name: &str, now: Moment) -> Measured<Reading> {
    let counts: Vec<(f64, f64)> = counts.iter().copied().filter(|(yes, no)| yes + no > 0.0).collect();
    let n = counts.len() as u32;
    if n < FEWEST {
        return Err(NotEnough::because(format!(
            "{name} needs three exchanges in which there was some; there {}.",
            so_far(n)
        )));
    }
    let total: f64 = counts.iter().map(|(yes, no)| yes + no).sum();
    let value = counts.iter().map(|(yes, _)| yes).sum::<f64>() / total;
    let residuals = counts.iter().map(|(yes, no)| (yes - value * (yes + no)).powi(2)).sum::<f64>();
    let exchanges = f64::from(n);
    let variance = residuals / (total * total) * exchanges / (exchanges - 1.0);
    let cases = if variance > 0.0 { (value * (1.0 - value) / variance).min(total) } else { exchanges };
    let ends = interval(cases * value, cases * (1.0 - value), JEFFREYS);
    Ok(reading(value, (ends.0.min(value), ends.1.max(value)), n, now, METHOD))
}
