"""The result of a check: pass, fail or unknown; never a pass without evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

__all__ = ["Check", "Verdict", "counts", "failed", "findings_or", "passed", "short", "unfinished", "unknown"]

Verdict = Literal["pass", "fail", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The result of one measurement.

    message: the measured value or the problem. where: file and position ("" if there is none). next: what to do next
    ("" if it passed). A check may give several results, one for each problem. name: the name of the check, which the
    registry sets. unfinished: whether it failed because something is not written yet, as in any draft.
    """

    verdict: Verdict
    message: str
    where: str = ""
    next: str = ""
    name: str = ""
    unfinished: bool = False


def passed(message: str, where: str = "") -> Check:
    """A check that passed."""
    return Check(verdict="pass", message=message, where=where)


def failed(message: str, where: str = "", next: str = "") -> Check:
    """A check that failed; next says what to do."""
    return Check(verdict="fail", message=message, where=where, next=next)


def unfinished(message: str, where: str = "", next: str = "") -> Check:
    """A check that failed because something is not written yet, which does not speak against handing in a draft."""
    return Check(verdict="fail", message=message, where=where, next=next, unfinished=True)


def unknown(message: str, where: str = "", next: str = "") -> Check:
    """A check that could not measure; the message says why."""
    return Check(verdict="unknown", message=message, where=where, next=next)


def findings_or(findings: Iterable[Check], otherwise: Check) -> tuple[Check, ...]:
    """The findings, or otherwise if there are none."""
    return tuple(findings) or (otherwise,)


def short(text: str, most: int) -> str:
    """The first words of a text, at most so many characters of them."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def counts(results: Iterable[Check]) -> dict[Verdict, int]:
    """How many checks passed, failed and could not be measured: each counts once, with the worst of its results."""
    worst: dict[str, Verdict] = {}
    for c in results:
        worst[c.name] = min(c.verdict, worst.get(c.name, "pass"), key=_WORST_FIRST.index)
    verdicts = list(worst.values())
    return {verdict: verdicts.count(verdict) for verdict in get_args(Verdict)}


_WORST_FIRST: tuple[Verdict, ...] = ("fail", "unknown", "pass")
