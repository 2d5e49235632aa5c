"""Measurements of finished files, kept by the content of all that they depend on, so that none is repeated."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaffold.check.artefacts.pdf import Pdf
    from scaffold.check.report.pages import Length
    from scaffold.seminar import Profile


def kept(measure: Callable[[], tuple[str, ...]], *parts: object) -> tuple[str, ...]:
    """What measure returns; from the cache if it was called for the same parts before.

    parts: all that the measurement depends on, its name first. Errors of measure are raised, and nothing is kept.
    """
    from scaffold.engines import results

    key = results.key(*parts)
    if files := results.find(key):
        return tuple(json.loads(files[_LINES]))
    lines = measure()
    results.keep(key, {_LINES: json.dumps(lines).encode()})
    return lines


_LINES = "lines.json"


def read_pdf(path: Path) -> Pdf:
    """The PDF at path as checks see it; raises Unreadable. `build` and each `check` read the same PDFs.

    Of a PDF that has changed, the pages that have not are taken from the last reading of this path.
    """
    from scaffold.check.artefacts import pdf as reader
    from scaffold.engines import results

    last = results.key("the last reading of a PDF", str(path.resolve()))

    def measure() -> tuple[str, ...]:
        before = results.find(last)
        read = json.dumps(asdict(reader.read(path, _pdf(json.loads(before[_PDF])).pages if before else ())))
        results.keep(last, {_PDF: read.encode()})
        return (read,)

    try:
        content = path.read_bytes()
    except OSError as e:
        raise reader.Unreadable(f"{path.name} cannot be read: {e.strerror}") from e
    return _pdf(json.loads(kept(measure, "a PDF as checks see it", content)[0]))


def lengths(pdf: Path, profile: Profile, folder: Path) -> tuple[tuple[Length, ...], str]:
    """The length of each part in a PDF of the report, and which of its pages count ("": all). Raises Unreadable."""
    from scaffold.check.artefacts import latex_files
    from scaffold.check.report import pages

    read = read_pdf(pdf)
    found = pages.lengths(read, profile, latex_files.sources(folder))
    return found, pages.counting(read, profile, found)


_PDF = "pdf.json"


def _pdf(facts: Mapping[str, Any]) -> Pdf:
    from scaffold.check.artefacts.pdf import Bookmark, Line, Page, Pdf

    pages = (
        Page(
            **{
                **page,
                "lines": tuple(Line(**line) for line in page["lines"]),
                "rules": tuple((left, right, top) for left, right, top in page["rules"]),
            }
        )
        for page in facts["pages"]
    )
    bookmarks, works = (tuple(Bookmark(**one) for one in facts[name]) for name in ("bookmarks", "works"))
    return Pdf(pages=tuple(pages), bookmarks=bookmarks, works=works, title=facts["title"], loose=tuple(facts["loose"]))
