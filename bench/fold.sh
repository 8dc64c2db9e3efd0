#!/usr/bin/env bash
# Folds one log of touches with Rapport, pandas and polars in turn; prints seconds, without the time to read the file, and
# ratios.
# See bench/README.md.
# Needs: python3 with pandas and polars, by pip; a quarter of a minute.
#
#   bench/fold.sh                         5,000,000 touches of 200,000 pairs
#   TOUCHES=100000 PAIRS=5000 bench/fold.sh
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
python3 -c 'import pandas, polars' || {
    echo "pandas or polars is missing. Install them with: pip install pandas polars" >&2
    exit 1
}
place=$(mktemp -d "${TMPDIR:-/tmp}/rapport-fold.XXXXXX")
trap 'rm -rf "$place"' EXIT
python3 "$here/fold.py" make "$place/log.csv" "${TOUCHES:-5000000}" "${PAIRS:-200000}"
(cd "$here/.." && cargo build --quiet --release --package rapport-science --example fold_speed)
target=${CARGO_TARGET_DIR:-$here/../target}
"$target/release/examples/fold_speed" "$place/log.csv" | tee "$place/out"
for tool in pandas polars; do
    # One thread each, as the fold has.
    POLARS_MAX_THREADS=1 python3 "$here/fold.py" "$tool" "$place/log.csv" | tee -a "$place/out"
done
python3 - "$place/out" "${TOUCHES:-5000000}" << 'TABLE'
import sys
rows = [line.split() for line in open(sys.argv[1]) if " contact_days " in line]
if len({tuple(row[2:]) for row in rows}) != 1:
    sys.exit("the sums differ")
ours = float(rows[0][1])
print(f"{int(sys.argv[2]) / ours / 1e6:.1f} million touches a second")
for row in rows[1:]:
    print(f"{row[0]}: {float(row[1]) / ours:.1f} times as long as Rapport")
TABLE
