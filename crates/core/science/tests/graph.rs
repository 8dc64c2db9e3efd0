//! Overlap, constraint and paths on a known network and on networks of chance.

#![expect(clippy::unwrap_used, reason = "a test may")]

use proptest::prelude::*;
use rapport_science::{
    EgoNetwork, Graph, Tie, constraint, overlaps, team_paths, warm_paths, warm_targets, warmth,
};

/// Zachary's karate club (1977, J. Anthropol. Res. 33:452), `a-b:contexts they met in`, as networkx 3.6.1 has it.
const KARATE: &str = "\
    0-1:4 0-2:5 0-3:3 0-4:3 0-5:3 0-6:3 0-7:2 0-8:2 0-10:2 0-11:3 0-12:1 0-13:3 0-17:2 0-19:2 0-21:2 \
    0-31:2 1-2:6 1-3:3 1-7:4 1-13:5 1-17:1 1-19:2 1-21:2 1-30:2 2-3:3 2-7:4 2-8:5 2-9:1 2-13:3 2-27:2 \
    2-28:2 2-32:2 3-7:3 3-12:3 3-13:3 4-6:2 4-10:3 5-6:5 5-10:3 5-16:3 6-16:3 8-30:3 8-32:3 8-33:4 \
    9-33:2 13-33:3 14-32:3 14-33:2 15-32:3 15-33:4 18-32:1 18-33:2 19-33:1 20-32:3 20-33:1 22-32:2 \
    22-33:3 23-25:5 23-27:4 23-29:3 23-32:5 23-33:4 24-25:2 24-27:3 24-31:2 25-31:7 26-29:4 26-33:2 \
    27-33:4 28-31:2 28-33:2 29-32:4 29-33:2 30-32:3 30-33:3 31-32:4 31-33:4 32-33:5";

/// By networkx 3.6.1: constraint and effective size without weights, then both with the weights. Effective size with
/// weights is that of the nodes asked for by name: for all nodes at once it takes a short cut through scipy that does
/// not follow the definition (13.954 instead of 13.775 for node 0).
const GOLDEN: [(f64, f64, f64, f64); 34] = [
    (0.155_423_298, 13.750_000_000, 0.190_623_489, 13.775_000_000),
    (0.279_535_108, 6.333_333_333, 0.340_901_983, 6.467_241_379),
    (0.185_176_640, 7.800_000_000, 0.255_653_839, 7.946_969_697),
    (0.396_659_647, 2.666_666_667, 0.412_222_616, 3.633_333_333),
    (0.529_417_438, 1.666_666_667, 0.508_088_570, 2.225_000_000),
    (0.477_484_809, 2.500_000_000, 0.491_129_228, 2.942_857_143),
    (0.477_484_809, 2.500_000_000, 0.531_404_722, 2.784_615_385),
    (0.442_711_589, 1.000_000_000, 0.527_081_950, 1.461_538_462),
    (0.303_600_714, 3.000_000_000, 0.334_414_756, 3.396_078_431),
    (0.500_000_000, 2.000_000_000, 0.555_555_556, 2.000_000_000),
    (0.529_417_438, 1.666_666_667, 0.530_497_648, 2.150_000_000),
    (1.000_000_000, 1.000_000_000, 1.000_000_000, 1.000_000_000),
    (0.622_504_340, 1.000_000_000, 0.730_229_592, 1.300_000_000),
    (0.323_335_417, 2.600_000_000, 0.382_748_624, 2.923_529_412),
    (0.573_679_594, 1.000_000_000, 0.641_126_693, 1.000_000_000),
    (0.573_679_594, 1.000_000_000, 0.632_394_347, 1.000_000_000),
    (0.781_250_000, 1.000_000_000, 0.939_749_125, 1.000_000_000),
    (0.590_868_538, 1.000_000_000, 0.665_331_408, 1.288_888_889),
    (0.573_679_594, 1.000_000_000, 0.667_077_584, 1.000_000_000),
    (0.373_719_350, 2.333_333_333, 0.439_109_364, 2.413_333_333),
    (0.573_679_594, 1.000_000_000, 0.723_821_347, 1.000_000_000),
    (0.590_868_538, 1.000_000_000, 0.623_608_381, 1.266_666_667),
    (0.573_679_594, 1.000_000_000, 0.639_834_228, 1.000_000_000),
    (0.305_823_722, 3.400_000_000, 0.312_773_961, 3.723_809_524),
    (0.459_876_543, 2.333_333_333, 0.512_471_655, 2.428_571_429),
    (0.459_876_543, 2.333_333_333, 0.456_314_499, 2.625_850_340),
    (0.670_901_817, 1.000_000_000, 0.653_162_439, 1.566_666_667),
    (0.285_069_204, 3.500_000_000, 0.322_210_146, 3.507_692_308),
    (0.386_913_153, 2.333_333_333, 0.398_982_741, 2.542_857_143),
    (0.449_409_001, 2.000_000_000, 0.438_925_197, 2.492_307_692),
    (0.346_006_464, 2.500_000_000, 0.394_491_171, 2.690_909_091),
    (0.244_575_404, 5.000_000_000, 0.275_498_835, 5.141_043_084),
    (0.249_223_362, 9.833_333_333, 0.258_256_140, 10.089_285_714),
    (0.156_418_685, 15.235_294_118, 0.186_287_286, 15.228_918_651),
];

