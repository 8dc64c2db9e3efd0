//! The co-occurrence graph: which people took part in the same interactions, and when.

use std::collections::HashMap;
use std::sync::Arc;

use rapport_model::Moment;

/// The first and the last moment at which two people took part in the same interaction, to the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TimeRange {
    /// Seconds since 1970.
    first: u32,
    /// Seconds since 1970.
    last: u32,
}

impl TimeRange {
    /// Both are seconds since 1970.
    pub(crate) fn of(first: u32, last: u32) -> Self {
        Self { first, last }
    }

    pub(crate) fn first(self) -> Moment {
        Moment::from_seconds(i64::from(self.first))
    }

    pub(crate) fn last(self) -> Moment {
        Moment::from_seconds(i64::from(self.last))
    }
}

/// An undirected graph whose nodes are the slots of the directory. Rows that changed since it was built are kept beside
/// the rows as built, which clones share.
#[derive(Clone)]
pub(crate) struct CoOccurrenceGraph {
    base: Arc<Adjacency>,
    /// The changed rows by node, each complete.
    changed: HashMap<u32, Arc<Row>>,
}

/// The neighbors of a node, ascending, with the times of the edges.
pub(crate) type Row = Vec<(u32, TimeRange)>;

/// Adjacency in compressed rows. An edge is in the row of its lower end with its times, and in the row of its upper end
/// without. The starts of the rows have one more entry, the end of the last row.
struct Adjacency {
    upper_starts: Vec<u32>,
    /// The neighbors above each node.
    upper: Vec<(u32, TimeRange)>,
    lower_starts: Vec<u32>,
    /// The neighbors below each node.
    lower: Vec<u32>,
}

impl Adjacency {
    fn upper(&self, node: u32) -> &[(u32, TimeRange)] {
        row(&self.upper_starts, &self.upper, node)
    }

    fn lower(&self, node: u32) -> &[u32] {
        row(&self.lower_starts, &self.lower, node)
    }
}

/// Empty for a node that was added later.
fn row<'a, T>(starts: &[u32], entries: &'a [T], node: u32) -> &'a [T] {
    let node = node as usize;
    match starts.get(node + 1) {
        Some(end) => &entries[starts[node] as usize..*end as usize],
        None => &[],
    }
}

impl CoOccurrenceGraph {
    /// The graph of the upper neighbors of each node, row after row. `upper_starts` says where each row starts, and has
    /// one more entry, the end of the last row.
    pub(crate) fn of(upper_starts: Vec<u32>, upper: Row) -> Self {
        let mut lower_starts = vec![0_u32; upper_starts.len()];
        for (node, _) in &upper {
            lower_starts[*node as usize + 1] += 1;
        }
        for node in 1..lower_starts.len() {
            lower_starts[node] += lower_starts[node - 1];
        }
        let mut next = lower_starts.clone();
        let mut lower = vec![0; upper.len()];
        for (node, ends) in (0..).zip(upper_starts.windows(2)) {
            for (neighbor, _) in &upper[ends[0] as usize..ends[1] as usize] {
                let place = &mut next[*neighbor as usize];
                lower[*place as usize] = node;
                *place += 1;
            }
        }
        let base = Arc::new(Adjacency { upper_starts, upper, lower_starts, lower });
        Self { base, changed: HashMap::new() }
    }

    /// The number of edges when it was built.
    pub(crate) fn built_edges(&self) -> usize {
        self.base.upper.len()
    }

    /// The number of rows that changed since it was built.
    pub(crate) fn changed_rows(&self) -> usize {
        self.changed.len()
    }

    /// The number of neighbors of a node.
    pub(crate) fn degree(&self, node: u32) -> u32 {
        let degree = match self.changed.get(&node) {
            Some(row) => row.len(),
            None => self.base.lower(node).len() + self.base.upper(node).len(),
        };
        degree as u32
    }

    /// The neighbors of a node, ascending.
    pub(crate) fn neighbors(&self, node: u32) -> impl Iterator<Item = u32> {
        let (lower, upper) = match self.changed.get(&node) {
            Some(row) => (&[][..], row.as_slice()),
            None => (self.base.lower(node), self.base.upper(node)),
        };
        lower.iter().copied().chain(upper.iter().map(|(neighbor, _)| *neighbor))
    }

