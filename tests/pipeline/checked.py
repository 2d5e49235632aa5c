"""What `scaffold check` reports about a project, and ways to change one."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from scaffold.pipeline import checking


@dataclass
class Problems:
    """The checks that did not pass: the worst verdict of each by its name, and its first message."""

    verdicts: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)


def warned(ran: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines on standard error, without those that say what is going on in a command that takes long."""
    return [line for line in ran.stderr.splitlines() if not re.search(r" …( \d+ s)?$", line)]


def problems(project: Path) -> Problems:
    """The checks that did not pass, except for the ratings and words that the student has not written yet."""
    found = Problems()
    for c in checking.check(project):
        assert c.verdict == "pass" or (c.message and c.next), c
        unwritten = c.name == "own words" or (c.name == "review" and c.message.startswith("not filled in"))
        if c.verdict != "pass" and not unwritten:
            before = found.verdicts.get(c.name)
            found.verdicts[c.name] = "fail" if "fail" in (before, c.verdict) else c.verdict
            found.messages.setdefault(c.name, c.message)
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(project: Path, text: str) -> None:
    """Appends a line to the summary."""
    summary = project / "report" / "summary.tex"
    summary.write_text(f"{summary.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")


def fill_in(project: Path, confidence: str) -> None:
    """Fills in the ratings with their first value and the given confidence, and writes a sentence in each part."""
    path = project / "report" / "review.tex"
    text = re.sub(r"(\\rating\{(?!Confidence)[^{}]*\})\{\}", r"\1{2}", path.read_text(encoding="utf-8"))
    path.write_text(text.replace(r"\rating{Confidence}{}", rf"\rating{{Confidence}}{{{confidence}}}"), encoding="utf-8")
    for name in ("summary", "review", "proofs"):
        part = project / "report" / f"{name}.tex"
        part.write_text(part.read_text(encoding="utf-8") + f"\n{SENTENCE}\n", encoding="utf-8")


SENTENCE = "The authors bound the number of mistakes that the perceptron makes on separable data."
