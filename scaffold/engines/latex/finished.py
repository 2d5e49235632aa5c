"""Decides whether the PDF of a compilation is kept: it must be readable, and only show pages and links.

The objects of a PDF do not say which command wrote them. The files of the document are searched for the link, or for
commands that write PDF objects, so that the error names a file: `init` then shows a clip in place of that statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scaffold.engines.latex.log import TexMessage
from scaffold.engines.pdf import count_pages
from scaffold.engines.pdf_actions import Finding, findings
from scaffold.errors import EngineFailed

__all__ = ["CODE", "judged"]

CODE = "pdf-action"

_MAX_FILES = 8
_WRITERS = re.compile(
    r"\\(?:pdf(?:catalog|annot|startlink|obj|pageattr|pagesattr|pageresources|outline|names|trailer|extension"
    r"|literal|fontattr|xform|primitive)|special|(?:text)?attachfile|noattachfile|embedfile|include(?:media|movie)|movie"
    r"|sound|Acrobatmenu|PushButton|Submit|Reset|TextField|CheckBox|ChoiceMenu|openaction)(?![A-Za-z])"
    r"|\\href\s*(?:\[[^\]]*\]\s*)?\{\s*(?:run|file|javascript)|\\csname\s*(?:pdf|special)"
)
"""Commands that write objects, actions or files into a PDF."""


def judged(data: bytes, folder: Path, main: str) -> tuple[bytes, int | None, tuple[TexMessage, ...]]:
    """The PDF made in folder from main, its number of pages, no messages; b"", None and why, if it must not be kept.

    Nothing is said about a PDF that was not made (b"").
    """
    if not data:
        return b"", None, ()
    try:
        pages = count_pages(data)
    except EngineFailed as e:
        return b"", None, tuple(_damaged(folder, main, e.message))
    why = tuple(message for finding in findings(data) for message in _messages(finding, folder, main))
    return (b"", None, why) if why else (data, pages, ())


def _messages(finding: Finding, folder: Path, main: str) -> Iterator[TexMessage]:
    """A finding as errors: one for each file that may have caused it, else one for the main file."""
    pattern = re.compile(re.escape(finding.address)) if finding.address else _WRITERS
    text = f"the PDF contains {finding.what}, so it was not kept"
    for file, line in _places(folder, pattern) or [(main, None)]:
        yield TexMessage(
            severity="error",
            code=CODE,
            file=file,
            line=line,
            text=text,
            offending=finding.address,
            advice=finding.remedy,
        )


def _places(folder: Path, pattern: re.Pattern[str]) -> list[tuple[str, int | None]]:
    """The first line of each TeX file in a folder that matches, at most _MAX_FILES."""
    places: list[tuple[str, int | None]] = []
    for path in sorted(folder.rglob("*.tex")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if (found := pattern.search(text)) and len(places) < _MAX_FILES:
            places.append((path.relative_to(folder).as_posix(), text.count("\n", 0, found.start()) + 1))
    return places


def _damaged(folder: Path, main: str, why: str) -> Iterator[TexMessage]:
    """An error for each file that may have damaged the PDF: xdvipdfmx stops in the middle of one at a bad special."""
    text = f"LaTeX made a damaged PDF ({why})"
    advice = "check the pictures: a file that one of them needs may be missing or damaged"
    for file, line in _places(folder, _WRITERS) or [(main, None)]:
        yield TexMessage(severity="error", code="engine", file=file, line=line, text=text, advice=advice)
