use serde::{Deserialize, Serialize};

use crate::network::graph::{Graph, Tie};
use crate::network::triangles::each_triangle;

/// How far the contacts of a person have ties with each other (Burt's structural holes).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constraint {
    /// Burt's constraint: near 0 for a person between many separate groups, 1 for a person with a single contact. It
    /// can exceed 1 in small dense groups.
    pub value: f64,
    /// Burt's effective size: the number of contacts less their redundancy, which is the strength of their ties with
    /// each other.
    pub effective_size: f64,
}

/// Constraint and effective size of every node. Question: how far do the contacts of one person have ties with each
/// other? Unit: constraint, a sum of squared proportions. `None` for a node without a tie of positive strength.
///
/// Agrees with `constraint` and `effective_size` of networkx, the strengths as weights. O(m^1.5) for m ties.
/// It describes a position in a team's network and is no score of a person. See docs/science/constraint.md.
pub fn constraint(graph: &Graph) -> Vec<Option<Constraint>> {
    let rows = Rows::of(graph);
    let mut indirect = vec![0.0_f64; rows.share.len()];
    let mut redundancy = vec![0.0_f64; graph.nodes() as usize];
    each_triangle(graph, |triangle| {
        for (i, j, q) in [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)] {
            let at = |from: usize, to: usize| triangle.at[from][to] as usize;
            let through = rows.share[at(i, q)];
            indirect[at(i, j)] += through * rows.share[at(q, j)];
            redundancy[triangle.nodes[i] as usize] += through * rows.marginal[at(j, q)];
        }
    });
    let node_of = |node: u32| {
        let row = graph.row(node);
        if row.clone().all(|place| rows.share[place] <= 0.0) {
            return None;
        }
        let value = row.clone().map(|place| (rows.share[place] + indirect[place]).powi(2)).sum();
        let effective_size = row.len() as f64 - redundancy[node as usize];
        Some(Constraint { value, effective_size })
    };
    (0..graph.nodes()).map(node_of).collect()
}

/// The ego network of one person, to which the ties among all others are added one by one. It gives the effective size
/// without computing the constraint of everybody, in O(1) per tie.
pub struct EgoNetwork {
    /// For each node, its proportion of the strengths of the person's ties; NaN when it has no tie with the person.
    shares: Vec<f64>,
    /// The number of the person's ties.
    size: u32,
    redundancy: f64,
}

impl EgoNetwork {
    /// The ego network of a person's ties, each with its node, below `nodes`, and its strength, 0 to 1.
    pub fn of(nodes: u32, ties: impl IntoIterator<Item = (u32, f32)> + Clone) -> Self {
        let total: f64 = ties.clone().into_iter().map(|(_, strength)| f64::from(strength)).sum();
        let mut ego = Self { shares: vec![f64::NAN; nodes as usize], size: 0, redundancy: 0.0 };
        for (node, strength) in ties {
            ego.shares[node as usize] = f64::from(strength) / total;
            ego.size += 1;
        }
        ego
    }

    /// Adds a tie between two others. `strongest_of_a` is the strength of the strongest tie that `tie.a` has with
    /// anybody, the person included; `strongest_of_b` that of `tie.b`.
    pub fn add(&mut self, tie: Tie, strongest_of_a: f32, strongest_of_b: f32) {
        let (to_a, to_b) = (self.shares[tie.a as usize], self.shares[tie.b as usize]);
        if to_a.is_nan() || to_b.is_nan() {
            return;
        }
        let marginal = |of: f32| if of > 0.0 { f64::from(tie.strength) / f64::from(of) } else { 0.0 };
        self.redundancy += to_b * marginal(strongest_of_a) + to_a * marginal(strongest_of_b);
    }

    /// The effective size, the same as [`constraint`] computes; `None` for a person without a tie of positive strength.
    pub fn effective_size(&self) -> Option<f64> {
        let has_ties = self.shares.iter().any(|share| *share > 0.0);
        has_ties.then(|| f64::from(self.size) - self.redundancy)
    }
}

/// Proportions of each entry of the graph in its row.
struct Rows {
    /// p_ij: the strength of the tie to j over the sum of i's strengths.
    share: Vec<f64>,
    /// m_ij: the strength of the tie to j over that of i's strongest tie.
    marginal: Vec<f64>,
}

impl Rows {
    fn of(graph: &Graph) -> Self {
        let (_, strengths) = graph.entries();
        let mut rows = Self {
            share: Vec::with_capacity(strengths.len()),
            marginal: Vec::with_capacity(strengths.len()),
        };
        for node in 0..graph.nodes() {
            let row = graph.strengths(node);
            let total: f64 = row.iter().map(|strength| f64::from(*strength)).sum();
            let most = row.iter().fold(0.0_f32, |most, strength| most.max(*strength));
            let part = |strength: f32, of: f64| if of > 0.0 { f64::from(strength) / of } else { 0.0 };
            rows.share.extend(row.iter().map(|strength| part(*strength, total)));
            rows.marginal.extend(row.iter().map(|strength| part(*strength, f64::from(most))));
        }
        rows
    }
}
