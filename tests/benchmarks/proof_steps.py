"""Steps of proofs, against labels by reading: python -m tests.benchmarks.proof_steps [PAPER...].

Reads tests/planning/labelled_steps.csv and ../shared/corpus (or the folder in SCAFFOLD_SHARED); without that it prints
a note and exits with 0. A label has a result, the file and line of a sentence, its first words, and whether a reader
sees a step begin there: "yes", or "may" for a sentence that counts neither for nor against. The last line is
the summary.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold.model import Paper
from scaffold.planning.proof_steps import glance
from scaffold.plans import ProofStep
from tests.benchmarks.main_results import SHARED, inspected

LABELLED = Path(__file__).resolve().parents[1] / "planning" / "labelled_steps.csv"


@dataclass(frozen=True, kw_only=True)
class Label:
    """A sentence of a result's proof: its place is file and line, word what it begins with."""

    statement: str
    place: str
    word: str
    required: bool

    def means(self, step: ProofStep) -> bool:
        """Whether the step begins with this sentence."""
        file, _, line = self.place.rpartition(":")
        words = " ".join(re.findall(r"[A-Za-z]+", step.words))
        return step.file.endswith(file) and step.line == int(line) and f"{words} ".startswith(f"{self.word} ")


@dataclass(frozen=True, kw_only=True)
class Row:
    """The steps of one labelled proof: how many are right, those that are wrong, and the labels that are missed."""

    name: str
    right: int
    wrong: tuple[ProofStep, ...]
    missed: tuple[Label, ...]


def labelled() -> dict[str, list[Label]]:
    """The labels, by paper."""
    out: dict[str, list[Label]] = {}
    with LABELLED.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            label = Label(
                statement=line["statement"], place=line["place"], word=line["word"], required=line["step"] == "yes"
            )
            out.setdefault(line["paper"], []).append(label)
    return out


def measured(name: str, paper: Paper, labels: Sequence[Label]) -> Row:
    """The steps of one paper's labelled proof."""
    steps = glance(paper, next(s.id for s in paper.statements if s.title == labels[0].statement)).steps
    missed = tuple(x for x in labels if x.required and not any(x.means(step) for step in steps))
    return Row(
        name=f"{name} {labels[0].statement}",
        right=sum(x.required for x in labels) - len(missed),
        wrong=tuple(step for step in steps if not any(x.means(step) for x in labels)),
        missed=missed,
    )


def rows(names: Sequence[str]) -> Iterator[Row]:
    """All papers with labels, or those named."""
    labels = labelled()
    for name in names or sorted(labels):
        folder = SHARED / "corpus" / name
        if (folder / "META.json").is_file():
            yield measured(name, inspected(folder), labels[name])


def main(names: list[str]) -> int:
    """Prints each step that is wrong, each label that is missed, and the summary."""
    measured = []
    for row in rows(names):
        measured.append(row)
        print(f"{row.name}: {row.right} right, {len(row.wrong)} wrong, {len(row.missed)} missed", flush=True)
        for step in row.wrong:
            print(f"  wrong {step.file}:{step.line} {step.words}")
        for label in row.missed:
            print(f"  missed {label.place} {label.word} …")
    if not measured:
        print("no corpus here: nothing measured")
        return 0
    right = sum(r.right for r in measured)
    wrong, missed = sum(len(r.wrong) for r in measured), sum(len(r.missed) for r in measured)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    print(f"{len(measured)} proofs: precision {precision:.0%} (bar 90 %), recall {recall:.0%} (bar 80 %)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
