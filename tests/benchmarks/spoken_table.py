"""Measures what the spoken slides show, paper by paper: python -m tests.benchmarks.spoken_table [PAPER...].

Reads ../shared/corpus (or the folder in SCAFFOLD_SHARED); without it it prints a note and exits with 0. Printed are
the spoken slides; how many of them carry something of the paper (a statement, a figure, the road map, steps of a
proof, its list of sections) and their share, by number and by minutes; the slides with questions only; minutes a
slide, without the title and the end; and whether skipping slides, from 30 to 20 minutes, leaves the road map, a key
lemma and the idea of the proof. --type also has LaTeX set the statements, and prints the smallest type on the slides.
The last line is the summary.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold import seminar
from scaffold.model import Paper
from scaffold.planning import talk
from scaffold.plans import Slide, TalkPlan
from tests.benchmarks.main_results import SHARED, inspected

PROFILE = seminar.load("theory")
_SHOWN = {"statement", "figure", "section-map", "proof", "text", "notation"}
_FRAME = {"title", "section", "references"}
_SPINE = ("roadmap", "key-", "idea-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Numbers of one paper; seconds are those of all spoken slides and of those with something of the paper."""

    spoken: int
    shown: int
    asked: int
    seconds: int
    shown_seconds: int
    body: int
    body_seconds: int
    spine: bool

    def __str__(self) -> str:
        pace = self.body_seconds / 60 / max(1, self.body)
        by_number, by_time = self.shown / max(1, self.spoken), self.shown_seconds / max(1, self.seconds)
        kept = "yes" if self.spine else "NO"
        return f"{self.spoken:4} {self.shown:4} {by_number:4.0%} {by_time:4.0%} {self.asked:4} {pace:5.1f} {kept:>4}"


def carries(slide: Slide) -> bool:
    """Whether a slide shows something of the paper besides its title and its works."""
    return slide.layout == "roadmap" or any(i.kind in _SHOWN for i in (*slide.items, *slide.right))


def remaining(plan: TalkPlan, minutes: int) -> list[Slide]:
    """The slides that are left when the talk is cut to that many minutes in the order of its notes."""
    left = [s for s in plan.slides if s.seconds]
    for slide in sorted((s for s in left if s.cut), key=lambda s: s.cut or 0):
        if sum(s.seconds for s in left) <= 60 * minutes:
            break
        left.remove(slide)
    return left


def keeps_spine(plan: TalkPlan, left: Sequence[Slide]) -> bool:
    """Whether what is left has each part of the proof's spine that the whole talk has."""
    whole = [s.id for s in plan.slides]
    kept = [s.id for s in left]
    return all(any(id.startswith(part) for id in kept) for part in _SPINE if any(id.startswith(part) for id in whole))


def row(paper: Paper) -> Row:
    """Measures the talk of half an hour on one paper."""
    plan = talk.plan(paper, PROFILE, 30)
    spoken = [s for s in plan.slides if s.seconds]
    body = [s for s in spoken if s.layout not in _FRAME]
    shown = [s for s in body if carries(s)]
    return Row(
        spoken=len(spoken),
        shown=len(shown),
        asked=len(body) - len(shown),
        seconds=sum(s.seconds for s in spoken),
        shown_seconds=sum(s.seconds for s in shown),
        body=len(body),
        body_seconds=sum(s.seconds for s in body),
        spine=keeps_spine(plan, remaining(plan, 20)),
    )


def total(rows: Sequence[Row]) -> Row:
    """All papers as one."""
    names = ("spoken", "shown", "asked", "seconds", "shown_seconds", "body", "body_seconds")
    sums = {name: sum(getattr(r, name) for r in rows) for name in names}
    return Row(**sums, spine=all(r.spine for r in rows))


def main(arguments: Sequence[str]) -> None:
    """Prints the table."""
    names = [a for a in arguments if not a.startswith("-")]
    folders = [f for f in sorted(Path(SHARED / "corpus").glob("*/")) if (f / "META.json").is_file()]
    rows: list[Row] = []
    for folder in folders:
        if names and folder.name not in names:
            continue
        if not rows:
            print(f"{'paper':30} all shown   min asked min/slide spine")
        rows.append(row(inspected(folder)))
        print(f"{folder.name:30} {rows[-1]}", flush=True)
    if not rows:
        print("no corpus here: nothing measured")
        return
    enough = sum(r.shown >= 0.6 * r.spoken for r in rows)
    print(f"{f'all {len(rows)}':30} {total(rows)}; {enough} papers with 60 % or more", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
