r"""What is left where something that prints nothing is taken out of a text: the blanks that LaTeX would print there.

LaTeX's own commands of this kind (\label, \index, \marginpar) say \@bsphack before and \@esphack after: a blank after
them is dropped if there was one before them, and stays if there was none.
"""

from __future__ import annotations

import re

__all__ = ["closed"]

_WINDOW = 80
_WORD = re.compile(r"(?<!\\)(?:\\\\)*\\([A-Za-z@]+)(\s*)\Z")
_BLANK = re.compile(r"[ \t]*(?:%[ \t]*\n[ \t]*)?(?:\n(?![ \t]*\n)[ \t]*)?")
"""Blanks up to an empty line, which ends the paragraph whatever stood before it."""

_SILENT = frozenset(
    "item leavevmode normalfont phantomsection noindent indent par hfill newline centering itshape upshape slshape "
    "bfseries rmfamily em it rm small quad qquad relax null".split()
)
"""Commands after which a blank is not worth keeping: they print nothing themselves."""


def closed(before: str, tex: str, at: int) -> tuple[str, int]:
    """What joins the text before something taken out to that after it, which begins at `at`; and where that goes on."""
    near, after = before[-_WINDOW:], tex[at : at + _WINDOW]
    word, follows = _WORD.search(near), after.lstrip()[:1]
    if (word or near.rstrip().endswith("\\\\")) and follows in ("[", "*"):
        return "{}", at
    if word and not word[2] and after[:1].isalpha():
        return " ", at
    if word and word[1] not in _SILENT:
        return ("{}" if after[:1].isspace() and follows.isalnum() else ""), at
    blank = _BLANK.match(tex, at) if not near or near[-1].isspace() else None
    return "", blank.end() if blank else at
