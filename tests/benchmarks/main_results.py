"""Main results and prerequisites against the labelled papers: python -m tests.benchmarks.main_results [PAPER...].

Reads ../shared/labels and ../shared/corpus; without them it prints a note and exits with 0. The last
line is the summary.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scaffold.model import Paper, Statement, from_json
from scaffold.planning.prerequisites import prerequisites
from scaffold.planning.rank import main_results

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@dataclass(frozen=True)
class Row:
    """What was found for one paper: the titles chosen, whether the first is right, and the prerequisites."""

    name: str
    chosen: tuple[str, ...]
    right: bool
    acceptable: bool
    found: frozenset[str]
    wanted: frozenset[str]


def key(title: str) -> str:
    """A title by which labels and statements are compared: "theorem 3.1"."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w .']", "", title.lower())).strip(" .")


def inspected(folder: Path) -> Paper:
    """The paper as `scaffold inspect` reads and ranks it."""
    meta = json.loads((folder / "META.json").read_text(encoding="utf-8"))
    command = [sys.executable, "-m", "scaffold", "inspect", str(folder / "eprint.tar.gz"), "--json"]
    if meta.get("needs_main") and meta.get("main_tex"):
        command += ["--main", meta["main_tex"]]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return from_json(json.loads(run.stdout))


def row(labels: Path) -> Row:
    """Measures one labelled paper."""
    paper = inspected(SHARED / "corpus" / labels.stem)
    truth = json.loads(labels.read_text(encoding="utf-8"))
    mains = {key(title) for title in truth["main"]}
    fine = mains | {key(title) for title in truth["acceptable_main"]}
    chosen = main_results(paper)
    first = key(chosen[0].title) if chosen else ""
    asked = [s.id for s in paper.statements if key(s.title) in mains]
    by_id: dict[str, Statement] = {s.id: s for s in paper.statements}
    found = frozenset(key(by_id[p.id].title) for p in prerequisites(paper, asked))
    wanted = frozenset(key(title) for title in truth["assumptions_for_main"])
    return Row(labels.stem, tuple(s.title for s in chosen), first in mains, first in fine, found, wanted)


def rows(names: list[str]) -> Iterator[Row]:
    """All labelled papers, or those named."""
    for labels in sorted((SHARED / "labels").glob("*.json")):
        if (not names or labels.stem in names) and (SHARED / "corpus" / labels.stem / "eprint.tar.gz").is_file():
            yield row(labels)


def main(names: list[str]) -> int:
    """Prints a line a paper and the summary."""
    measured = []
    for r in rows(names):
        verdict = "right" if r.right else "acceptable" if r.acceptable else "WRONG"
        missed = f", missed {', '.join(sorted(r.wanted - r.found))}" if r.wanted - r.found else ""
        hits = len(r.wanted & r.found)
        print(f"{r.name:30s} {verdict:10s} {', '.join(r.chosen)}; prerequisites {hits}/{len(r.wanted)}{missed}")
        measured.append(r)
    if not measured:
        print("no labelled papers here: nothing measured")
        return 0
    count, wanted = len(measured), sum(len(r.wanted) for r in measured)
    right, fine = sum(r.right for r in measured), sum(r.acceptable for r in measured)
    hits, got = sum(len(r.wanted & r.found) for r in measured), sum(len(r.found) for r in measured)
    print(
        f"{count} papers: first main result right {right / count:.0%} (bar 85 %), acceptable {fine / count:.0%} "
        f"(bar 95 %); prerequisites recall {hits / max(1, wanted):.2f} (bar 0.80), {got} named for {wanted} wanted"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