/// The sum of the overlaps, and networkx's `local_bridges`, which are ours and one leaf more, 0-11.
const TOTAL_OVERLAP: f64 = 13.812_908_977_847_057;
const BRIDGES: [(u32, u32); 10] =
    [(0, 31), (1, 30), (2, 9), (2, 27), (2, 28), (9, 33), (13, 33), (19, 33), (23, 25), (24, 27)];

/// The club with strengths of a tenth of the weights, or of 1.
fn karate(weighted: bool) -> Graph {
    let tie = |text: &str| {
        let (a, rest) = text.split_once('-').unwrap();
        let (b, weight) = rest.split_once(':').unwrap();
        let strength = if weighted { weight.parse::<f32>().unwrap() / 10.0 } else { 1.0 };
        Tie { a: a.parse().unwrap(), b: b.parse().unwrap(), strength }
    };
    Graph::of(34, KARATE.split_whitespace().map(tie))
}

#[test]
fn constraint_and_effective_size_are_those_of_networkx() {
    let (plain, weighted) = (constraint(&karate(false)), constraint(&karate(true)));
    for (node, golden) in GOLDEN.iter().enumerate() {
        let (plain, weighted) = (plain[node].unwrap(), weighted[node].unwrap());
        let ours = [plain.value, plain.effective_size, weighted.value, weighted.effective_size];
        for (ours, golden) in ours.iter().zip([golden.0, golden.1, golden.2, golden.3]) {
            assert!((ours - golden).abs() < 1e-6, "node {node}: {ours} is not {golden}");
        }
    }
}

#[test]
fn a_person_without_a_tie_or_with_ties_of_no_strength_has_no_constraint() {
    let graph = Graph::of(3, [Tie { a: 0, b: 1, strength: 0.0 }]);
    assert_eq!(constraint(&graph), [None, None, None]);
}

#[test]
fn the_club_has_the_overlaps_and_local_bridges_of_networkx() {
    let overlaps = overlaps(&karate(false));
    let total: f64 = overlaps.iter().map(|overlap| overlap.value()).sum();
    assert!((total - TOTAL_OVERLAP).abs() < 1e-9, "{total}");
    let bridges: Vec<(u32, u32)> = overlaps
        .iter()
        .filter(|overlap| overlap.is_local_bridge())
        .map(|overlap| (overlap.a, overlap.b))
        .collect();
    assert_eq!(bridges, BRIDGES);
    assert_eq!(overlaps.iter().map(|overlap| overlap.common).sum::<u32>(), 3 * 45);
}

#[test]
fn a_leaf_is_no_bridge_and_its_overlap_is_nothing() {
    let ties = [(0, 1), (1, 2)].map(|(a, b)| Tie { a, b, strength: 1.0 });
    let leaf = overlaps(&Graph::of(3, ties))[0];
    assert!(leaf.value() == 0.0 && !leaf.is_local_bridge());
    assert_eq!((leaf.a, leaf.b, leaf.union_size()), (0, 1, 1));
}

