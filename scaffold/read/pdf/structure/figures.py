"""Figures of a PDF, by their captions."""

from __future__ import annotations

import re

from scaffold.model import Figure
from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.layout.text import running

_CAPTION = re.compile(r"(?:Figure|Fig\.|FIGURE|Abbildung|Abb\.)\s*((?:[A-Z]\.)?\d+(?:\.\d+)?)\s*[.:|–—]?\s*")
_LINES = 8


def figures(paper: Layout, file: str) -> tuple[Figure, ...]:
    """The figures in order, each once."""
    found: dict[str, Figure] = {}
    for at, line in enumerate(paper.lines):
        m = _CAPTION.match(line.text)
        if not m or m[1] in found or not _stopped(m, line):
            continue
        end = at + 1
        while end < min(at + _LINES, len(paper.lines)) and paper.lines[end].lead < 1.3 * line.size:
            end += 1
        caption = running(paper.lines[at:end], m.end())
        found[m[1]] = Figure(id=f"figure-{m[1]}", number=m[1], caption=caption, page=line.page, file=file, line=at + 1)
    return tuple(found.values())


def _stopped(m: re.Match[str], line: Line) -> bool:
    """Whether it is a caption: a stop follows its number, or its head is in another style than its text."""
    rest = line.text[m.end() :]
    if m[0].rstrip()[-1:] in ".:|–—":
        return True
    return bool(rest[:1].isupper()) and line.style_at(0).bold != line.style_at(m.end()).bold
