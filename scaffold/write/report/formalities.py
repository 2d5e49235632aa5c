"""The title page, the header fields and the declaration of a report. Nothing is filled in for the student."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.formalities import Declaration
from scaffold.languages import Language
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
        f"% {profile.language('comment.front')}",
        "\\end{scaffoldfront}",
    )
    return "\n".join(lines)


def declaration(given: Declaration, language: Language) -> str:
    """The student's file with the declaration."""
    return "\n".join(_lines(given, language)) + "\n"


def _lines(given: Declaration, language: Language) -> Iterator[str]:
    yield f"% {language('comment.declaration')}"
    yield f"\\begin{{scaffoldback}}{{{language('report.declaration')}}}"
    yield escape.tex(given.authorship)
    if given.on_ai:
        yield ""
        yield escape.tex(given.on_ai)
    if given.ai == "disclose":
        yield ""
        yield f"% {language('comment.tools')}"
        yield f"% {language('comment.no-tools')}"
        yield "\\begin{aitools}"
        yield "  \\aitool{}{}{}"
        yield "\\end{aitools}"
    if given.signature:
        yield ""
        yield "\\signature"
    yield "\\end{scaffoldback}"
