"""Statement boxes at the bottom of a page: no line alone on the next page, no heading alone on this one."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from scaffold import languages
from scaffold.engines.latex.compile import render_pages
from scaffold.resources import template
from scaffold.write.report.files import language_file

ENGLISH = languages.load("en")
WORDS = language_file(ENGLISH, ENGLISH)

BODIES = {
    "one-paragraph": r"\row1\\\row2\\\row3\\\row4\\\row5\\\row6\\\row7",
    "display-last-but-one": r"\row1\\\row2\\\row3\[\row4\]\row5",
    "paragraphs": r"\row1\\\row2\\\row3\par\row4\\\row5\par\row6",
    "list": r"\row1\begin{enumerate}\item\row2\item\row3\item\row4\item\row5\end{enumerate}",
    "short": r"\row1\\\row2\par\row3",
}
OFFSETS = range(6, 150, 6)
"""Points from the bottom of the page at which what comes before the statement begins."""

_PREAMBLE = r"""\documentclass[11pt,a4paper%s]{article}
\usepackage[margin=25mm,tight]{generated/scaffold-report}
\newcommand\place[2]{\pdfsavepos\write-1{PLACE:\the\pdflastxpos:\thepage:#1:#2}}
\newcommand\row[1]{x\edef\now{\noexpand\place{\number\value{enumiv}}}\now{#1}}
\begin{document}\begin{scaffoldpart}{a}{A}{50}
"""


def statement(number: int, offset: int, body: str) -> str:
    """A statement under a heading, or below a line of text, that begins this far above the bottom of its page."""
    head = r"\subsection*{\row0}" if number % 2 else r"\row0"
    return (
        rf"\scaffoldfacts{{s{number}}}{{Claim\place{{{number}}}{{9}}}}{{}}{{}}{{}}{{}}\setcounter{{enumiv}}{{{number}}}"
        rf"\newpage\vspace*{{\dimexpr\textheight-{offset}pt}}{head}"
        rf"\begin{{scaffoldstatement}}{{s{number}}}{{}}{body}\end{{scaffoldstatement}}"
    )


@pytest.mark.requires_latex
@pytest.mark.parametrize("columns", ["", ",twocolumn"], ids=["one-column", "two-columns"])
def test_no_line_and_no_heading_is_alone(columns: str) -> None:
    rows = [(body, offset) for body in BODIES.values() for offset in OFFSETS]
    text = "\n".join(statement(n, offset, body) for n, (body, offset) in enumerate(rows))
    style = template("report", "scaffold-report.sty").read_bytes()
    files = {"generated/scaffold-report.sty": style, "generated/language.tex": WORDS.encode()}
    document = _PREAMBLE % columns + text + "\\end{scaffoldpart}\\end{document}"
    result = render_pages(document, extra_files=files, engine="pdflatex", most_runs=1)
    assert result.ok, result.errors
    places: dict[int, dict[tuple[int, bool], set[int]]] = defaultdict(lambda: defaultdict(set))
    for x, page, n, line in re.findall(r"PLACE:(\d+):(\d+):(\d+):(\d)", result.log):
        column = bool(columns) and int(x) > 105 / 25.4 * 72.27 * 65536
        places[int(n)][int(page), column].add(int(line))
    assert len(places) == len(rows)
    split = 0
    for n, found in places.items():
        pieces = [found[place] for place in sorted(found)]
        (first,) = [lines for lines in pieces if 9 in lines]
        body = [lines & set(range(1, 9)) for lines in pieces if lines & set(range(1, 9))]
        assert all(len(lines) > 1 for lines in body), rows[n]
        assert first & {1, 2} == {1, 2}, rows[n]
        assert n % 2 == 0 or 0 in first, rows[n]
        split += len(body) > 1
    assert split >= 8  # so that the family holds splits at all
