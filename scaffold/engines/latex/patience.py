"""When a run of TeX is stopped before its time limit: it only computes, or makes pages or messages without end.

TeX prints each file that it opens and each page that it finishes, and flushes its output there. Between two of those a
sound document computes for a fraction of the time that its preamble took. Time is processor time, so that a busy
computer stops nothing, and counted in preambles, so that a slow one does not either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["OF_A_BUILD", "OF_A_TRIAL", "Patience", "Watched"]

_PREAMBLE = 30.0
"""Processor seconds that may pass without output in a preamble, where an engine may list all fonts of the system."""

_MOST_OUTPUT = 4_000_000
_MOST_LOG = 64_000_000
"""Bytes of output and of the log that no sound document needs."""

_BEGUN = re.compile(rb"\.aux\b")
r"""\begin{document} reads the .aux file, or prints that there is none."""

_PAGE = re.compile(rb"\[\d")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a document may go on without output, and its most pages.

    It is at least this many seconds of processor time, more if its preamble took more than a part of them: preambles
    times as long.
    """

    seconds: float
    preambles: float
    pages: int


OF_A_BUILD = Patience(30.0, 30.0, 2000)
"""For a student's document, with any pictures in it."""

OF_A_TRIAL = Patience(2.5, 4.0, 200)
"""For a document of ours, to find out which statements LaTeX can set."""


@dataclass(slots=True, kw_only=True)
class Watched:
    """A `limits.Watch` of one run of TeX."""

    patience: Patience
    log: Path
    preamble: float | None = None
    _written: int = 0
    _pages: int = 0
    _progress: float = 0.0
    _rest: bytes = field(default=b"", repr=False)

    def __call__(self, output: bytes, used: float) -> str:
        """Why to stop the run now: "quiet", "pages", "output", or "" to go on."""
        self._written += len(output)
        text = self._rest + output
        if output:
            self._progress = used
        if self.preamble is None and _BEGUN.search(text):
            self.preamble = used
        self._pages += len(_PAGE.findall(text, max(0, len(self._rest) - 1)))
        self._rest = text[-4:]
        if self._pages > self.patience.pages:
            return "pages"
        if self._written > _MOST_OUTPUT or (self.log.is_file() and self.log.stat().st_size > _MOST_LOG):
            return "output"
        return "quiet" if used - self._progress > self.quiet else ""

    @property
    def quiet(self) -> float:
        """Processor seconds without output after which the run is stopped."""
        if self.preamble is None:
            return _PREAMBLE
        return max(self.patience.seconds, self.patience.preambles * self.preamble)
