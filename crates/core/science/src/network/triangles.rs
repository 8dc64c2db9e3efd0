//! Lists every triangle of a graph once, in O(m^1.5) for m ties: each tie is directed to its end of higher degree, so
//! that no node has more than sqrt(2 m) outgoing ties (Chiba and Nishizeki 1985, SIAM J. Comput. 14:210).

use crate::network::graph::Graph;

/// Three nodes that are all neighbors of each other, the one of lowest degree first.
pub(crate) struct Triangle {
    pub nodes: [u32; 3],
    /// `at[i][j]` is the index of the tie from corner i to corner j among the entries of the graph.
    pub at: [[u32; 3]; 3],
}

/// A tie in the row of its end of lower degree.
#[derive(Clone, Copy)]
struct Arc {
    to: u32,
    /// The index of its entry in the graph, in the row of the end of lower degree.
    out: u32,
    /// The index of its entry in the row of `to`.
    back: u32,
}

/// Calls `visit` for every triangle once, in an order that depends on the graph alone.
pub(crate) fn each_triangle(graph: &Graph, mut visit: impl FnMut(&Triangle)) {
    let (arcs, starts) = arcs(graph);
    let row = |node: u32| &arcs[starts[node as usize]..starts[node as usize + 1]];
    // The index of the arc from `first` to each node, plus one; 0 where there is none.
    let mut marks = vec![0_u32; graph.nodes() as usize];
    for first in 0..graph.nodes() {
        let own = row(first);
        for (place, arc) in own.iter().enumerate() {
            marks[arc.to as usize] = place as u32 + 1;
        }
        for to_second in own {
            for between in row(to_second.to) {
                let mark = marks[between.to as usize];
                if mark > 0 {
                    let to_third = own[mark as usize - 1];
                    visit(&Triangle {
                        nodes: [first, to_second.to, between.to],
                        at: [
                            [0, to_second.out, to_third.out],
                            [to_second.back, 0, between.out],
                            [to_third.back, between.back, 0],
                        ],
                    });
                }
            }
        }
        for arc in own {
            marks[arc.to as usize] = 0;
        }
    }
}

/// The arcs in the rows of their ends of lower degree, of the lower node when degrees are equal; and where rows start.
fn arcs(graph: &Graph) -> (Vec<Arc>, Vec<usize>) {
    let others = graph.other_ends();
    let (neighbors, _) = graph.entries();
    let mut arcs = Vec::with_capacity(graph.ties());
    let mut starts = Vec::with_capacity(graph.nodes() as usize + 1);
    starts.push(0);
    let rank = |node: u32| (graph.degree(node), node);
    for node in 0..graph.nodes() {
        for place in graph.row(node) {
            let to = neighbors[place];
            if rank(node) < rank(to) {
                arcs.push(Arc { to, out: place as u32, back: others[place] });
            }
        }
        starts.push(arcs.len());
    }
    (arcs, starts)
}
