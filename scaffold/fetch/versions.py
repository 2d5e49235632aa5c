"""Chooses the long version of a paper: not always the latest, as authors may replace it with the camera-ready version.

The evidence: the comment, which belongs only to the latest version, and the size of every version's source. Sizes
include figures, so a size alone never decides; it only supports the comment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
_LONG = re.compile(
    r"\b(?:full|long|longer|extended|complete|arxiv)\s+version\b|\bversion\s+with\s+(?:all\s+)?(?:full\s+)?proofs\b"
    r"|\b(?:with|includ\w+|contain\w+)\s+(?:\w+\s+)?(?:appendi\w+|supplement\w*|all\s+proofs|full\s+proofs)",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\bcamera[- ]?ready\b|\bextended\s+abstract\b|\b(?:short|shortened|conference|proceedings)\s+version\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:see|for)\s+(?:the\s+|a\s+)?(?:full|long|longer|extended|complete)\s+version\b"
    r"|\b(?:full|long|longer|extended|complete)\s+version\s+(?:is\s+|will\s+)?(?:available|appears?|at|be|forthcoming)\b"
    r"|\b(?:abstract|abridged\s+version|short\s+version|summary)\s+of\s+(?:the|a)\s+(?:full|long|longer|extended)\b",
    re.IGNORECASE,
)
"""The comment mentions the long version, but it is elsewhere."""
_PAGES = re.compile(r"(\d{1,3})(?:\s*\+\s*(\d{1,3}))?\s*-?\s*(?:pages?\b|pgs?\b|pp\b)", re.IGNORECASE)

LONG_PAGES = 20
"""A paper with proofs has at least this many pages; conference versions have 8 to 12 plus references."""
SHORT_PAGES = 14
CLEARLY_LARGER = 1.25
"""Ratio of source sizes that confirms a comment which calls the latest version short."""
MORE_PAGES = 4
"""Pages by which an earlier version must be longer, so that a bibliography or a page of answers does not decide."""
MUCH_LARGER = 2.0
"""Ratio of source sizes that is reported even without a comment."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version: submission date, size of its source in kB (None: unknown), arXiv's source flags ("I": no source)."""

    number: int
    date: date | None = None
    kilobytes: int | None = None
    flags: str = ""

    @property
    def withdrawn(self) -> bool:
        """Whether arXiv has no files for it: flag I ("ignore").

        Its size is then 0 kB, but 0 kB alone may also mean "less than 1 kB" or "not recorded": only a download shows.
        """
        return "I" in self.flags


