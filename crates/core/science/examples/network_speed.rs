//! How fast the measures of the network are, on ties between people of very different reach.
//! `cargo run --release -p rapport-science --example network_speed -- [nodes ties [file to write the ties to]]`
//!
//! Each line is a step, its seconds, and a sum of what came out, so that bench/network.py can be held against it.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "an example writes the file it is told to and measures time"
)]

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use rapport_science::{Graph, Tie, constraint, overlaps, warm_paths, warm_targets, warmth};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, default: u32| arguments.get(place).map_or(Ok(default), |text| text.parse());
    let (nodes, count) = (number(0, 100_000)?, number(1, 1_000_000)?);
    let ties = ties(nodes, count as usize);
    if let Some(path) = arguments.get(2) {
        let mut text = String::new();
        for tie in &ties {
            writeln!(text, "{} {} {}", tie.a, tie.b, tie.strength)?;
        }
        std::fs::write(path, text)?;
    }
    measure(nodes, &ties);
    Ok(())
}

fn measure(nodes: u32, ties: &[Tie]) {
    let (graph, seconds) = timed(|| Graph::of(nodes, ties.iter().copied()));
    let most = (0..nodes).map(|node| graph.degree(node)).max().unwrap_or(0);
    println!("graph {seconds:.3} ties {} most {most}", graph.ties());
    let (overlaps, seconds) = timed(|| overlaps(&graph));
    let total: f64 = overlaps.iter().map(|overlap| overlap.value()).sum();
    let bridges = overlaps.iter().filter(|overlap| overlap.is_local_bridge()).count();
    let triangles = overlaps.iter().map(|overlap| u64::from(overlap.common)).sum::<u64>() / 3;
    println!("overlap {seconds:.3} sum {total:.3} bridges {bridges} triangles {triangles}");
    let (found, seconds) = timed(|| constraint(&graph));
    let values: f64 = found.iter().flatten().map(|constraint| constraint.value).sum();
    let sizes: f64 = found.iter().flatten().map(|constraint| constraint.effective_size).sum();
    println!("constraint {seconds:.3} sum {values:.3} sizes {sizes:.1}");
    queries(&graph);
}

/// A thousand questions: the ways between two people, and everybody one could meet.
fn queries(graph: &Graph) {
    let nodes = graph.nodes();
    let (found, seconds) = timed(|| {
        let ways = (0..1000).map(|query| {
            let (from, to) = pair(query, nodes);
            black_box(warmth(graph, from, to));
            warm_paths(graph, from, to, 5, |_| 0).len()
        });
        ways.sum::<usize>()
    });
    println!("paths-1000 {seconds:.4} ways {found}");
    let (found, seconds) =
        timed(|| (0..1000).map(|query| warm_targets(graph, pair(query, nodes).0).len()).sum::<usize>());
    println!("targets-1000 {seconds:.3} found {found}");
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed().as_secs_f64())
}

fn pair(query: u32, nodes: u32) -> (u32, u32) {
    (query.wrapping_mul(7_919) % nodes, (query.wrapping_mul(104_729) + 1) % nodes)
}

/// Ties whose ends are drawn by weights i^-0.75 (Chung and Lu): of 100,000 people with a million ties, the one with
/// the widest reach knows close to 20,000.
fn ties(nodes: u32, count: usize) -> Vec<Tie> {
    let mut reach = Vec::with_capacity(nodes as usize);
    let mut total = 0.0;
    for rank in 1..=nodes {
        total += f64::from(rank).powf(-0.75);
        reach.push(total);
    }
    let mut bits = 1_u64;
    let mut chance = || {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (bits >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut seen = std::collections::HashSet::new();
    let mut ties = Vec::with_capacity(count);
    let most = count.min(nodes as usize * (nodes as usize - 1) / 4);
    while ties.len() < most {
        let mut end = || {
            let drawn = chance() * total;
            reach.partition_point(|reach| *reach <= drawn) as u32
        };
        let (one, other) = (end(), end());
        let strength = (chance() * 99.0 + 1.0).floor() as f32 / 100.0;
        if one != other && seen.insert((one.min(other), one.max(other))) {
            // Neighbors in rank are no neighbors in number.
            let number = |rank: u32| (u64::from(rank) * 7_919 % u64::from(nodes)) as u32;
            ties.push(Tie { a: number(one), b: number(other), strength });
        }
    }
    ties
}
