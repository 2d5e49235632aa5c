"""The title page, the header fields and the declaration of a report. Nothing is filled in for the student."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.formalities import Declaration
from scaffold.seminar import Profile
from scaffold.write.latex import escape

__all__ = ["declaration", "fields", "head"]


def fields(profile: Profile) -> str:
    """The lines of report.tex that give the header fields, each with its line end; "" without fields."""
    names = ((escape.tex(field.name), escape.tex(field.value)) for field in profile.header)
    return "".join(f"\\headerfield{{{name}}}{{{value}}}\n" for name, value in names)


def head(profile: Profile) -> str:
    """The head of the report: above the first part, or on a page of its own."""
    if not profile.title_page:
        return "\\scaffoldhead"
    lines = (
        "\\begin{scaffoldfront}",
        "\\scaffoldtitlepage",
        "% An abstract or \\tableofcontents goes here, if your seminar asks for one.",
        "\\end{scaffoldfront}",
    )
    return "\n".join(lines)


def declaration(given: Declaration) -> str:
    """The student's file with the declaration."""
    return "\n".join(_lines(given)) + "\n"


def _lines(given: Declaration) -> Iterator[str]:
    yield "% The declaration that the seminar asks for. This file is yours: read it, and sign only what is true."
    yield "\\begin{scaffoldback}{Declaration}"
    yield escape.tex(given.authorship)
    if given.on_ai:
        yield ""
        yield escape.tex(given.on_ai)
    if given.ai == "disclose":
        yield ""
        yield "% One row for each tool: its name and version, what you used it for, and where in the report."
        yield "% If you used none, write so in the first pair of braces. Copy the row for further tools."
        yield "\\begin{aitools}"
        yield "  \\aitool{}{}{}"
        yield "\\end{aitools}"
    if given.signature:
        yield ""
        yield "\\signature"
    yield "\\end{scaffoldback}"
