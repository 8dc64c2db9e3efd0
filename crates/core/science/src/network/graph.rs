use serde::{Deserialize, Serialize};

/// An undirected weighted edge: two people who know each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tie {
    /// The node of one of the two.
    pub a: u32,
    /// The node of the other.
    pub b: u32,
    /// The strength of the tie, 0 to 1: the persistence of the pair.
    pub strength: f32,
}

/// The graph of who knows whom, as far as our mailboxes show it: undirected and weighted, in compressed sparse rows.
///
/// Nodes are 0, 1, ... It is meant for 100,000 nodes and a million ties, and holds at most 2^31 ties.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    /// The index at which the row of each node starts, and the end of the last row.
    starts: Vec<usize>,
    /// The neighbors of each node, ascending, row after row.
    neighbors: Vec<u32>,
    /// The strength of the tie to each of them.
    strengths: Vec<f32>,
}

impl Graph {
    /// The graph with `nodes` nodes. Of several ties between the same two nodes the strongest is kept. Loops, and ties
    /// with a node outside the graph, are dropped. Strengths are clamped to 0 to 1; NaN becomes 0.
    pub fn of(nodes: u32, ties: impl IntoIterator<Item = Tie>) -> Self {
        let kept = ties.into_iter().filter(|tie| tie.a != tie.b && tie.a.max(tie.b) < nodes);
        let ties: Vec<Tie> = kept.collect();
        let mut starts = vec![0_usize; nodes as usize + 1];
        for node in ties.iter().flat_map(|tie| [tie.a, tie.b]) {
            starts[node as usize + 1] += 1;
        }
        for node in 1..starts.len() {
            starts[node] += starts[node - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0_u32, 0_f32); 2 * ties.len()];
        for tie in &ties {
            let strength = if tie.strength.is_nan() { 0.0 } else { tie.strength.clamp(0.0, 1.0) };
            for (from, to) in [(tie.a, tie.b), (tie.b, tie.a)] {
                let place = &mut next[from as usize];
                entries[*place] = (to, strength);
                *place += 1;
            }
        }
        Self::of_rows(&starts, entries)
    }

    /// Sorts each row and keeps the strongest of duplicate entries.
    fn of_rows(starts: &[usize], mut entries: Vec<(u32, f32)>) -> Self {
        let mut graph = Self { starts: vec![0], neighbors: Vec::new(), strengths: Vec::new() };
        for ends in starts.windows(2) {
            let row = &mut entries[ends[0]..ends[1]];
            row.sort_unstable_by(|left, right| left.0.cmp(&right.0).then(right.1.total_cmp(&left.1)));
            let mut last = None;
            for (neighbor, strength) in row.iter().copied() {
                if last.replace(neighbor) != Some(neighbor) {
                    graph.push(neighbor, strength);
                }
            }
            graph.starts.push(graph.neighbors.len());
        }
        graph
    }

    fn push(&mut self, neighbor: u32, strength: f32) {
        self.neighbors.push(neighbor);
        self.strengths.push(strength);
    }

    /// The number of nodes.
    pub fn nodes(&self) -> u32 {
        self.starts.len() as u32 - 1
    }

    /// The number of ties.
    pub fn ties(&self) -> usize {
        self.neighbors.len() / 2
    }

    /// The number of neighbors of a node; 0 for a node outside the graph.
    pub fn degree(&self, node: u32) -> u32 {
        self.row(node).len() as u32
    }

    /// The neighbors of a node, ascending; empty for a node outside the graph.
    pub fn neighbors(&self, node: u32) -> &[u32] {
        &self.neighbors[self.row(node)]
    }

    /// The strengths of the ties to [`Graph::neighbors`], in the same order.
    pub fn strengths(&self, node: u32) -> &[f32] {
        &self.strengths[self.row(node)]
    }

    /// The strength of a tie, 0 to 1; `None` when there is no tie.
    pub fn strength(&self, a: u32, b: u32) -> Option<f32> {
        Some(self.strengths[self.place(a, b)?])
    }

