use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::network::graph::Graph;
use crate::network::triangles::each_triangle;
use crate::statistics::special_functions::beta_interval;

/// The neighborhood overlap of a tie: how many people the two know in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// The lower node of the two.
    pub a: u32,
    /// The higher node of the two.
    pub b: u32,
    /// The number of people both know.
    pub common: u32,
    /// The number of people `a` knows, with `b`.
    pub degree_a: u32,
    /// The number of people `b` knows, with `a`.
    pub degree_b: u32,
}

impl Overlap {
    /// The number of people that at least one of the two knows, without the two.
    pub fn union_size(&self) -> u32 {
        (self.degree_a + self.degree_b).saturating_sub(2 + self.common)
    }

    /// The proportion of those people whom both know, 0 to 1; 0 when neither knows anybody else.
    pub fn value(&self) -> f64 {
        if self.common == 0 { 0.0 } else { f64::from(self.common) / f64::from(self.union_size()) }
    }

    /// Whether the tie is a local bridge: both know others, and they have no common neighbor, so that without the tie
    /// their distance would be more than 2.
    pub fn is_local_bridge(&self) -> bool {
        self.common == 0 && self.degree_a > 1 && self.degree_b > 1
    }

    /// Neighborhood overlap of the tie. Question: how much do your circles overlap? Unit: proportion of either's other
    /// contacts. The interval (Jeffreys) takes the contacts we see as a sample of all contacts. Not enough when neither
    /// knows anybody else.
    /// See docs/science/overlap.md.
    pub fn reading(&self, now: Moment) -> Measured {
        if self.union_size() == 0 {
            return Err(NotEnough::because("Overlap needs somebody else whom one of the two knows."));
        }
        let both = f64::from(self.common) + 0.5;
        let one = f64::from(self.union_size() - self.common) + 0.5;
        let (low, high) = beta_interval(both, one);
        let value = self.value();
        Ok(Reading {
            value,
            low: low.min(value),
            high: high.max(value),
            n: self.union_size(),
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

/// The number of common neighbors of the two ends, for each entry of the graph.
fn common_of_entries(graph: &Graph) -> Vec<u32> {
    let mut common = vec![0_u32; graph.entries().0.len()];
    each_triangle(graph, |triangle| {
        for place in [triangle.at[0][1], triangle.at[0][2], triangle.at[1][2]] {
            common[place as usize] += 1;
        }
    });
    // Each triangle was counted at one of the two entries of a tie.
    let others = graph.other_ends();
    (0..common.len()).map(|place| common[place] + common[others[place] as usize]).collect()
}
