#!/usr/bin/env bash
# Measures the CPU time of pages after one new mail, for several numbers of people; see bench/README.md.
# Needs: python3; about ten minutes and 4 GB of temporary files.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${FOLDER:-$(mktemp -d)}
target=${CARGO_TARGET_DIR:-$here/../target}
rapport=${RAPPORT_BIN:-$target/release/rapport}
[ -x "$rapport" ] || { echo "Build Rapport first: cargo build --release -p rapport-cli" >&2; exit 1; }
trap '[ -n "${FOLDER:-}" ] || rm -rf "$folder"' EXIT

CARGO_TARGET_DIR=$target/bench cargo build --quiet --release --manifest-path "$here/pages/Cargo.toml"
for people in ${PEOPLE:-1000 10000 100000}; do
    [ -e "$folder/$people" ] || "$target/bench/release/fill" "$folder/$people" "$people" "$((people * 20))" "${MEMBERS:-3}"
    python3 "$here/news.py" "$rapport" "$folder/$people" "$people"
done
