use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::network::graph::Graph;
use crate::network::triangles::each_triangle;
use crate::statistics::special_functions::beta_interval;

/// How much the circles of two people who know each other have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// The two people, the lower first.
    pub a: u32,
    /// The other one.
    pub b: u32,
    /// How many people both know.
    pub common: u32,
    /// How many people `a` knows, `b` among them.
    pub degree_a: u32,
    /// How many people `b` knows, `a` among them.
    pub degree_b: u32,
}

impl Overlap {
    /// The people that either of the two knows besides the other.
    pub fn circle(&self) -> u32 {
        (self.degree_a + self.degree_b).saturating_sub(2 + self.common)
    }

    /// The share of that circle whom both know, 0 to 1; 0 when neither knows anybody else.
    pub fn value(&self) -> f64 {
        if self.common == 0 { 0.0 } else { f64::from(self.common) / f64::from(self.circle()) }
    }

    /// Both know others, and nobody knows both: take the tie away and their circles are further apart.
    pub fn is_local_bridge(&self) -> bool {
        self.common == 0 && self.degree_a > 1 && self.degree_b > 1
    }

    /// Neighborhood overlap of the tie. Question: how much do your circles overlap? Unit: share of either's other
    /// contacts. The interval takes those we see as a sample of those there are (Jeffreys).
    /// See docs/science/overlap.md.
    pub fn reading(&self, now: Moment) -> Measured {
        if self.circle() == 0 {
            return Err(NotEnough::because("Overlap needs somebody else whom one of the two knows."));
        }
        let both = f64::from(self.common) + 0.5;
        let one = f64::from(self.circle() - self.common) + 0.5;
        let (low, high) = beta_interval(both, one);
        let value = self.value();
        Ok(Reading {
            value,
            low: low.min(value),
            high: high.max(value),
            n: self.circle(),
            as_of: now,
            method: "overlap/1".to_owned(),
            evidence: Vec::new(),
        })
    }
}

/// The overlap of every tie, in the order of its two people. O(m^1.5) for m ties. See docs/science/overlap.md.
pub fn overlaps(graph: &Graph) -> Vec<Overlap> {
    let common = common_of_entries(graph);
    let (neighbors, _) = graph.entries();
    let of_node = |a: u32| {
        let common = &common;
        graph.row(a).filter(move |place| neighbors[*place] > a).map(move |place| {
            let b = neighbors[place];
            Overlap { a, b, common: common[place], degree_a: graph.degree(a), degree_b: graph.degree(b) }
        })
    };
    (0..graph.nodes()).flat_map(of_node).collect()
}

/// How many people the two of a tie have in common, for each entry of each row.
fn common_of_entries(graph: &Graph) -> Vec<u32> {
    let mut common = vec![0_u32; graph.entries().0.len()];
    each_triangle(graph, |triangle| {
        for place in [triangle.at[0][1], triangle.at[0][2], triangle.at[1][2]] {
            common[place as usize] += 1;
        }
    });
    // A tie was counted at one of its two ends.
    let others = graph.other_ends();
    (0..common.len()).map(|place| common[place] + common[others[place] as usize]).collect()
}
