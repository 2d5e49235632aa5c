r"""Which of a paper's tables compares it with other works: judged by its caption, its rows and its place.

A table counts that speaks of results (bounds, complexities, assumptions), not of measurements: "how it compares" is a
question on theorems. Where nothing says so, no table is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from scaffold.model import PassageKind

__all__ = ["Candidate", "comparison"]

_COMPARES = re.compile(
    r"\bcompar(?:e[sd]?|ing|isons?)\b|\b(?:previous|prior|earlier|existing|related|known|recent) "
    r"(?:\w+ ){0,2}(?:works?|results?|bounds?|algorithms?|methods?|approach\w*|schemes?|protocols?|constructions?)\b"
    r"|\bstate[- ]of[- ]the[- ]art\b|\bin the literature\b|\bbest[- ]known\b"
    r"|\b(?:of|for|between|by) (?:the )?(?:different|various|several|other) (?:\w+ ){0,2}"
    r"(?:algorithms?|methods?|approach\w*|schemes?|protocols?|constructions?|works?|results?|bounds?)\b"
    r"|\b(?:summary|overview) of (?:\w+ ){0,3}results\b",
    re.IGNORECASE,
)
_RESULTS = re.compile(
    r"\b(?:bounds?|complexit(?:y|ies)|rates?|regrets?|guarantees?|results?|asymptotic|running times?|assumptions?"
    r"|approximation (?:ratios?|factors?)|convergence|contributions?|round(?:s| time)|sample sizes?)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:ours?|(?:this|present|current) (?:work|paper|article)|Theorems?|Corollary|Thm\.)(?!\w)",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\\(?:wide)?tilde|\\(?:Omega|Theta|mathcal\s*\{?\s*O)\b|\b[OoΩΘÕ]e?\s*(?:\\left)?\s*[({]|\\big[Oo]"
)
_MEASURED = re.compile(
    r"\b(?:accurac(?:y|ies)|data ?sets?|benchmark|experiment\w*|simulat\w+|numerical|empirical|iteration counts?"
    r"|seconds|runtimes? \(|test errors?|(?:relative|mean|squared|standard|estimation) errors?|CIFAR|MNIST|ImageNet"
    r"|epochs?|confidence intervals?|coverage|hyper-?parameters?|parameter choices|notations?|symbols?)\b",
    re.IGNORECASE,
)
_TRIED = re.compile(
    r"\b(?:experiment\w*|simulat\w+|numerical|empirical|evaluation|implementation|notation)\b",
    re.IGNORECASE,
)
_DECIMAL, _NUMBERS = re.compile(r"\d\.\d"), 6
"""A measured number, and from how many of them on rows without an order of growth list measurements."""

_HOME: tuple[PassageKind, ...] = ("introduction", "contributions", "related", "abstract")
_ENOUGH = 4
_FEW_WORKS = 2

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A table: the words of its caption and of its rows, how many works the rows cite, and where it is.

    part is the kind of the text around it, heading the title over it.
    """

    caption: str
    rows: str
    works: int
    part: PassageKind | None
    heading: str


def comparison(tables: Iterable[tuple[_T, Candidate]]) -> _T | None:
    """The table that most clearly compares the paper with other works, the first of equals; None if none does."""
    weighed = [(_weight(c), one) for one, c in tables]
    best = max((weight for weight, _ in weighed), default=0)
    return next(one for weight, one in weighed if weight == best) if best >= _ENOUGH else None


def _weight(c: Candidate) -> int:
    """How much speaks for a table; 0 where it does not compare, or lists measurements."""
    compares, works = bool(_COMPARES.search(c.caption)), c.works >= _FEW_WORKS
    if not (compares or works) or _MEASURED.search(c.caption) or _TRIED.search(c.heading):
        return 0
    if len(_DECIMAL.findall(c.rows)) >= _NUMBERS and not _ORDER.search(c.rows):
        return 0
    results = bool(_RESULTS.search(c.caption) or _RESULTS.search(c.rows) or _ORDER.search(c.rows))
    own = bool(_OWN.search(f"{c.caption} {c.rows}"))
    return 2 * compares + 2 * works + results + own + (c.part in _HOME)
