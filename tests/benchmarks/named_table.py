"""What restated statements name and the audience has not seen: python -m tests.benchmarks.named_table [PAPER...].

Reads ../shared/corpus (or the folder in SCAFFOLD_SHARED); without it it prints a note and exits with 0. For each paper
it prints the references from statements that the report restates and that the slides show, and how many of them lead
to nothing that the reader has at hand: in the report or on the pages after its draft, in the talk on this or an earlier
slide or on one that this slide links to, in the backup on any slide. The last line is the summary; the bar is 0.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from scaffold import seminar
from scaffold.model import Paper
from scaffold.planning import report, talk
from scaffold.planning.named import Named, Names
from scaffold.plans import ReportPlan, Slide, TalkPlan
from tests.benchmarks.main_results import SHARED, inspected


@dataclass(frozen=True, kw_only=True)
class Counted:
    """References of one paper: all, those to nothing at hand, as (place, words), and those with only a page."""

    count: int
    missing: tuple[tuple[str, str], ...]


def shown(slide: Slide) -> set[str]:
    """Ids of what a slide shows."""
    return {i.ref for i in (*slide.items, *slide.right) if i.kind in ("statement", "figure")}


def in_talk(paper: Paper, plan: TalkPlan) -> Counted:
    """The references of the deck's statements."""
    names, seen, rows = Names(paper), set[str](), list[tuple[str, Named, bool]]()
    every = {slide.id: shown(slide) for slide in plan.slides}
    for slide in plan.slides:
        seen |= every[slide.id]
        linked = [every.get(i.ref, set()) for i in (*slide.items, *slide.right) if i.kind == "link"]
        hand = set().union(seen, *linked, *(every.values() if slide.layout == "backup" else ()))
        rows += _rows(paper, names, slide.id, every[slide.id], hand)
    return _counted(rows)


def in_report(paper: Paper, plan: ReportPlan) -> Counted:
    """The references of the statements that the report restates."""
    names = Names(paper)
    hand = {i.ref for part in plan.parts for i in part.items if i.kind in ("statement", "named", "figure")}
    hand |= set(plan.referred)
    rows = [
        row for part in plan.parts for i in part.items if i.kind in ("statement", "named")
        for row in _rows(paper, names, part.key, {i.ref}, hand)
    ]  # fmt: skip
    rows += [row for id in plan.referred for row in _rows(paper, names, "behind", {id}, hand)]
    return _counted(rows)


def _rows(paper: Paper, names: Names, place: str, ids: set[str], hand: set[str]) -> Iterator[tuple[str, Named, bool]]:
    forms = {names.form(id) for id in hand}
    for s in paper.restatable:
        if s.id in ids:
            yield from ((f"{place} {s.title}", n, names.form(n.id) in forms) for n in names.of(s))


def _counted(rows: list[tuple[str, Named, bool]]) -> Counted:
    return Counted(count=len(rows), missing=tuple((place, n.words) for place, n, there in rows if not there))


def main(names: list[str]) -> int:
    """Prints the figures of each paper and of all."""
    profile = seminar.load("theory")
    totals = [0, 0, 0, 0]
    for folder in sorted((SHARED / "corpus").glob("*/")):
        if (folder / "META.json").is_file() and (not names or folder.name in names):
            paper = inspected(folder)
            deck, pages = in_talk(paper, talk.plan(paper, profile)), in_report(paper, report.plan(paper, profile))
            figures = (deck.count, len(deck.missing), pages.count, len(pages.missing))
            totals = [a + b for a, b in zip(totals, figures, strict=True)]
            listed = "; ".join(f"{place}: {words}" for place, words in (*deck.missing, *pages.missing))
            print(f"{folder.name:30s} slides {figures[1]}/{figures[0]}, report {figures[3]}/{figures[2]} {listed}")
    if not any(totals):
        print("no corpus here: nothing measured")
        return 0
    print(f"not at hand: slides {totals[1]} of {totals[0]}, report {totals[3]} of {totals[2]} (bar 0)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
