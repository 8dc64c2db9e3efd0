#!/usr/bin/env bash
# Measures a network of ties with Rapport and with networkx, both on the same file; prints seconds and ratios, and
# fails when their sums differ. See bench/README.md.
# Needs: python3 with networkx and scipy, by pip; half a minute.
#
#   bench/network.sh                       10,000 people for both measures, 100,000 for overlap alone
#   SMALL="2000 20000" bench/network.sh    other numbers of people and ties
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
small=${SMALL:-10000 100000}
large=${LARGE:-100000 1000000}
place=$(mktemp -d "${TMPDIR:-/tmp}/rapport-bench.XXXXXX")
trap 'rm -rf "$place"' EXIT

python3 -c 'import networkx, scipy' 2> /dev/null || {
    echo "networkx or scipy is missing. Install them with: pip install networkx scipy" >&2
    exit 1
}
cargo build --release --quiet --manifest-path "$here/../Cargo.toml" -p rapport-science --example network_speed
target=${CARGO_TARGET_DIR:-$here/../target}

# compare PEOPLE TIES STEP...: networkx does only these steps.
compare() {
    local people=$1 ties=$2
    shift 2
    "$target/release/examples/network_speed" "$people" "$ties" "$place/ties" > "$place/rapport"
    python3 "$here/network.py" "$place/ties" "$@" > "$place/networkx"
    echo "$people people, $ties ties"
    python3 - "$place/rapport" "$place/networkx" << 'TABLE'
import sys

def steps(path):
    return {line.split()[0]: line.split()[1:] for line in open(path)}

def total(step):
    return float(step[step.index("sum") + 1]) if "sum" in step else 0.0

ours, theirs = (steps(path) for path in sys.argv[1:])
print(f"{'':14} {'Rapport s':>10} {'networkx s':>11} {'ratio':>8}")
for name, step in ours.items():
    other = theirs.get(name)
    if other and abs(total(step) - total(other)) > 1e-5 * (1.0 + abs(total(other))):
        sys.exit(f"{name} differs: {total(step)} and {total(other)}")
    rest = f"{float(other[0]):11.3f} {float(other[0]) / max(float(step[0]), 1e-4):8.1f}" if other else ""
    print(f"{name:14} {float(step[0]):10.4f} {rest}  {' '.join(step[1:])}")
TABLE
}

# The first round warms up the processor and the files.
compare $small overlap constraint > /dev/null
compare $small overlap constraint
compare $large overlap
