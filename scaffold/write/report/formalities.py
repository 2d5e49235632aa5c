"""The title page, the header fields and the declaration of a report. Nothing is filled in for the student."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.formalities import Declaration
from scaffold.languages import Language
from scaffold.seminar import Profile
from scaffold.write.latex import escape

__all__ = ["authors", "declaration", "fields", "head"]


def fields(profile: Profile) -> str:
    """The lines of report.tex that give the header fields, each with its line end; "" without fields."""
    names = ((escape.tex(field.name), escape.tex(field.value)) for field in profile.header)
    return "".join(f"\\headerfield{{{name}}}{{{value}}}\n" for name, value in names)


def authors(profile: Profile) -> str:
    """The lines of report.tex that give several authors and their parts, each with its line end; "" for one author."""
    titles = {part.key: part.title for part in profile.parts}
    lines = []
    for author in profile.authors:
        details = ", ".join(f"{escape.tex(f.name)} {escape.tex(f.value)}" for f in author.details)
        parts = ", ".join(escape.tex(titles[key]) for key in author.parts if key in titles)
        lines.append(f"\\reportauthor{{{escape.tex(author.name)}}}{{{details}}}{{{parts}}}\n")
    lines += [f"\\partauthor{{{key}}}{{{escape.tex(by)}}}\n" for key in titles if (by := profile.by(key))]
    return "".join(lines)


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


def declaration(given: Declaration, language: Language, signatures: int = 1) -> str:
    """The students' file with the declaration, to be signed by so many."""
    return "\n".join(_lines(given, language, signatures)) + "\n"


def _lines(given: Declaration, language: Language, signatures: int) -> Iterator[str]:
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
        yield from ["\\signature"] * signatures
    yield "\\end{scaffoldback}"
