"""Sentences that introduce symbols, against judgements by reading: python -m tests.benchmarks.notation [PAPER...].

Reads tests/planning/judged_notation.csv, tests/planning/labelled_notation.csv and ../shared/corpus (or the folder in
SCAFFOLD_SHARED); without that it prints a note and exits with 0. A judgement has a paper, a digest of symbol and
sentence, and whether that sentence really introduces what the statement means by the symbol. A label has a main result,
a symbol that it uses and where a reader found it introduced: "own" for the result itself, else file and line. The last
lines are the summary.
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
from scaffold.planning.formula_symbols import Formulas
from scaffold.planning.material import Material, material
from scaffold.planning.notation import notation
from scaffold.plans import Notation
from tests.benchmarks.main_results import SHARED, inspected

_DATA = Path(__file__).resolve().parents[1] / "planning"
JUDGED, LABELLED = _DATA / "judged_notation.csv", _DATA / "labelled_notation.csv"

_NEAR = 3
"""Lines between a label and the sentence that it means, at most."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """A symbol of a main result, given by its title, and the places where a reader found it introduced."""

    statement: str
    symbol: str
    places: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether the result introduces it itself."""
        return "own" in self.places


@dataclass(frozen=True, kw_only=True)
class Row:
    """What a paper's main results show: entries with the judgement on each, and how many symbols are unknown.

    labels: each label, and whether an entry has the sentence that it means.
    """

    name: str
    shown: tuple[tuple[Notation, bool | None], ...]
    unknown: int
    labels: tuple[tuple[Label, bool], ...]


def judged() -> dict[str, dict[str, bool]]:
    """The judgements, by paper and digest."""
    out: dict[str, dict[str, bool]] = {}
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            out.setdefault(line["paper"], {})[line["digest"]] = line["right"] == "1"
    return out


def labelled() -> dict[str, list[Label]]:
    """The labels, by paper."""
    out: dict[str, list[Label]] = {}
    with LABELLED.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            label = Label(statement=line["statement"], symbol=line["symbol"], places=tuple(line["places"].split()))
            out.setdefault(line["paper"], []).append(label)
    return out


def found(label: Label, m: Material, rows: Sequence[Notation]) -> bool:
    """Whether an entry of the labelled statement has the sentence that introduces the symbol."""
    formulas = Formulas(m.paper.macros)
    ids = {s.id for s in m.mains if s.title == label.statement}
    key = next((s.key for s in formulas.read(label.symbol).symbols), "")
    mine = [r for r in rows if ids & set(r.used) and key in {s.key for s in formulas.read(r.name).symbols[:1]}]
    return any((label.own and r.statement in ids) or any(_at(r, p) for p in label.places) for r in mine if r.sentence)


def _at(row: Notation, place: str) -> bool:
    file, _, line = place.rpartition(":")
    return bool(file) and row.file.endswith(file) and abs(row.line - int(line)) <= _NEAR


def digest(row: Notation) -> str:
    """What a judgement is about, without the paper's words."""
    said = "\n".join((row.name, "".join(row.sentence.split())))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def measured(name: str, paper: Paper, known: dict[str, bool], labels: Sequence[Label]) -> Row:
    """The entries of one paper's main results that are introduced elsewhere, and what is found of the labels."""
    m = material(paper, languages.load(languages.DEFAULT))
    mains = {s.id for s in m.mains}
    rows = [row for row in notation(m) if mains & set(row.used)]
    elsewhere = [row for row in rows if row.sentence and row.used != (row.statement,)]
    return Row(
        name=name,
        shown=tuple((row, known.get(digest(row))) for row in elsewhere),
        unknown=sum(not row.sentence for row in rows),
        labels=tuple((label, found(label, m, rows)) for label in labels),
    )


def rows(names: Sequence[str]) -> Iterator[Row]:
    """All papers with judgements or labels, or those named."""
    known, labels = judged(), labelled()
    for name in names or sorted({*known, *labels}):
        folder = SHARED / "corpus" / name
        if (folder / "META.json").is_file():
            yield measured(name, inspected(folder), known.get(name, {}), labels.get(name, ()))


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The shares of judged entries that are right, of entries that are judged, and of labels that are found.

    elsewhere: the share of those labels that are found which no result introduces itself.
    """

    precision: float
    judged: float
    recall: float
    elsewhere: float


def totals(measured: Sequence[Row]) -> Totals:
    """The figures over papers."""
    verdicts = [verdict for row in measured for _, verdict in row.shown]
    judged = [verdict for verdict in verdicts if verdict is not None]
    hits = [(label.own, hit) for row in measured for label, hit in row.labels]
    elsewhere = [hit for own, hit in hits if not own]
    return Totals(
        precision=sum(judged) / max(1, len(judged)),
        judged=len(judged) / max(1, len(verdicts)),
        recall=sum(hit for _, hit in hits) / max(1, len(hits)),
        elsewhere=sum(elsewhere) / max(1, len(elsewhere)),
    )


def main(names: list[str]) -> int:
    """Prints each entry that is wrong or not judged, each label that is not found, and the summary."""
    measured = []
    for row in rows(names):
        measured.append(row)
        print(f"{row.name}: {len(row.shown)} introduced elsewhere, {row.unknown} unknown", flush=True)
        for entry, verdict in row.shown:
            if not verdict:
                word = "not judged" if verdict is None else "wrong"
                print(f"  {word} {digest(entry)} {entry.name} in {', '.join(entry.used)}: {entry.sentence[:200]}")
        for label, hit in row.labels:
            if not hit:
                print(f"  not found {label.symbol} of {label.statement}, introduced at {', '.join(label.places)}")
    if not measured:
        print("no corpus here: nothing measured")
        return 0
    t = totals(measured)
    print(f"{len(measured)} papers: precision {t.precision:.0%} (bar 95 %) of the {t.judged:.0%} that are judged")
    print(f"labelled symbols found {t.recall:.0%} (bar 90 %), of those introduced elsewhere {t.elsewhere:.0%}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
