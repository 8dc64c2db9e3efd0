#!/usr/bin/env bash
# What pages and imports cost on SQLite and on PostgreSQL; see bench/README.md.
# Needs: python3 and PostgreSQL's programs; about ten minutes and 2 GB of temporary files.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
people=${PEOPLE:-10000} messages=${MESSAGES:-10000}
target=${CARGO_TARGET_DIR:-$here/../target}
rapport=${RAPPORT_BIN:-$target/release/rapport}
[ -x "$rapport" ] || { echo "Build Rapport first: cargo build --release -p rapport-cli" >&2; exit 1; }
folder=$(mktemp -d)
started=()
end() {
    for id in "${started[@]}"; do kill "$id" 2>/dev/null || true; done
    rm -rf "$folder"
}
trap end EXIT

CARGO_TARGET_DIR=$target/bench cargo build --quiet --release --manifest-path "$here/pages/Cargo.toml"
CARGO_TARGET_DIR=$target cargo build --quiet -p rapport-xtask --manifest-path "$here/../Cargo.toml"

# A private server with one empty database; prints its address.
database() {
    "$target/debug/rapport-xtask" db >"$folder/$1" 2>/dev/null & started+=($!)
    until [ -s "$folder/$1" ]; do sleep 0.2; done
    url=$(head -n 1 "$folder/$1")
}

python3 "$here/corpus.py" --messages "$messages" "$folder/mail"
fill=$target/bench/release/fill
"$fill" "$folder/data" "$people" "$((people * 20))" 3
database filled && filled=$url
"$fill" "$filled" "$people" "$((people * 20))" 3
database empty
python3 "$here/engines.py" "$rapport" "$folder/data" "$filled" "$folder/mail" "$url"
