#!/usr/bin/env bash
# Indexes one Maildir with notmuch, mairix and Rapport in turn, each as a whole process, then adds a few messages and
# indexes again; prints CPU seconds, time, peak memory and ratios. See bench/README.md.
# Needs: notmuch, mairix, python3 and time, by apt; mail in ../shared/data; ten minutes and 3 GB of temporary files.
#
#   bench/index.sh                     100,000 messages
#   N=20000 RUNS=3 bench/index.sh      fewer messages; the medians of three rounds
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
messages=${N:-100000}
more=${MORE:-100}
rounds=${RUNS:-1}
rapport=${RAPPORT_BIN:-$here/../target/release/rapport}
me=olivia@acme.example

for program in notmuch mairix python3 /usr/bin/time "$rapport"; do
    command -v "$program" > /dev/null || {
        echo "$program is missing. Install notmuch, mairix, python3 and time, and build Rapport with:" \
            "cargo build --release -p rapport-cli" >&2
        exit 1
    }
done

place=$(mktemp -d "${TMPDIR:-/tmp}/rapport-bench.XXXXXX")
trap 'rm -rf "$place"' EXIT
mail=$place/mail
figures=$place/figures
# Nothing of this machine's own settings or mail is read or written.
mkdir "$place/home" "$place/found"
unset MAILDIR NOTMUCH_DATABASE NOTMUCH_PROFILE RAPPORT_DATA RAPPORT_DATABASE RAPPORT_LOG
export HOME=$place/home XDG_CONFIG_HOME=$place/home/config XDG_DATA_HOME=$place/home/data
export NOTMUCH_CONFIG=$place/notmuch-config

printf '[database]\nmail_root=%s\npath=%s\n[new]\ntags=\n[maildir]\nsynchronize_flags=false\n' \
    "$mail" "$place/notmuch" > "$NOTMUCH_CONFIG"
printf 'base=%s\nmaildir=mail\nmfolder=%s\ndatabase=%s\n' \
    "$place" "$place/found/matches" "$place/mairix" > "$place/mairixrc"

# measure STEP TOOL COMMAND...: runs the command alone and appends its figures to a file.
measure() {
    local step=$1 tool=$2
    shift 2
    sync
    /usr/bin/time -o "$place/time" -f '%U %S %e %M' "$@" > "$place/out" 2> "$place/err" || {
        echo "$tool failed:" >&2
        cat "$place/err" >&2
        exit 1
    }
    echo "$step $tool $(cat "$place/time")" >> "$figures"
}

field() { python3 -c 'import json,sys; print(json.loads(sys.stdin.read().splitlines()[-1])[sys.argv[1]])' "$1"; }

# agree EXPECTED: fails unless all three count as many messages.
agree() {
    local expected=$1 of_notmuch of_mairix of_rapport
    of_notmuch=$(notmuch count '*')
    of_mairix=$(mairix -f "$place/mairixrc" -r "tcf:${me%@*}" | wc -l)
    of_rapport=$(field read < "$place/rapport.json")
    if [ "$of_notmuch" != "$expected" ] || [ "$of_mairix" != "$expected" ] || [ "$of_rapport" != "$expected" ]; then
        echo "The counts differ: $expected messages, notmuch $of_notmuch, mairix $of_mairix, Rapport $of_rapport" >&2
        exit 1
    fi
}

index() {
    measure "$1" notmuch notmuch new --quiet
    measure "$1" mairix mairix -f "$place/mairixrc"
    measure "$1" rapport "$rapport" import "$mail" --me "$me" --json --data "$place/rapport"
    cp "$place/out" "$place/rapport.json"
}

for round in $(seq "$rounds"); do
    echo "round $round of $rounds" >&2
    rm -rf "$mail" "$place/notmuch" "$place/mairix" "$place/rapport"
    mkdir "$place/notmuch"
    python3 "$here/corpus.py" "$mail" --messages "$messages"
    # All three find the mail in the page cache.
    find "$mail" -type f -print0 | xargs -0 cat > /dev/null
    index first
    agree "$messages"
    kept=$(field added < "$place/rapport.json")
    python3 "$here/corpus.py" "$mail" --messages "$more" --first "$messages"
    index more
    agree "$((messages + more))"
done

echo "$messages messages, $(du -sm "$mail" | cut -f1) MB on disk; Rapport kept $kept and set the rest aside"
du -sm "$place/notmuch" "$place/mairix" "$place/rapport" | while read -r size path; do
    echo "on disk afterwards: ${path##*/} $size MB"
done
python3 - "$figures" "$more" << 'TABLE'
import statistics, sys
runs = {}
for line in open(sys.argv[1]):
    step, tool, user, system, wall, memory = line.split()
    runs.setdefault((step, tool), []).append((float(user) + float(system), float(wall), float(memory) / 1024))
median = {key: [statistics.median(column) for column in zip(*rows)] for key, rows in runs.items()}
for step, title in (("first", "all of it"), ("more", f"{sys.argv[2]} more")):
    ours = median[step, "rapport"]
    print(f"\n{title:12}  CPU s   wall s   peak MB   CPU ratio  wall ratio")
    for tool in ("notmuch", "mairix", "rapport"):
        cpu, wall, memory = median[step, tool]
        ratios = f"{cpu / max(ours[0], .01):9.2f} {wall / max(ours[1], .01):11.2f}"
        print(f"{tool:12} {cpu:6.2f} {wall:8.2f} {memory:9.0f}  {ratios}")
print("\nA ratio is the figure of the tool divided by that of Rapport.")
TABLE
