#!/usr/bin/env bash
# The whole workflow on the example paper: a loopback arXiv serves it; scaffold fetches, reads, writes and builds.
set -euo pipefail
cd "$(dirname "$0")/.."

VENV=$(cd "${VENV:-.venv}" && pwd)
DEMO=${DEMO:-demo}
PAPER=2401.00001
MARK=$DEMO/.made-by-make-demo

if [ -d /Library/TeX/texbin ]; then export PATH="/Library/TeX/texbin:$PATH"; fi

# Only a folder from an earlier demo is replaced.
if [ -e "$DEMO" ]; then
    if [ ! -e "$MARK" ]; then
        printf 'Error: %s exists but is not from an earlier demo. Move it, or run: make demo DEMO=another-folder\n' "$DEMO" >&2
        exit 1
    fi
    rm -rf "$DEMO"
fi
mkdir -p "$DEMO"
touch "$MARK"

# The cache is in the demo folder: on the real arXiv, this identifier belongs to another paper.
SCAFFOLD_CACHE=$(cd "$DEMO" && pwd)/.cache
export SCAFFOLD_CACHE SCAFFOLD_ARXIV_DELAY=0

"$VENV/bin/python" -m tests.loopback examples/eprints --port 0 > "$DEMO/.arxiv" &
server=$!
trap 'kill "$server" 2> /dev/null || true' EXIT

for _ in $(seq 100); do
    read -r SCAFFOLD_ARXIV_URL 2> /dev/null < "$DEMO/.arxiv" && [ -n "$SCAFFOLD_ARXIV_URL" ] && break
    kill -0 "$server" 2> /dev/null || { echo "Error: the loopback arXiv did not start" >&2; exit 1; }
    sleep 0.1
done
[ -n "${SCAFFOLD_ARXIV_URL:-}" ] || { echo "Error: the loopback arXiv did not print its address" >&2; exit 1; }
export SCAFFOLD_ARXIV_URL

# A command as it must be typed: arguments with other characters than those of names and paths are quoted.
typed() {
    for word in "$@"; do
        case $word in
            *[!A-Za-z0-9_./:~-]* | '') printf ' "%s"' "$(printf '%s' "$word" | sed 's/[\"$`]/\\&/g')" ;;
            *) printf ' %s' "$word" ;;
        esac
    done
}

show() { printf '\n$ scaffold%s\n' "$(typed "$@")"; "$VENV/bin/scaffold" "$@"; }

project=$DEMO/margins
show init "$PAPER" "$project" --student "Ada Lovelace"
status=0
printf '\n$ cd%s && scaffold build\n' "$(typed "$project")"
(cd "$project" && "$VENV/bin/scaffold" build) || status=$?

printf '\n'
for pdf in report slides; do
    if [ -s "$project/build/$pdf.pdf" ]; then
        printf '  %-7s %s\n' "$pdf" "$project/build/$pdf.pdf"
    else
        printf '  %-7s not built. To see what is missing, run: %s doctor\n' "$pdf" "$VENV/bin/scaffold"
        status=1
    fi
done
exit "$status"
