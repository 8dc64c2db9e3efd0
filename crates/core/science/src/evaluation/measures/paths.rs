use rapport_model::{Measured, Moment, NotEnough};

use crate::evaluation::claim::{Baseline, Claim, Evaluation};
use crate::evaluation::event::{Event, Options, needs_horizon};
use crate::evaluation::log::pairs::Log;
use crate::fit::pairs;
use crate::network::graph::{Graph, Tie};
use crate::network::paths::warm_targets;
use crate::pair::measures::persistence::persistence;
use crate::pair::priors::Priors;
use crate::pair::state::PairState;
use crate::statistics::logistic_regression::{Examples, Logistic};

/// How far average precision may be below that of the best baseline.
const SLACK: f64 = 0.002;

/// Predicts which two people who do not know each other, but both know somebody, will write to each other within the
/// horizon, and scores it beside counting who they have in common. See docs/science/paths.md.
///
/// Any event makes a tie, so `min_contact_days` has no part in it. Every score becomes a probability by a logistic
/// fitted one horizon earlier.
pub fn paths(events: &[Event], options: &Options) -> Measured<Evaluation> {
    needs_horizon(options)?;
    let log = Log::of(events);
    let horizon = options.horizon_days;
    let past = Candidates::of(&log, options.at.plus_days(-horizon), horizon);
    let present = Candidates::of(&log, options.at, horizon);
    if past.outcomes.is_empty() || present.outcomes.is_empty() {
        return Err(NotEnough::because(
            "Nobody is at two steps from anybody at that moment or one horizon before it.",
        ));
    }
    let outcomes = &present.outcomes;
    let base = vec![rate(&past.outcomes); outcomes.len()];
    let mut baselines = vec![Baseline::of("base rate", &base, outcomes)];
    for (name, column) in [("common neighbors", COMMON), ("Adamic-Adar", ADAMIC_ADAR), ("best path", BEST)] {
        baselines.push(Baseline::of(name, &calibrated(&past, &present, column), outcomes));
    }
    let claim = Claim {
        method: "paths/1",
        task: "Whether two who know somebody in common become a tie within the horizon.",
        gate: &format!("average precision at least that of the best baseline less {SLACK}"),
        holds: |ours, baselines| {
            let best = baselines.iter().map(|baseline| baseline.scores.average_precision).fold(0.0, f64::max);
            ours.average_precision >= best - SLACK
        },
    };
    Ok(Evaluation::of(&claim, &calibrated(&past, &present, WARMTH), outcomes, baselines))
}

const COMMON: usize = 0;
const ADAMIC_ADAR: usize = 1;
const BEST: usize = 2;
const WARMTH: usize = 3;

/// The least value whose logarithm is taken.
const FLOOR: f64 = 1e-4;

/// All pairs at two steps at a cut.
struct Candidates {
    /// The four scores, on a logarithmic scale.
    scores: Vec<[f64; 4]>,
    /// Whether they became a tie.
    outcomes: Vec<bool>,
}

impl Candidates {
    fn of(log: &Log, cut: Moment, horizon: f64) -> Self {
        let (graph, known) = graph_at(log, cut);
        let new = new_ties(log, &known, cut, cut.plus_days(horizon));
        let mut candidates = Self { scores: Vec::new(), outcomes: Vec::new() };
        for from in 0..graph.nodes() {
            for (to, warmth) in warm_targets(&graph, from).into_iter().filter(|(to, _)| *to > from) {
                let (mut common, mut adamic_adar, mut best) = (0.0_f64, 0.0_f64, 0.0_f64);
                for (between, there, on) in graph.in_common(from, to) {
                    common += 1.0;
                    adamic_adar += 1.0 / f64::from(graph.degree(between)).ln();
                    best = best.max(f64::from(there) * f64::from(on));
                }
                let ln = |score: f64| (score + FLOOR).ln();
                candidates.scores.push([common.ln_1p(), adamic_adar.ln_1p(), ln(best), ln(warmth)]);
                candidates.outcomes.push(new.binary_search(&(from, to)).is_ok());
            }
        }
        candidates
    }
}

/// The ties from before a cut, with the strengths they had then, and which pairs they are.
fn graph_at(log: &Log, cut: Moment) -> (Graph, Vec<bool>) {
    let mut states = vec![PairState::default(); log.people_of.len()];
    for entry in log.events.iter().take_while(|entry| entry.at < cut) {
        states[entry.pair as usize].fold(&entry.touch(), entry.day);
    }
    let known: Vec<bool> = states.iter().map(|state| state.contact_days() > 0).collect();
    let seen = states.iter().filter(|state| state.contact_days() > 0);
    let defaults = Priors::default();
    let rhythm = pairs::rhythm(seen, cut, defaults.rhythm, 30.0);
    let priors = Priors { rhythm, ..defaults };
    let ties = (0..states.len()).filter(|pair| known[*pair]).map(|pair| {
        let (a, b) = log.people_of[pair];
        Tie { a, b, strength: persistence(&states[pair], &priors, cut) as f32 }
    });
    (Graph::of(log.names.len() as u32, ties), known)
}

/// The pairs that first had contact within the horizon, in order.
fn new_ties(log: &Log, known: &[bool], cut: Moment, end: Moment) -> Vec<(u32, u32)> {
    let new = (0..known.len()).filter(|pair| !known[*pair] && log.has_contact(*pair as u32, cut, end));
    let mut new: Vec<(u32, u32)> = new
        .map(|pair| {
            let (a, b) = log.people_of[pair];
            (a.min(b), a.max(b))
        })
        .collect();
    new.sort_unstable();
    new
}

fn calibrated(past: &Candidates, present: &Candidates, column: usize) -> Vec<f64> {
    let mut examples = Examples::new(1);
    for (scores, outcome) in past.scores.iter().zip(&past.outcomes) {
        examples.push(&[scores[column]], *outcome, 1.0);
    }
    let model = Logistic::fit(&examples, 1e-3, None);
    present.scores.iter().map(|scores| model.probability(&[scores[column]])).collect()
}

fn rate(outcomes: &[bool]) -> f64 {
    outcomes.iter().filter(|outcome| **outcome).count() as f64 / outcomes.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_the_cut_changes_no_score() {
        let day = |day: u32| Moment::from_seconds(1_600_000_000).plus_days(f64::from(day));
        let event = |n: u32| Event { a: n * n % 23, b: (n * 7 + n / 5) % 23, at: day(n) };
        let events: Vec<Event> = (0..90).map(event).collect();
        let (whole, cut) = (Log::of(&events), day(60));
        let whole = Candidates::of(&whole, cut, 30.0);
        let before = Candidates::of(&Log::of(&events[..60]), cut, 30.0);
        assert_eq!(whole.scores, before.scores);
        assert!(
            whole.outcomes.iter().any(|outcome| *outcome) && !before.outcomes.iter().any(|outcome| *outcome)
        );
    }
}
