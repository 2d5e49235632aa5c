"""Which statements make LaTeX fail, and why: from what a run says, otherwise from runs of the statements alone.

LaTeX names the file of an error. It names none if a loop does not end, a font or the PDF fails at the end of the run,
or a statement breaks what comes after it. Then the statements are compiled without the rest of the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from scaffold import culprits
from scaffold.culprits import Verdict

if TYPE_CHECKING:
    from scaffold.engines.latex.compile import TexResult
    from scaffold.engines.latex.log import TexMessage

__all__ = ["MOST_PAGES", "found_alone", "reason", "verdict"]

MOST_PAGES = 5
"""Pages that one statement may take: with more, there is no report within its budget."""

_UNSURE = ("timeout", "engine", "pdf-action")
"""Codes of messages whose file is where LaTeX was, or one that may be the cause."""

_FONT = re.compile(r"\b[Ff]ont\b.*\bnot (?:found|loadable)")
_PAGES = re.compile(r"SFALONE:(\d+):(\d+):(\d+)")

_COUNT = r"\def\sfmade{\number\ifdefined\ReadonlyShipoutCounter\ReadonlyShipoutCounter\else\value{page}\fi}" + "\n"
"""LaTeX from 2020 on counts all pages, also those that a statement makes on its own."""

Of = Callable[[Iterable[str]], Iterable[str]]
"""The ids of the statements among files that LaTeX names."""


def verdict(result: TexResult, of: Of) -> Verdict:
    """What a run says about the statements: those with errors, and those that it was in when it stopped."""
    if result.ok:
        return Verdict(ok=True)
    proven: dict[str, str] = {}
    suspects: dict[str, str] = {}
    for m in result.errors:
        for id in of((m.file,)):
            (suspects if m.code in _UNSURE else proven).setdefault(id, reason(m))
    why = next((reason(m) for m in result.errors if m.code in _UNSURE or reason(m)), "")
    return Verdict(ok=False, why=why, proven=proven, suspects=tuple(id for id in suspects if id not in proven))


def reason(error: TexMessage) -> str:
    """Why a statement fails, as the end of a sentence; "" for an ordinary error of LaTeX."""
    if error.code == "timeout":
        return "LaTeX does not end in it" if "pages" not in error.text else "its pages have no end"
    if error.code == "endless":
        return "it needs too much memory"
    if _FONT.search(error.text):
        return "one of its fonts is missing"
    return "LaTeX makes no PDF with it" if error.code == "engine" else ""


def found_alone(ids: tuple[str, ...], report: Mapping[str, bytes], of: Of, most_runs: int) -> dict[str, str]:
    """The statements that fail in the report's own preamble, and why; report holds its files by path within it.

    most_runs is how often LaTeX runs for each trial. Raises the errors of `render_pages`.
    """

    def trial(some: tuple[str, ...]) -> Verdict:
        from scaffold.engines.latex import compile
        from scaffold.engines.latex.patience import OF_A_TRIAL

        source = _alone(report["report.tex"].decode("utf-8", "replace"), some)
        result = compile.render_pages(source, extra_files=report, patience=OF_A_TRIAL, most_runs=most_runs)
        said = verdict(result, of)
        long = {some[n]: why for n, why in _long(result.log) if n < len(some)}
        return Verdict(ok=False, proven={**long, **said.proven}) if long else said

    return culprits.find(ids, trial)


def _alone(report: str, ids: tuple[str, ...]) -> str:
    """The report with these statements only, each on pages of its own; how many were made so far is in the log."""
    head = report.partition("\\begin{document}")[0] + _COUNT
    shown = (
        f"\\edef\\sfalone{{\\sfmade}}\\paperstatement{{{id}}}\\clearpage\n"
        f"\\immediate\\write16{{SFALONE:{n}:\\sfalone:\\sfmade}}\n"
        for n, id in enumerate(ids)
    )
    return head + "\\begin{document}\\null\\clearpage\n" + "".join(shown) + "\\end{document}\n"


def _long(log: str) -> Iterator[tuple[int, str]]:
    """Numbers of the statements that take too many pages, with reasons."""
    for n, first, after in (map(int, m.groups()) for m in _PAGES.finditer(log)):
        if after - first > MOST_PAGES:
            yield n, f"it takes {after - first} pages"