@dataclass(frozen=True, slots=True)
class History:
    """All versions, oldest first, and the licence; empty if unknown."""

    versions: tuple[Version, ...] = ()
    license: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A version and why it was chosen, in one line.

    rival: an earlier version that may be the long one; the pages of both PDFs decide (`by_pages`).
    """

    version: int
    reason: str
    rival: int | None = None


def parse_history(body: bytes, paper: str) -> History:
    """The history in an arXivRaw record (OAI-PMH GetRecord); empty if the response contains none of that paper.

    Format: arXiv/oaipmh, oaipmh/templates/record_formats.xml. A document type is refused: it could declare
    exponential entity expansion, and arXiv never sends one.
    """
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return History()
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError):
        return History()
    raw = root.find(f".//{_RAW}arXivRaw")
    if raw is None or (raw.findtext(f"{_RAW}id") or "").strip() != paper:
        return History()
    versions = [v for e in raw.iterfind(f"{_RAW}version") if (v := _version(e)) is not None]
    return History(
        tuple(sorted(versions, key=lambda v: v.number)), (raw.findtext(f"{_RAW}license") or "").strip() or None
    )


def _version(element: ElementTree.Element) -> Version | None:
    number = re.fullmatch(r"v([1-9]\d{0,2})", element.get("version", ""), re.ASCII)
    if number is None:
        return None
    size = re.fullmatch(r"\s*(\d{1,9})\s*kb\s*", element.findtext(f"{_RAW}size") or "", re.ASCII | re.IGNORECASE)
    flags = (element.findtext(f"{_RAW}source_type") or "").strip()
    return Version(int(number[1]), _date(element.findtext(f"{_RAW}date")), int(size[1]) if size else None, flags)


def _date(text: str | None) -> date | None:
    try:
        return parsedate_to_datetime((text or "").strip()).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def pages_in(comment: str | None) -> int | None:
    """The number of pages in a comment: 36 for "12 pages + 24 pages appendix"; None if there is none."""
    found = [int(a) + int(b or 0) for a, b in _PAGES.findall(comment or "")]
    if not found:
        return None
    largest = max(found)
    added = re.search(r"append|suppl", comment or "", re.IGNORECASE) and sum(found) != 2 * largest
    return sum(found) if added else largest


def choose(latest: int, comment: str | None, history: Sequence[Version]) -> Choice:
    """The long version: the latest one unless the evidence favours an earlier one."""
    if latest == 1:
        return Choice(1, _with_pages("the only version", comment))
    rival = _rival(latest, history)
    ratio = _ratio(latest, rival, history)
    pages = pages_in(comment)
    if _is_long(comment, pages, ratio):
        return Choice(latest, _with_pages("the latest, which is the long version", comment))
    if rival is not None and ratio >= CLEARLY_LARGER and _is_short(comment, pages):
        why = f"the latest, v{latest}, is the short version (“{_excerpt(comment)}”)"
        return Choice(rival.number, f"{why}; the source of v{rival.number} is {ratio:.1f} × as large")
    if rival is not None and ratio >= MUCH_LARGER:
        larger = f"the source of v{rival.number} is {ratio:.1f} × as large"
        reason = f"the latest; but {larger}: check whether it is the long one"
        return Choice(latest, _with_pages(reason, comment), rival.number)
    doubtful = rival.number if rival is not None else latest - 1
    return Choice(latest, _with_pages("the latest version", comment), doubtful if _is_short(comment, pages) else None)


def by_pages(choice: Choice, pages: int, rival_pages: int) -> Choice:
    """The choice after a look at both PDFs: the rival if it is clearly longer, which a short version cannot be."""
    if choice.rival is None:
        return choice
    numbers = f"it has {_pages(pages)}, v{choice.rival} has {rival_pages}"
    if rival_pages >= max(pages * CLEARLY_LARGER, pages + MORE_PAGES):
        return Choice(choice.rival, f"the latest, v{choice.version}, is the short version: {numbers}")
    return Choice(choice.version, f"the latest version: {numbers}")


def last_with_content(history: Sequence[Version], before: int) -> Version | None:
    """The newest version before that number for which arXiv has a source; None if none is known."""
    held = [v for v in history if v.number < before and not v.withdrawn]
    return max(held, key=lambda v: v.number, default=None)


def _rival(latest: int, history: Sequence[Version]) -> Version | None:
    """The newest earlier version that is almost as large as the largest earlier one."""
    earlier = [v for v in history if v.number < latest and v.kilobytes]
    largest = max((v.kilobytes or 0 for v in earlier), default=0)
    return max((v for v in earlier if (v.kilobytes or 0) >= 0.9 * largest), key=lambda v: v.number, default=None)


def _ratio(latest: int, rival: Version | None, history: Sequence[Version]) -> float:
    own = next((v.kilobytes for v in history if v.number == latest), None)
    return (rival.kilobytes or 0) / own if rival is not None and own else 0.0


def _is_long(comment: str | None, pages: int | None, ratio: float) -> bool:
    """Whether the comment calls the latest version the long one; if it mentions both, the larger source decides."""
    text = comment or ""
    if pages is not None and pages >= LONG_PAGES:
        return True
    says = _LONG.search(text) is not None and _ELSEWHERE.search(text) is None
    return says and (_SHORT.search(text) is None or 0.0 < ratio < 1.0)


def _is_short(comment: str | None, pages: int | None) -> bool:
    text = comment or ""
    if _SHORT.search(text) or _ELSEWHERE.search(text):
        return True
    return pages is not None and pages <= SHORT_PAGES and not _LONG.search(text)


def _with_pages(reason: str, comment: str | None) -> str:
    pages = pages_in(comment)
    return f"{reason}; its comment says {pages} pages" if pages else reason


def _pages(count: int) -> str:
    return f"{count} page{'s' * (count != 1)}"


def _excerpt(comment: str | None) -> str:
    text = comment or ""
    return text if len(text) <= 60 else text[:57] + "…"
