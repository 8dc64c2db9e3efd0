use std::collections::HashMap;

use crate::graph::Graph;
use crate::overlap::{Overlap, overlaps};

/// The overlaps of a graph that grows: a new tie costs O(the smaller degree of its two people), whatever the size
/// of the graph. After any ties in any order it says what [`overlaps`] says. See docs/science/overlap.md.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverlapIndex {
    /// Whom each person knows, and how many people the two have in common. Looked up, never shown in its order.
    circles: Vec<HashMap<u32, u32>>,
}

impl OverlapIndex {
    /// The index of the ties there are so far.
    pub fn of(graph: &Graph) -> Self {
        let mut index = Self { circles: vec![HashMap::new(); graph.nodes() as usize] };
        for tie in overlaps(graph) {
            index.set(tie.a, tie.b, tie.common);
        }
        index
    }

    /// Adds a tie and says its overlap. Nothing for a tie of a person with themselves; a tie that is there stays
    /// as it is.
    pub fn add(&mut self, a: u32, b: u32) -> Option<Overlap> {
        if a == b {
            return None;
        }
        self.make_room(a.max(b));
        if !self.circles[a as usize].contains_key(&b) {
            let common = self.in_common(a, b);
            for other in &common {
                self.count_up(a, *other);
                self.count_up(b, *other);
            }
            self.set(a, b, common.len() as u32);
        }
        self.overlap(a, b)
    }

    /// The overlap of a tie; nothing when the two have none.
    pub fn overlap(&self, a: u32, b: u32) -> Option<Overlap> {
        let common = *self.circles.get(a as usize)?.get(&b)?;
        let (a, b) = (a.min(b), a.max(b));
        Some(Overlap { a, b, common, degree_a: self.degree(a), degree_b: self.degree(b) })
    }

    /// The overlap of every tie of a person, in the order of the others.
    pub fn overlaps_of(&self, node: u32) -> Vec<Overlap> {
        let Some(circle) = self.circles.get(node as usize) else { return Vec::new() };
        let mut others: Vec<u32> = circle.keys().copied().collect();
        others.sort_unstable();
        others.into_iter().filter_map(|other| self.overlap(node, other)).collect()
    }

    fn make_room(&mut self, node: u32) {
        if self.circles.len() <= node as usize {
            self.circles.resize(node as usize + 1, HashMap::new());
        }
    }

    fn in_common(&self, a: u32, b: u32) -> Vec<u32> {
        let (one, other) = (&self.circles[a as usize], &self.circles[b as usize]);
        let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        few.keys().copied().filter(|node| many.contains_key(node)).collect()
    }

    fn count_up(&mut self, a: u32, b: u32) {
        for (from, to) in [(a, b), (b, a)] {
            *self.circles[from as usize].entry(to).or_default() += 1;
        }
    }

    fn set(&mut self, a: u32, b: u32, common: u32) {
        self.circles[a as usize].insert(b, common);
        self.circles[b as usize].insert(a, common);
    }

    fn degree(&self, node: u32) -> u32 {
        self.circles[node as usize].len() as u32
    }
}
