"""What a check finds: three values, never a pass for want of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Check", "Verdict", "failed", "passed", "settled", "short", "unknown"]

Verdict = Literal["pass", "fail", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing measured.

    message holds the figure or the finding, where the file and place ("" when there is none to name), next what to do
    ("" when it passed). Several checks may share a name: one for each finding. check is the name in the registry.
    """

    name: str
    verdict: Verdict
    message: str
    where: str = ""
    next: str = ""
    check: str = ""


def passed(name: str, message: str, where: str = "") -> Check:
    """It was measured and is as it should be."""
    return Check(name=name, verdict="pass", message=message, where=where)


def failed(name: str, message: str, where: str = "", next: str = "") -> Check:
    """It was measured and is not as it should be."""
    return Check(name=name, verdict="fail", message=message, where=where, next=next)


def unknown(name: str, message: str, where: str = "", next: str = "") -> Check:
    """It could not be measured; the message says why."""
    return Check(name=name, verdict="unknown", message=message, where=where, next=next)


def settled(findings: Iterable[Check], otherwise: Check) -> tuple[Check, ...]:
    """The findings, or what to say when there are none."""
    return tuple(findings) or (otherwise,)


def short(text: str, most: int) -> str:
    """The first words of a text, at most so many characters of them."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