    /// The neighbors above a node, ascending, with the times of the edges. Over all nodes these are each edge once.
    pub(crate) fn upper_neighbors(&self, node: u32) -> &[(u32, TimeRange)] {
        match self.changed.get(&node) {
            Some(row) => &row[row.partition_point(|(neighbor, _)| *neighbor < node)..],
            None => self.base.upper(node),
        }
    }

    /// The times of the edge between two nodes; `None` when there is no edge.
    pub(crate) fn times(&self, one: u32, other: u32) -> Option<TimeRange> {
        let (lower, upper) = (one.min(other), one.max(other));
        let (row, wanted) = match self.changed.get(&lower) {
            Some(row) => (row.as_slice(), upper),
            None => match self.changed.get(&upper) {
                Some(row) => (row.as_slice(), lower),
                None => (self.base.upper(lower), upper),
            },
        };
        let place = row.binary_search_by_key(&wanted, |(neighbor, _)| *neighbor).ok()?;
        Some(row[place].1)
    }

    /// Replaces the row of a node, and the entries for the node in the rows of its neighbors.
    pub(crate) fn set_row(&mut self, node: u32, row: Row) {
        let before: Vec<u32> = self.neighbors(node).collect();
        for neighbor in before {
            if row.binary_search_by_key(&neighbor, |(neighbor, _)| *neighbor).is_err() {
                self.row_mut(neighbor).retain(|(other, _)| *other != node);
            }
        }
        for (neighbor, times) in &row {
            if self.times(node, *neighbor) == Some(*times) {
                continue;
            }
            let others = self.row_mut(*neighbor);
            match others.binary_search_by_key(&node, |(other, _)| *other) {
                Ok(place) => others[place].1 = *times,
                Err(place) => others.insert(place, (node, *times)),
            }
        }
        self.changed.insert(node, Arc::new(row));
    }

    fn row_mut(&mut self, node: u32) -> &mut Row {
        let base = &self.base;
        let row = self.changed.entry(node).or_insert_with(|| {
            let times = |neighbor: u32| times_in(base.upper(neighbor), node);
            let lower = base.lower(node).iter().map(|neighbor| (*neighbor, times(*neighbor)));
            Arc::new(lower.chain(base.upper(node).iter().copied()).collect())
        });
        Arc::make_mut(row)
    }
}

/// The times of the edge to a node, from the row of its lower end as built.
fn times_in(row: &[(u32, TimeRange)], node: u32) -> TimeRange {
    let place = row.binary_search_by_key(&node, |(neighbor, _)| *neighbor);
    place.map(|place| row[place].1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn rows_that_are_set_are_those_of_a_rebuilt_graph() {
        let mut edges: BTreeMap<(u32, u32), TimeRange> = BTreeMap::new();
        let times = |number: u32| TimeRange::of(number, number + 7);
        for number in 0..60_u32 {
            let (a, b) = (number * 7 % 20, number * 11 % 23);
            if a != b {
                edges.insert((a.min(b), a.max(b)), times(number));
            }
        }
        let build = |edges: &BTreeMap<(u32, u32), TimeRange>| {
            let starts = (0..=30).map(|node| edges.keys().filter(|(lower, _)| *lower < node).count() as u32);
            let upper = edges.iter().map(|((_, upper), times)| (*upper, *times));
            CoOccurrenceGraph::of(starts.collect(), upper.collect())
        };
        let mut graph = build(&edges);
        let before = graph.clone();
        for (node, others) in [(3, vec![1, 2, 9, 29]), (9, vec![]), (2, vec![3, 29]), (29, vec![2, 3, 4])] {
            let row: Row = others.iter().map(|other| (*other, times(100 * node + other))).collect();
            edges.retain(|(a, b), _| *a != node && *b != node);
            edges.extend(row.iter().map(|(other, times)| ((node.min(*other), node.max(*other)), *times)));
            graph.set_row(node, row);
        }
        let rebuilt = build(&edges);
        for node in 0..30 {
            assert_eq!(graph.degree(node), rebuilt.degree(node), "{node}");
            assert!(graph.neighbors(node).eq(rebuilt.neighbors(node)), "{node}");
            assert_eq!(graph.upper_neighbors(node), rebuilt.upper_neighbors(node), "{node}");
            for other in 0..30 {
                assert_eq!(graph.times(node, other), rebuilt.times(node, other), "{node} {other}");
            }
        }
        assert_eq!((before.degree(29), graph.degree(29)), (0, 3));
    }
}
