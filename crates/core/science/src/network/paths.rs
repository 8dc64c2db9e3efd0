use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::network::graph::Graph;

/// A path of ties by which somebody could be introduced to a target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WarmPath {
    /// The nodes on the path in their order, without the start and with the target last.
    pub steps: Vec<Step>,
    /// The product of the probabilities of the steps, 0 to 1.
    pub probability: f64,
    /// The number of introductions that the people between were asked for in the last 30 days.
    pub load: u32,
}

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The node that it leads to.
    pub to: u32,
    /// The strength of its tie, 0 to 1.
    pub probability: f64,
}

/// How warm a target is from a person, over everybody who knows both: 1 - prod(1 - P_ak P_kt / ln(1 + deg_k)).
/// Question: whom could you meet through people you know? Unit: noisy-OR score, 0 to 1.
///
/// It is meant for ranking; because of the logarithm it is no probability of an introduction. A person between knows at
/// least two, so the divisor is at least ln 3, and the score stays below 1. See docs/science/paths.md.
pub fn warmth(graph: &Graph, from: u32, to: u32) -> f64 {
    if from == to {
        return 0.0;
    }
    let colder: f64 = graph
        .in_common(from, to)
        .map(|(between, there, on)| 1.0 - product(there, on) / damping(graph, between))
        .product();
    1.0 - colder
}

/// The nodes at distance 2 from a node, ascending, with their [`warmth`]. O(the sum of the degrees of its neighbors).
pub fn warm_targets(graph: &Graph, from: u32) -> Vec<(u32, f64)> {
    let mut gains = Vec::new();
    for (&between, &there) in graph.neighbors(from).iter().zip(graph.strengths(from)) {
        let damping = damping(graph, between);
        for (&target, &on) in graph.neighbors(between).iter().zip(graph.strengths(between)) {
            gains.push((target, product(there, on) / damping));
        }
    }
    // A stable sort keeps the people between in ascending order, as in `warmth`.
    gains.sort_by_key(|(target, _)| *target);
    gains
        .chunk_by(|left, right| left.0 == right.0)
        .map(|gains| (gains[0].0, 1.0 - gains.iter().map(|(_, gain)| 1.0 - gain).product::<f64>()))
        .filter(|(target, _)| *target != from && graph.strength(from, *target).is_none())
        .collect()
}

/// The `limit` best paths `from -> somebody -> to`, in the order of [`WarmPath::warmest_first`].
///
/// `load` returns the number of introductions that a node was asked for in the last 30 days. The person between must
/// still agree to every introduction. A tie that must not be seen has to be left out of the graph by the caller.
pub fn warm_paths(
    graph: &Graph,
    from: u32,
    to: u32,
    limit: usize,
    load: impl Fn(u32) -> u32,
) -> Vec<WarmPath> {
    if from == to {
        return Vec::new();
    }
    let paths = graph.in_common(from, to).map(|(between, there, on)| WarmPath {
        steps: vec![step(between, there), step(to, on)],
        probability: product(there, on),
        load: load(between),
    });
    best(paths.collect(), limit)
}

/// The best ways `from -> colleague -> somebody -> to` through any of `team`, ordered like [`warm_paths`]; the load
/// is that of the two people between together. A colleague without a tie to `from` is no way.
pub fn team_paths(
    graph: &Graph,
    from: u32,
    team: &[u32],
    to: u32,
    limit: usize,
    load: impl Fn(u32) -> u32,
) -> Vec<WarmPath> {
    let mut team: Vec<u32> = team.iter().copied().filter(|node| *node != from && *node != to).collect();
    team.sort_unstable();
    team.dedup();
    let mut paths = Vec::new();
    for colleague in team {
        let Some(first) = graph.strength(from, colleague) else { continue };
        for (between, there, on) in graph.in_common(colleague, to).filter(|(node, _, _)| *node != from) {
            paths.push(WarmPath {
                steps: vec![step(colleague, first), step(between, there), step(to, on)],
                probability: f64::from(first) * product(there, on),
                load: load(colleague).saturating_add(load(between)),
            });
        }
        // Bounds the memory, however many colleagues there are.
        paths = best(paths, limit);
    }
    paths
}

fn step(to: u32, probability: f32) -> Step {
    Step { to, probability: f64::from(probability) }
}

fn product(there: f32, on: f32) -> f64 {
    f64::from(there) * f64::from(on)
}

/// The divisor of a common neighbor, as of Adamic and Adar: one of high degree is less of a reason to meet.
fn damping(graph: &Graph, between: u32) -> f64 {
    f64::from(graph.degree(between)).ln_1p()
}

impl WarmPath {
    /// The order of paths: the higher probability first, to two significant digits; then the lower load, then fewer
    /// steps, then the exact probability, then the nodes.
    pub fn warmest_first(&self, other: &Self) -> Ordering {
        let people = |path: &Self| -> Vec<u32> { path.steps.iter().map(|step| step.to).collect() };
        two_digits(other.probability)
            .total_cmp(&two_digits(self.probability))
            .then(self.load.cmp(&other.load))
            .then(self.steps.len().cmp(&other.steps.len()))
            .then(other.probability.total_cmp(&self.probability))
            .then_with(|| people(self).cmp(&people(other)))
    }
}

fn best(mut paths: Vec<WarmPath>, limit: usize) -> Vec<WarmPath> {
    paths.sort_by(WarmPath::warmest_first);
    paths.truncate(limit);
    paths
}

/// A probability to two significant digits.
fn two_digits(probability: f64) -> f64 {
    if probability <= 0.0 {
        return 0.0;
    }
    let scale = 10_f64.powi(1 - probability.log10().floor() as i32);
    (probability * scale).round() / scale
}
