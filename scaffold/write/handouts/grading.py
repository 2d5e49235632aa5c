"""The grading sheet on paper: a page for each student, with what was measured and space for points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scaffold.grading import Grading
from scaffold.languages import Language
from scaffold.write.handouts.document import document, head
from scaffold.write.latex import escape

__all__ = ["Page", "sheets"]

_LINES = 5
"""For remarks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the page of a student shows.

    about are lines under the name, facts are measured values by their names. points are for each part of the grade
    those of each criterion, "" as long as they are not entered. questions are dates and what was asked.
    """

    name: str
    about: Sequence[str]
    facts: Sequence[tuple[str, str]]
    points: Sequence[Sequence[str]]
    questions: Sequence[tuple[str, str]] = ()
    missed: str = ""
    remarks: str = ""
    total: float | None = None
    with_bonus: float | None = None
    passed: str = "unknown"


def sheets(pages: Sequence[Page], title: str, grading: Grading, language: Language) -> str:
    """The document with a page, or more if there is much to print, for each student."""
    body: list[str] = []
    for n, page in enumerate(pages):
        body += [r"\newpage"] if n else []
        body += [rf"\renewcommand\student{{{escape.tex(page.name)}}}", *_page(page, grading, language)]
    more = (
        "\\usepackage{tabularx,array}\n\\newcommand\\student{}\n"
        "\\pagestyle{fancy}\\fancyhf{}\\renewcommand\\headrulewidth{0pt}\n"
        f"\\fancyhead[L]{{\\footnotesize\\color{{grey}}{escape.tex(title)}}}\n"
        "\\fancyhead[R]{\\footnotesize\\color{grey}\\student}\n\\fancyfoot[C]{\\footnotesize\\thepage}\n"
        "\\newcommand\\blank[1]{\\makebox[18mm][c]{#1}}\n\\newcommand\\tick[1]{{\\fboxsep=.8pt\\fbox{\\makebox[2.6mm][c]{\\rule{0pt}{2.6mm}#1}}}}\n\\setlength\\parskip{2.5pt}\n"
    )
    return document("a4paper,margin=20mm,top=24mm,headheight=9mm", body, more)


def _page(page: Page, grading: Grading, language: Language) -> Iterator[str]:
    yield head("Large", "ink", page.name)
    yield from (rf"{escape.tex(line)}\par" for line in page.about)
    yield rf"\medskip{head('normalsize', 'ink', language('grading.measured'))}"
    yield r"\begin{tabularx}{\linewidth}{@{}>{\color{grey}}lX@{}}"
    yield from (rf"{escape.tex(name)} & {escape.tex(value)} \\" for name, value in page.facts)
    yield r"\end{tabularx}\par"
    for part, points in zip(grading.parts, page.points, strict=True):
        named = language("grading.weight", what=part.what, weight=language.number(part.weight))
        yield rf"\medskip{head('normalsize', 'ink', named)}"
        yield r"{\renewcommand\arraystretch{1.35}\begin{tabularx}{\linewidth}{@{}X|c|@{}}\cline{2-2}"
        for criterion, given in zip(part.criteria, points, strict=True):
            most = rf"\makebox[14mm][r]{{\color{{grey}}/ {part.points}}}"
            yield rf"{escape.tex(criterion)} & \blank{{{escape.tex(given)}}}{most} \\\cline{{2-2}}"
        yield r"\end{tabularx}}\par"
    yield from _rest(page, grading, language)


def _rest(page: Page, grading: Grading, language: Language) -> Iterator[str]:
    """Questions, days missed, remarks, and what follows."""
    each = language("grading.bonus", bonus=language.number(grading.bonus), most=language.number(grading.most_bonus))
    yield rf"\medskip{head('normalsize', 'ink', language('grading.questions'))}"
    yield rf"{{\color{{grey}}\small {escape.tex(each)}}}\par"
    asked = [f"{day}: {text}" for day, text in page.questions] or [language("grading.no-questions")]
    yield from (rf"{escape.tex(line)}\par" for line in asked)
    yield rf"\medskip{head('normalsize', 'ink', language('grading.remarks'))}"
    yield from (rf"{escape.tex(line)}\par" for line in page.remarks.splitlines())
    rule = r"\vspace{5mm}\textcolor{line}{\rule{\linewidth}{.4pt}}\par"
    yield from [rule] * (0 if page.remarks else _LINES)
    yield r"\vfill\textcolor{ink}{\rule{\linewidth}{.6pt}}\par"
    total, more = (_percent(value, language) for value in (page.total, page.with_bonus))
    fields = [
        (language("grading.missed"), escape.tex(page.missed) or r"\underline{\hspace{10mm}}"),
        (language("grading.total"), total),
        (language("grading.with-bonus"), more),
    ]
    shown = [rf"{escape.tex(name)}: \textbf{{{value}}}" for name, value in fields]
    ticked = [
        rf"\tick{{{'x' if page.passed == key else ''}}} {escape.tex(text)}"
        for key, text in (("yes", language("grading.yes")), ("no", language("grading.no")))
    ]
    yield r"\hfill ".join((*shown, rf"{escape.tex(language('grading.passed'))}: {'~~'.join(ticked)}")) + r"\par"


def _percent(value: float | None, language: Language) -> str:
    return r"\underline{\hspace{12mm}}\,\%" if value is None else rf"{language.number(round(value, 1))}\,\%"
