"""Main results and prerequisites against the labelled papers: python -m tests.benchmarks.main_results [PAPER...].

Reads ../shared/labels, ../shared/labels2 and ../shared/corpus (or the folder in SCAFFOLD_SHARED), and our own labels in
labels/, which were written from abstract, introduction and headings; without the corpus it prints a note and exits with
0. The last line is the summary.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scaffold.model import Paper, from_json
from scaffold.planning.equivalents import representatives
from scaffold.planning.prerequisites import prerequisites
from scaffold.planning.rank import MOST_MAINS, main_results
from tests.pipeline.forking import scaffold

SHARED = Path(os.environ.get("SCAFFOLD_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")
FOLDERS = (SHARED / "labels", SHARED / "labels2", Path(__file__).with_name("labels"))


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was found for one paper.

    chosen are the titles of the main results; hits of them are main results for the labels, too, neutral acceptable
    ones; reach is how many there are to find: those that the labels name (twins count once), at most MOST_MAINS.
    """

    name: str
    chosen: tuple[str, ...]
    right: bool
    acceptable: bool
    hits: int
    neutral: int
    reach: int
    found: frozenset[str]
    wanted: frozenset[str]

    def f1(self, *, strict: bool = True) -> float:
        """Harmonic mean of precision and recall; not strict: acceptable ones count neither for nor against."""
        if not self.hits:
            return 0.0
        precision = self.hits / (len(self.chosen) - (0 if strict else self.neutral))
        recall = min(1.0, self.hits / self.reach)
        return 2 * precision * recall / (precision + recall)


def key(title: str) -> str:
    """A title by which labels and statements are compared: "theorem 3.1"."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w .']", "", title.lower())).strip(" .")


@cache
def inspected(folder: Path) -> Paper:
    """The paper as `scaffold inspect` reads and ranks it: from its source, else from its PDF."""
    meta = json.loads((folder / "META.json").read_text(encoding="utf-8"))
    source = folder / "eprint.tar.gz"
    words = ["inspect", "--json", str(source if source.is_file() else next(folder.glob("*.pdf")))]
    if meta.get("needs_main") and meta.get("main_tex"):
        words += ["--main", meta["main_tex"]]
    run = scaffold(*words, cwd=folder)
    run.check_returncode()
    return from_json(json.loads(run.stdout))


def row(labels: Path, paper: Paper) -> Row:
    """Measures one labelled paper. A statement is what the labels name if it or an equivalent one has that title."""
    truth = json.loads(labels.read_text(encoding="utf-8"))
    mains, also = _keys(truth["main"]), _keys(truth["acceptable_main"])
    groups: dict[str, set[str]] = {}
    stands_for = representatives(paper)
    for s in paper.statements:
        groups.setdefault(stands_for[s.id], set()).add(key(s.title))
    chosen = main_results(paper)
    titles = [groups[stands_for[s.id]] for s in chosen]
    asked = [s.id for s in paper.statements if key(s.title) in mains]
    by_id = {s.id: s for s in paper.statements}
    return Row(
        name=labels.stem,
        chosen=tuple(s.title for s in chosen),
        right=bool(titles) and bool(titles[0] & mains),
        acceptable=bool(titles) and bool(titles[0] & (mains | also)),
        hits=sum(1 for group in titles if group & mains),
        neutral=sum(1 for group in titles if group & also and not group & mains),
        reach=max(1, min(MOST_MAINS, sum(1 for group in groups.values() if group & mains))),
        found=frozenset(key(by_id[p.id].title) for p in prerequisites(paper, asked)),
        wanted=_keys(truth["assumptions_for_main"]),
    )


def _keys(titles: Iterable[str]) -> frozenset[str]:
    return frozenset(key(title) for title in titles)


def rows(names: Sequence[str]) -> Iterator[Row]:
    """All labelled papers, or those named."""
    for labels in sorted(path for folder in FOLDERS for path in folder.glob("*.json")):
        folder = SHARED / "corpus" / labels.stem
        if (not names or labels.stem in names) and (folder / "META.json").is_file():
            yield row(labels, inspected(folder))


def described(r: Row) -> str:
    """A line on one paper."""
    verdict = "right" if r.right else "acceptable" if r.acceptable else "WRONG"
    missed = f", missed {', '.join(sorted(r.wanted - r.found))}" if r.wanted - r.found else ""
    known = f"prerequisites {len(r.wanted & r.found)}/{len(r.wanted)}{missed}"
    return f"{r.name:30s} {verdict:10s} set {r.f1():.2f} {', '.join(r.chosen)}; {known}"


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The figures over many papers: shares of right and acceptable first results, mean F1 of sets, recall."""

    right: float
    acceptable: float
    f1: float
    lenient: float
    recall: float


def totals(measured: Sequence[Row]) -> Totals:
    """The figures over one or more rows."""
    count, wanted = len(measured), sum(len(r.wanted) for r in measured)
    return Totals(
        right=sum(r.right for r in measured) / count,
        acceptable=sum(r.acceptable for r in measured) / count,
        f1=sum(r.f1() for r in measured) / count,
        lenient=sum(r.f1(strict=False) for r in measured) / count,
        recall=sum(len(r.wanted & r.found) for r in measured) / max(1, wanted),
    )


def main(names: list[str]) -> int:
    """Prints a line a paper and the summary."""
    measured = []
    for r in rows(names):
        print(described(r), flush=True)
        measured.append(r)
    if not measured:
        print("no labelled papers here: nothing measured")
        return 0
    t = totals(measured)
    got = sum(len(r.found) for r in measured)
    print(
        f"{len(measured)} papers: first main result right {t.right:.0%} (bar 90 %), acceptable {t.acceptable:.0%} "
        f"(bar 95 %); set of main results F1 {t.f1:.2f} (bar 0.80; {t.lenient:.2f} where acceptable ones count neither "
        f"for nor against); prerequisites recall {t.recall:.2f} (bar 0.90), {got} named"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
