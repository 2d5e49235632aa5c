"""Questions over the corpus against the judgement of readers: python -m tests.benchmarks.questions [PAPER...].

Reads ../shared/corpus (or the folder in SCAFFOLD_SHARED); without it it prints a note and exits with 0. The last line
is the summary; forms that nobody has judged are listed before it.
"""

from __future__ import annotations

import sys

from scaffold import seminar
from scaffold.planning import report, talk
from tests.benchmarks.main_results import SHARED, inspected
from tests.planning.judged import questions, shares


def main(names: list[str]) -> int:
    """Prints the shares of each paper and of all."""
    profile = seminar.load("theory-2020")
    every: list[str] = []
    for folder in sorted((SHARED / "corpus").glob("*/")):
        if (folder / "META.json").is_file() and (not names or folder.name in names):
            paper = inspected(folder)
            asked = questions(talk.plan(paper, profile), report.plan(paper, profile))
            sensible, specific, _ = shares(asked)
            print(f"{folder.name:30s} {len(asked):3d} questions, sensible {sensible:.0%}, specific {specific:.0%}")
            every += asked
    if not every:
        print("no corpus here: nothing measured")
        return 0
    sensible, specific, unjudged = shares(every)
    print("".join(f"not judged: {line}\n" for line in unjudged), end="")
    print(f"{len(every)} questions: sensible {sensible:.1%} (bar 90 %), specific {specific:.1%} (bar 70 %)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
