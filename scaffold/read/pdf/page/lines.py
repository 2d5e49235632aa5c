"""Lines of a PDF's text, fast and without layout: enough to find what a line begins with."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

MAX_PAGES = 1500
"""Maximum number of pages read; longer documents are books, of which the first pages are enough."""

CONTINUATIONS = frozenset(
    "is are was shows and in implies gives states follows for of to we by with holds can has does yields from as "
    "applies below above on together then that which also provides tells says asserts proves extends generalizes "
    "improves may uses will must but or if when where since because at it this into without asserting holding "
    "using implying".split()
)
"""Words that follow a statement's name in running text."""

_LINE_NUMBER = re.compile(r"(\d{1,4}) (?=\S)")
_NUMBERED_SHARE = 0.2

_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
                            "\u00ad": "", "\ufffe": "", "\u2010": "-", "\u00a0": " ", "\u2019": "'"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; page counts from 1."""

    page: int
    text: str


def read_lines(pdf: Path) -> tuple[int, list[Line]]:
    """The number of pages, and their lines in the order of the content; raises OSError if it is not a readable PDF."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            count = len(document)
            lines = [line for n in range(min(count, MAX_PAGES)) for line in _page(document[n], n + 1)]
            return count, _without_line_numbers(lines)
    except (pypdfium2.PdfiumError, ValueError, RuntimeError) as trouble:
        raise OSError(f"cannot be read as a PDF: {trouble}") from trouble


def page_labels(pdf: Path) -> dict[int, str]:
    """What a PDF calls its pages, which count from 1: their printed numbers; {} if it does not say."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            labels = {n + 1: document.get_page_label(n) for n in range(min(len(document), MAX_PAGES))}
    except (pypdfium2.PdfiumError, ValueError, RuntimeError, OSError):
        return {}
    return {page: label for page, label in labels.items() if label}


def _page(page: object, number: int) -> list[Line]:
    textpage = page.get_textpage()  # type: ignore[attr-defined]
    try:
        text = textpage.get_text_range()
    finally:
        textpage.close()
    lines = (clean(raw) for raw in re.split(r"[\r\n]+", text))
    return [Line(number, line) for line in lines if line]


def _without_line_numbers(lines: list[Line]) -> list[Line]:
    """The lines without the numbers that a draft prints before each."""
    numbered = [_LINE_NUMBER.match(line.text) for line in lines]
    counts = [int(m[1]) for m in numbered if m]
    steps = sum(b == a + 1 for a, b in pairwise(counts))
    if steps < len(lines) * _NUMBERED_SHARE:
        return lines
    return [replace(line, text=line.text[m.end() :]) if m else line for line, m in zip(lines, numbered, strict=True)]


def clean(text: str) -> str:
    """A line as a reader sees it: ligatures split, accents joined, spaces collapsed."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text.translate(_LIGATURES))).strip()


def squash(text: str) -> str:
    """Only letters and digits, in lower case: compares texts regardless of spacing and fonts."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed.lower() if c.isalnum())