/// 0 asks; 4 is the target; 1, 2 and 3 know both.
fn square(strengths: [(f32, f32); 3]) -> Graph {
    let ties = strengths.iter().zip(1..).flat_map(|((there, on), between)| {
        [Tie { a: 0, b: between, strength: *there }, Tie { a: between, b: 4, strength: *on }]
    });
    Graph::of(5, ties)
}

fn between(paths: &[rapport_science::WarmPath]) -> Vec<u32> {
    paths.iter().map(|path| path.steps[0].to).collect()
}

#[test]
fn the_likeliest_way_comes_first_and_a_tie_goes_to_who_was_asked_less() {
    let graph = square([(0.5, 0.5), (0.9, 0.4), (0.5, 0.5)]);
    let asked = |node: u32| if node == 1 { 3 } else { 0 };
    assert_eq!(between(&warm_paths(&graph, 0, 4, 9, asked)), [2, 3, 1]);
    assert_eq!(between(&warm_paths(&graph, 0, 4, 2, |_| 0)), [2, 1]);
    // .250 and .253 are both .25: the load decides.
    let graph = square([(0.506, 0.5), (0.1, 0.1), (0.5, 0.5)]);
    assert_eq!(between(&warm_paths(&graph, 0, 4, 9, asked)), [3, 1, 2]);
    assert_eq!(between(&warm_paths(&graph, 0, 4, 9, |_| 0)), [1, 3, 2]);
}

#[test]
fn nobody_leads_to_themselves_or_to_a_stranger() {
    let graph = square([(0.5, 0.5); 3]);
    assert!(warm_paths(&graph, 0, 0, 9, |_| 0).is_empty() && warm_paths(&graph, 0, 99, 9, |_| 0).is_empty());
    assert!(warmth(&graph, 0, 0) == 0.0 && warmth(&graph, 0, 99) == 0.0);
}

