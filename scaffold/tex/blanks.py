"""White space of a source in bounds: TeX reads a run of it as one space or as one empty line, however long it is.

Patterns with optional white space on both sides of something take a time that grows with the square of such a run.
"""

from __future__ import annotations

import re

__all__ = ["collapsed", "shortened", "within_lines"]

_LONGEST, _MOST_LINES = 200, 8
"""Characters and line ends of a run that stays as written."""

_RUN = re.compile(r"\s{2,}")
_NOTABLE = re.compile(rf"\s{{{_MOST_LINES},}}")
_WITHIN_LINE = re.compile(rf"([^\S\n]{{{_LONGEST}}})[^\S\n]+")


def collapsed(tex: str) -> str:
    """Every run of two or more blanks as one space, one line end, or one empty line."""
    return _RUN.sub(lambda m: _as_tex_reads(m[0]), tex)


def shortened(tex: str) -> str:
    """The source as written, but with long runs of white space collapsed."""
    return _NOTABLE.sub(_shortened, tex)


def within_lines(tex: str) -> str:
    """The source with long runs of white space cut, on the same lines as before."""
    return _WITHIN_LINE.sub(r"\1", tex)


def _shortened(run: re.Match[str]) -> str:
    long = len(run[0]) > _LONGEST or run[0].count("\n") > _MOST_LINES
    return _as_tex_reads(run[0]) if long else run[0]


def _as_tex_reads(run: str) -> str:
    ends = run.count("\n")
    return "\n\n" if ends > 1 else "\n" if ends else " "
