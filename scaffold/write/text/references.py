"""References in the paper's words as the paper prints them, where the words are quoted."""

from __future__ import annotations

import re

from scaffold.model import Paper
from scaffold.tex.references import RANGES, REFERENCES

__all__ = ["References"]

_ONE = "|".join(sorted(REFERENCES - RANGES, key=len, reverse=True))
_COMMAND = re.compile(
    rf"\\(?:(?:{_ONE})(?![A-Za-z])\*?\s*(?:\[[^\[\]]*\]\s*)?\{{([^{{}}]*)\}}"
    rf"|(?:{'|'.join(sorted(RANGES))})(?![A-Za-z])\*?\s*\{{[^{{}}]*\}}\s*\{{[^{{}}]*\}})"
)


class References:
    """Writes out a paper's references. Those that were not read with their text are printed as their numbers."""

    def __init__(self, paper: Paper) -> None:
        self._printed = {p.source: p.text for p in paper.printed}
        self._numbers = {x.key: x.number for x in paper.labels}

    def written_out(self, tex: str, unknown: str = "?") -> str:
        """The LaTeX with what its references print; unknown stands for those of which that is not known."""
        return _COMMAND.sub(lambda m: self._text(m) or unknown, tex)

    def all_known(self, tex: str) -> bool:
        """Whether every reference is known."""
        return all(self._text(m) is not None for m in _COMMAND.finditer(tex))

    def _text(self, m: re.Match[str]) -> str | None:
        source = " ".join(m[0].split())
        text = self._printed.get(source) or self._numbers.get((m[1] or "").strip())
        if text is None or "??" in text:
            return None
        return f"({text})" if source.startswith("\\eqref") and source not in self._printed else text
