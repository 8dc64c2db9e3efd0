"""Overlap, local bridges and constraint with networkx, of a file of ties `a b strength`.

    python3 network.py FILE overlap constraint

Prints the same lines as crates/core/science/examples/network_speed.rs: a step, its seconds, and a sum of its results.
Effective size is left out, because for all nodes networkx needs a full matrix, and node by node it takes minutes.
"""

import sys
import time

import networkx as nx


def timed(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def read(path):
    graph = nx.Graph()
    with open(path, encoding="ascii") as file:
        graph.add_weighted_edges_from(
            (int(a), int(b), float(strength)) for a, b, strength in (line.split() for line in file)
        )
    return graph


def overlaps(graph):
    """The sum of the overlaps of all ties, and the number of local bridges."""
    values, bridges = [], 0
    for a, b in graph.edges:
        common = len(nx.common_neighbors(graph, a, b))
        others = graph.degree[a] + graph.degree[b] - 2 - common
        values.append(common / others if others else 0.0)
        bridges += common == 0 and graph.degree[a] > 1 and graph.degree[b] > 1
    return sum(values), bridges


def main(path, steps):
    graph, seconds = timed(lambda: read(path))
    most = max(degree for _, degree in graph.degree)
    print(f"read {seconds:.3f} ties {graph.number_of_edges()} most {most}", flush=True)
    if "overlap" in steps:
        (total, bridges), seconds = timed(lambda: overlaps(graph))
        print(f"overlap {seconds:.3f} sum {total:.3f} bridges {bridges}", flush=True)
    if "constraint" in steps:
        found, seconds = timed(lambda: nx.constraint(graph, weight="weight"))
        print(f"constraint {seconds:.3f} sum {sum(found.values()):.3f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
