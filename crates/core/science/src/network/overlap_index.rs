use std::collections::HashMap;

use crate::network::graph::{Graph, Tie};
use crate::network::overlap::{Overlap, common_of_entries};

/// A graph that grows, with how many people the two of each tie have in common. After any ties in any order it says
/// what [`overlaps()`] says. See docs/science/overlap.md.
#[derive(Clone, Debug, PartialEq)]
pub struct OverlapIndex {
    graph: Graph,
    /// For each entry of each row of the graph.
    common: Vec<u32>,
}

impl OverlapIndex {
    /// The index of the ties there are so far.
    pub fn of(graph: Graph) -> Self {
        let common = common_of_entries(&graph);
        Self { graph, common }
    }

    /// Who knows whom.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The overlap of every tie of a person, in the order of the others.
    pub fn overlaps_of(&self, node: u32) -> impl Iterator<Item = Overlap> {
        let (neighbors, _) = self.graph.entries();
        self.graph.row(node).map(move |place| {
            let other = neighbors[place];
            self.at(node.min(other), node.max(other), place)
        })
    }

    /// The overlap of every tie, in the order of its two people.
    pub fn overlaps(&self) -> impl Iterator<Item = Overlap> {
        (0..self.graph.nodes()).flat_map(|a| self.overlaps_of(a).filter(move |tie| tie.a == a))
    }

    fn at(&self, a: u32, b: u32, place: usize) -> Overlap {
        Overlap {
            a,
            b,
            common: self.common[place],
            degree_a: self.graph.degree(a),
            degree_b: self.graph.degree(b),
        }
    }

    /// Takes in further people and ties; a tie that is there gets its new strength. A new tie costs O(the smaller
    /// degree of its two people) times a logarithm, and all of them together one copy of the graph.
    pub fn grow(&mut self, nodes: u32, ties: &[Tie]) {
        let before = std::mem::replace(&mut self.graph, Graph::of(0, []));
        self.graph = before.with(nodes, ties);
        self.common = carried(&before, &self.common, &self.graph);
        let mut fresh: HashMap<(u32, u32), usize> = HashMap::new();
        for tie in ties {
            let (a, b) = (tie.a.min(tie.b), tie.a.max(tie.b));
            if before.place(a, b).is_none() && self.graph.place(a, b).is_some() {
                let order = fresh.len();
                fresh.entry((a, b)).or_insert(order);
            }
        }
        for (&(a, b), &order) in &fresh {
            // The last of its new ties closes a triangle, so that each is counted once.
            let is_before = |a: u32, b: u32| fresh.get(&(a.min(b), a.max(b))).is_none_or(|at| *at < order);
            let closed: Vec<u32> = self
                .graph
                .in_common(a, b)
                .map(|(node, _, _)| node)
                .filter(|node| is_before(a, *node) && is_before(b, *node))
                .collect();
            for node in closed {
                for (one, other) in [(a, b), (a, node), (b, node)] {
                    self.count_up(one, other);
                    self.count_up(other, one);
                }
            }
        }
    }

    fn count_up(&mut self, from: u32, to: u32) {
        if let Some(place) = self.graph.place(from, to) {
            self.common[place] += 1;
        }
    }
}

/// The overlap of every tie, in the order of its two people. O(m^1.5) for m ties.
pub fn overlaps(graph: &Graph) -> Vec<Overlap> {
    OverlapIndex::of(graph.clone()).overlaps().collect()
}

/// The counts of the entries that were there before, at their places now.
fn carried(before: &Graph, common: &[u32], now: &Graph) -> Vec<u32> {
    let mut carried = Vec::with_capacity(now.entries().0.len());
    for node in 0..now.nodes() {
        let (old, row) = (before.row(node), now.row(node));
        if old.len() == row.len() {
            carried.extend_from_slice(&common[old]);
            continue;
        }
        let mut old = old.peekable();
        for place in row {
            let is_known = old.peek().is_some_and(|at| before.entries().0[*at] == now.entries().0[place]);
            let known = if is_known { old.next() } else { None };
            carried.push(known.map_or(0, |at| common[at]));
        }
    }
    carried
}