    /// The index of a tie among all entries, in the row of `a`.
    fn place(&self, a: u32, b: u32) -> Option<usize> {
        Some(self.row(a).start + self.neighbors(a).binary_search(&b).ok()?)
    }

    /// The common neighbors of two nodes, ascending, with the strengths of their ties to `a` and to `b`.
    pub fn in_common(&self, a: u32, b: u32) -> impl Iterator<Item = (u32, f32, f32)> {
        let is_smaller = self.degree(a) <= self.degree(b);
        let (few, many) = if is_smaller { (a, b) } else { (b, a) };
        self.neighbors(few).iter().zip(self.strengths(few)).filter_map(move |(&node, &one)| {
            let other = self.strength(many, node)?;
            Some(if is_smaller { (node, one, other) } else { (node, other, one) })
        })
    }

    /// The indexes of a node's row among all entries.
    pub(crate) fn row(&self, node: u32) -> std::ops::Range<usize> {
        let node = node as usize;
        match self.starts.get(node + 1) {
            Some(end) => self.starts[node]..*end,
            None => 0..0,
        }
    }

    /// The neighbors and the strengths of all rows; each tie is in two of them.
    pub(crate) fn entries(&self) -> (&[u32], &[f32]) {
        (&self.neighbors, &self.strengths)
    }

    /// For each entry, the index of the same tie in the row of its other end.
    pub(crate) fn other_ends(&self) -> Vec<u32> {
        let mut next: Vec<usize> = self.starts.clone();
        let mut places = Vec::with_capacity(self.neighbors.len());
        // Rows are sorted, so that the rows of its neighbors reach a node in the order of its own row.
        for neighbor in &self.neighbors {
            let place = &mut next[*neighbor as usize];
            places.push(*place as u32);
            *place += 1;
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(a: u32, b: u32, strength: f32) -> Tie {
        Tie { a, b, strength }
    }

    #[test]
    fn duplicates_keep_the_stronger_and_loops_and_strangers_are_dropped() {
        let ties = [tie(2, 0, 0.2), tie(0, 2, 0.7), tie(1, 1, 0.9), tie(0, 1, 7.0), tie(1, 9, 0.5)];
        let graph = Graph::of(4, ties);
        assert_eq!((graph.nodes(), graph.ties()), (4, 2));
        assert_eq!(graph.neighbors(0), [1, 2]);
        assert_eq!(graph.strengths(0), [1.0, 0.7]);
        assert_eq!((graph.strength(2, 0), graph.strength(1, 2)), (Some(0.7), None));
        assert_eq!((graph.degree(3), graph.degree(99)), (0, 0));
        assert_eq!(Graph::of(2, [tie(0, 1, f32::NAN)]).strength(0, 1), Some(0.0));
    }

    #[test]
    fn people_in_common_come_with_both_strengths() {
        let ties = [tie(0, 2, 0.1), tie(1, 2, 0.2), tie(0, 3, 0.3), tie(1, 3, 0.4), tie(1, 4, 0.5)];
        let graph = Graph::of(5, ties);
        let expected = [(2, 0.1, 0.2), (3, 0.3, 0.4)];
        assert!(graph.in_common(0, 1).eq(expected));
        assert!(graph.in_common(1, 0).eq(expected.map(|(node, one, other)| (node, other, one))));
    }

    #[test]
    fn the_other_end_of_an_entry_leads_back() {
        let graph = Graph::of(4, [tie(0, 1, 0.1), tie(0, 3, 0.2), tie(1, 3, 0.3), tie(2, 3, 0.4)]);
        let others = graph.other_ends();
        for node in 0..graph.nodes() {
            for place in graph.row(node) {
                let other = others[place] as usize;
                assert_eq!(graph.entries().0[other], node);
                assert_eq!(others[other] as usize, place);
            }
        }
    }
}