#[test]
fn a_colleague_leads_further() {
    // 0 asks colleague 1 or 2; 3 knows both and the target 4. 5 is a colleague whom 0 never wrote to.
    let ties = [(0, 1, 0.8), (0, 2, 0.5), (1, 3, 0.5), (2, 3, 0.9), (3, 4, 0.5), (5, 3, 1.0), (0, 3, 0.1)];
    let graph = Graph::of(6, ties.map(|(a, b, strength)| Tie { a, b, strength }));
    let paths = team_paths(&graph, 0, &[5, 2, 1, 2, 0, 4], 4, 9, |node| node);
    assert_eq!(between(&paths), [2, 1]);
    assert!((paths[0].probability - 0.225).abs() < 1e-6 && paths[0].load == 5);
    assert_eq!(paths[0].steps.iter().map(|step| step.to).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(team_paths(&graph, 0, &[1, 2], 4, 1, |_| 0).len(), 1);
}

#[test]
fn warmth_is_a_noisy_or_over_those_between() {
    let graph = square([(0.5, 0.5), (0.9, 0.4), (0.0, 1.0)]);
    let each = 3_f64.ln();
    let expected = 1.0 - (1.0 - 0.25 / each) * (1.0 - 0.36 / each);
    assert!((warmth(&graph, 0, 4) - expected).abs() < 1e-6);
}

prop_compose! {
    fn ties()(ties in prop::collection::vec((0_u32..14, 0_u32..14, 0_f32..1.0), 0..80)) -> Vec<Tie> {
        ties.into_iter().map(|(a, b, strength)| Tie { a, b, strength }).collect()
    }
}

/// The definitions of docs/science, read off a full matrix.
struct Matrix([[f64; 14]; 14]);

impl Matrix {
    fn of(graph: &Graph) -> Self {
        let mut matrix = [[0.0; 14]; 14];
        for a in 0..14 {
            for (b, strength) in graph.neighbors(a).iter().zip(graph.strengths(a)) {
                matrix[a as usize][*b as usize] = f64::from(*strength);
            }
        }
        Self(matrix)
    }

    fn share(&self, i: usize, j: usize) -> f64 {
        let total: f64 = self.0[i].iter().sum();
        if total > 0.0 { self.0[i][j] / total } else { 0.0 }
    }

    fn marginal(&self, i: usize, j: usize) -> f64 {
        let most = self.0[i].iter().copied().fold(0.0, f64::max);
        if most > 0.0 { self.0[i][j] / most } else { 0.0 }
    }

    fn constraint(&self, i: usize, contacts: &[u32]) -> (f64, f64) {
        let (mut constraint, mut size) = (0.0, contacts.len() as f64);
        for &j in contacts {
            let j = j as usize;
            let indirect: f64 = (0..14).map(|q| self.share(i, q) * self.share(q, j)).sum();
            constraint += (self.share(i, j) + indirect).powi(2);
            size -= (0..14).map(|q| self.share(i, q) * self.marginal(j, q)).sum::<f64>();
        }
        (constraint, size)
    }
}

proptest! {
    #[test]
    fn constraint_follows_its_definition(ties in ties()) {
        let graph = Graph::of(14, ties);
        let matrix = Matrix::of(&graph);
        for (node, found) in constraint(&graph).into_iter().enumerate() {
            let contacts = graph.neighbors(node as u32);
            let Some(found) = found else { continue };
            let (value, size) = matrix.constraint(node, contacts);
            prop_assert!((found.value - value).abs() < 1e-9 && (found.effective_size - size).abs() < 1e-9);
        }
    }

    #[test]
    fn overlaps_count_whom_both_know(ties in ties()) {
        let graph = Graph::of(14, ties);
        let all = overlaps(&graph);
        prop_assert_eq!(all.len(), graph.ties());
        prop_assert!(all.is_sorted_by_key(|one| (one.a, one.b)));
        for one in all {
            prop_assert_eq!(one.common as usize, graph.in_common(one.a, one.b).count());
            prop_assert_eq!((one.degree_a, one.degree_b), (graph.degree(one.a), graph.degree(one.b)));
            prop_assert!(one.a < one.b && (0.0..=1.0).contains(&one.value()));
        }
    }

    #[test]
    fn an_ego_network_has_the_effective_size_of_the_whole(ties in ties()) {
        let graph = Graph::of(14, ties);
        let strongest = |node: u32| graph.strengths(node).iter().copied().fold(0.0, f32::max);
        for (ego, found) in (0..).zip(constraint(&graph)) {
            let own: Vec<_> = graph.neighbors(ego).iter().copied().zip(graph.strengths(ego).iter().copied()).collect();
            let mut network = EgoNetwork::of(14, own);
            for tie in overlaps(&graph).into_iter().filter(|tie| tie.a != ego && tie.b != ego) {
                let strength = graph.strength(tie.a, tie.b).unwrap();
                network.add(Tie { a: tie.a, b: tie.b, strength }, strongest(tie.a), strongest(tie.b));
            }
            let (found, expected) = (network.effective_size(), found.map(|found| found.effective_size));
            prop_assert_eq!(found.is_some(), expected.is_some());
            prop_assert!((found.unwrap_or_default() - expected.unwrap_or_default()).abs() < 1e-9);
        }
    }

    #[test]
    fn the_order_of_ties_changes_nothing(ties in ties()) {
        let turned = ties.iter().rev().map(|tie| Tie { a: tie.b, b: tie.a, ..*tie });
        prop_assert_eq!(Graph::of(14, turned), Graph::of(14, ties.iter().copied()));
    }

    #[test]
    fn warm_targets_are_the_two_step_strangers_with_their_warmth(ties in ties()) {
        let graph = Graph::of(14, ties);
        let targets = warm_targets(&graph, 0);
        let expected: Vec<u32> = (1..14)
            .filter(|node| graph.strength(0, *node).is_none() && graph.in_common(0, *node).count() > 0)
            .collect();
        prop_assert_eq!(targets.iter().map(|(node, _)| *node).collect::<Vec<_>>(), expected);
        for (node, score) in targets {
            prop_assert!((score - warmth(&graph, 0, node)).abs() < 1e-12 && (0.0..1.0).contains(&score));
            let paths = warm_paths(&graph, 0, node, usize::MAX, |_| 0);
            prop_assert!(paths.windows(2).all(|two| two[0].probability >= two[1].probability));
        }
    }
}
