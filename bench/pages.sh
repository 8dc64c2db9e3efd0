#!/usr/bin/env bash
# Measures the response times of the web app and of bare pages on the same data; see bench/README.md.
# Needs: five minutes and 2 GB of temporary files.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
people=${PEOPLE:-100000} interactions=${INTERACTIONS:-2000000} requests=${REQUESTS:-300}
folder=${FOLDER:-$(mktemp -d)}
target=${CARGO_TARGET_DIR:-$here/../target}
rapport=${RAPPORT_BIN:-$target/release/rapport}
[ -x "$rapport" ] || { echo "Build Rapport first: cargo build --release -p rapport-cli" >&2; exit 1; }

export CARGO_TARGET_DIR=$target/bench
cargo build --quiet --release --manifest-path "$here/pages/Cargo.toml"
tools=$CARGO_TARGET_DIR/release

started=()
end() {
    for id in "${started[@]}"; do kill "$id" 2>/dev/null || true; done
    [ -n "${FOLDER:-}" ] || rm -rf "$folder"
}
trap end EXIT

# first_line FILE: waits for the first line of a program's output and prints it.
first_line() {
    for _ in $(seq 3000); do
        line=$(head -n 1 "$1")
        [ -n "$line" ] && { echo "$line"; return; }
        sleep 0.1
    done
    echo "$1 stayed empty" >&2
    exit 1
}

[ -e "$folder/rapport.db" ] || "$tools/fill" "$folder" "$people" "$interactions"
output=$(mktemp -d)
"$rapport" serve --data "$folder" --port 0 --no-open --requests-per-second 1000000 >"$output/rapport" & started+=($!)
"$tools/bare" "$folder" >"$output/bare" & started+=($!)
link=$(first_line "$output/rapport")
"$tools/measure" "${link#Rapport is at }" "$(first_line "$output/bare")" "$requests"
