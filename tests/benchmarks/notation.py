"""Sentences that introduce symbols, against judgements by reading: python -m tests.benchmarks.notation [PAPER...].

Reads tests/planning/judged_notation.csv and ../shared/corpus (or the folder in SCAFFOLD_SHARED); without that it prints
a note and exits with 0. A row has a paper, a digest of statement, symbol and sentence, and whether that sentence really
introduces what the statement means by the symbol. The last line is the summary.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold import languages
from scaffold.model import Paper
from scaffold.planning.material import material
from scaffold.planning.notation import notation
from scaffold.plans import Notation
from tests.benchmarks.main_results import SHARED, inspected

JUDGED = Path(__file__).resolve().parents[1] / "planning" / "judged_notation.csv"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What a paper's main results show: entries with the judgement on each, and how many symbols are unknown."""

    name: str
    shown: tuple[tuple[Notation, bool | None], ...]
    unknown: int


def judged() -> dict[str, dict[str, bool]]:
    """The judgements, by paper and digest."""
    out: dict[str, dict[str, bool]] = {}
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            out.setdefault(line["paper"], {})[line["digest"]] = line["right"] == "1"
    return out


def digest(row: Notation) -> str:
    """What a judgement is about, without the paper's words."""
    said = "\n".join((row.name, "".join(row.sentence.split())))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def measured(name: str, paper: Paper, known: dict[str, bool]) -> Row:
    """The entries of one paper's main results."""
    m = material(paper, languages.load(languages.DEFAULT))
    mains = {s.id for s in m.mains}
    rows = [row for row in notation(m) if mains & set(row.used)]
    return Row(
        name=name,
        shown=tuple((row, known.get(digest(row))) for row in rows if row.sentence),
        unknown=sum(not row.sentence for row in rows),
    )


def rows(names: Sequence[str]) -> Iterator[Row]:
    """All papers with judgements, or those named."""
    known = judged()
    for name in names or known:
        folder = SHARED / "corpus" / name
        if (folder / "META.json").is_file():
            yield measured(name, inspected(folder), known.get(name, {}))


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The shares of judged entries that are right, of entries that are judged, of right sentences that are found."""

    precision: float
    judged: float
    recall: float


def totals(found: Sequence[Row]) -> Totals:
    """The figures over papers."""
    shown = [(row.name, digest(entry), verdict) for row in found for entry, verdict in row.shown]
    verdicts = [verdict for _, _, verdict in shown if verdict is not None]
    known = judged()
    wanted = {(row.name, key) for row in found for key, right in known.get(row.name, {}).items() if right}
    return Totals(
        precision=sum(verdicts) / max(1, len(verdicts)),
        judged=len(verdicts) / max(1, len(shown)),
        recall=len(wanted & {(name, key) for name, key, _ in shown}) / max(1, len(wanted)),
    )


def main(names: list[str]) -> int:
    """Prints each entry that is wrong or not judged, a line for each paper, and the summary."""
    found = []
    for row in rows(names):
        found.append(row)
        print(f"{row.name}: {len(row.shown)} introduced, {row.unknown} unknown", flush=True)
        for entry, verdict in row.shown:
            if not verdict:
                word = "not judged" if verdict is None else "wrong"
                print(f"  {word} {digest(entry)} {entry.name} in {', '.join(entry.used)}: {entry.sentence[:200]}")
    if not found:
        print("no corpus here: nothing measured")
        return 0
    t = totals(found)
    print(
        f"{len(found)} papers: precision {t.precision:.0%} (bar 90 %) of the {t.judged:.0%} that are judged, "
        f"{t.recall:.0%} of the right sentences found"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
