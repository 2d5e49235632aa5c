"""Generated questions judged by reading: their forms, with all that a paper says blanked out.

A question is sensible if a student can answer it from the paper, and specific if the paper gives the reason for it, so
that it would not fit another paper with only the name of a result exchanged.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scaffold.plans import ReportPlan, TalkPlan

_TABLE = Path(__file__).with_name("judged_questions.csv")
_HEADING = r"[A-ZÀ-Þ][\w'’-]*(?:'s? \w+)?(?: [A-ZÀ-Þ][\w'’-]+)*"
_BLANKS = (
    (r" \([^()]*(?:\([^()]*\)[^()]*)*(?:§|App\.|p\. )[^()]*\)$", ""),
    (r"section [^?]*, would you", "section …, would you"),
    (r"“[^”]*”", "“…”"),
    (r"\[[^\]]*\]", "[…]"),
    (rf"\b[Tt]he (?:\d+ statements called )?{_HEADING}(?: “…”)?(?: [A-Z]\b(?: ?′)?)?", "□"),
    (
        r"\b[A-ZÀ-Þ][\w'’-]*(?: (?:question|theorem|lemma|problem))? "
        r"(?:[A-Z]{3}\b|[A-Z]?[\d.]*[\dA-Z]\b(?![a-z])['*]*)",
        "□",
    ),
    (r"□(?:(?:, | and )□)+(?: and \d+ others)?", "□…"),
    (r"\b(?:All )?\d+\b", "n"),
)


@dataclass(frozen=True)
class Judgement:
    """Whether questions of a form are sensible, and specific."""

    sensible: bool
    specific: bool


def form(question: str) -> str:
    """The question without names, numbers, quotations and places."""
    for pattern, blank in _BLANKS:
        question = re.sub(pattern, blank, question)
    return question


@lru_cache(maxsize=1)
def table() -> dict[str, Judgement]:
    """All judged forms."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {r["form"]: Judgement(r["sensible"] == "yes", r["specific"] == "yes") for r in csv.DictReader(file)}


def questions(talk: TalkPlan, report: ReportPlan) -> list[str]:
    """All questions of both plans."""
    slides = [i.text for s in talk.slides for i in (*s.items, *s.right) if i.kind in ("prompt", "link")]
    return slides + [i.text for part in report.parts for i in part.items if i.kind == "prompt"]


def shares(asked: Iterable[str]) -> tuple[float, float, list[str]]:
    """The shares of sensible and of specific questions among the judged ones, and the forms that nobody judged."""
    forms = [form(q) for q in asked]
    known = [table()[f] for f in forms if f in table()]
    count = max(1, len(known))
    unjudged = sorted({f for f in forms if f not in table()})
    return sum(j.sensible for j in known) / count, sum(j.specific for j in known) / count, unjudged
