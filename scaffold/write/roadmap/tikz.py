"""The road map of a report as a TikZ picture, with the layout that all writers share.

It is written twice if the two differ, for a page and for a column, and LaTeX chooses by the line width.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from scaffold.languages import Language
from scaffold.metrics import width
from scaffold.plans import RoadMap, RoadNode
from scaffold.write.latex import escape
from scaffold.write.roadmap.fit import Choice, Choices, Fitted, fitted
from scaffold.write.roadmap.routes import Box, Route, Sizes

__all__ = ["picture"]

_GAP = 7.0
"""Millimetres between two columns of the report's style."""

_DEEPEST = 90.0
_MM = 25.4 / 72.27
_LABEL, _NUMBER = 9.5, 8.0
"""Font sizes in points of a label and of its page number, as \\footnotesize and \\scriptsize at 11 points."""

_HEAD = r"""% What the main results depend on. Generated: scaffold replaces this file.
% An arrow leads from a result to one that uses it; main results are in the top row, key lemmas in bold.
"""
_STYLES = (
    r"road/.style={draw=scaffoldgrey!75,line width=.5pt,fill=white,rounded corners=1.5pt,align=center,inner sep=0pt,"
    r"font=\footnotesize\sffamily,minimum height=<<height>>mm,minimum width=<<width>>\linewidth,"
    r"text width=<<text>>\linewidth}",
    r"road main/.style={road,fill=scaffoldink,draw=scaffoldink,text=white}",
    r"road heavy/.style={road,draw=scaffoldink,line width=1pt,fill=scaffoldtint}",
    r"road outside/.style={road,dashed}",
    r"uses/.style={-{Stealth[length=1.6mm,width=1.3mm]},draw=scaffoldgrey!75,line width=.5pt,rounded corners=1mm}",
    r"uses lit/.style={uses,draw=scaffoldink,line width=1pt}",
)


@lru_cache(maxsize=2)
def picture(roadmap: RoadMap, language: Language, page: float) -> str:
    """LaTeX of the picture, \\linewidth wide, with a caption; a to-do for the student if no use is known.

    page is the width of the text in millimetres. LaTeX takes the picture of which the line is nearer to the width.
    Kept, as a report is written again until LaTeX can typeset it.
    """
    if not roadmap.nodes:
        return f"{_HEAD}\\towrite{{{language('roadmap.unread')}}}\n"
    if not roadmap.edges:
        return f"{_HEAD}\\towrite{{{language('roadmap.none-named')}}}\n"
    column = (page - _GAP) / 2
    made = ((fitted(roadmap, wide, _DEEPEST, _choices(wide, language)), wide) for wide in (page, column))
    large, small = (_drawn(picture, wide, language) for picture, wide in made)
    return _HEAD + (
        large if large == small else f"\\ifdim\\linewidth>{(page + column) / 2:g}mm\n{large}\\else\n{small}\\fi\n"
    )


def _choices(wide: float, language: Language) -> Choices:
    """Sizes in millimetres for a line of that width: long rows first, then wide gaps before narrow ones."""

    def choices(roadmap: RoadMap) -> Iterator[Iterator[Choice]]:
        needed = max(_needed(node, language) for node in roadmap.nodes) + 3.0
        box = min(needed, 0.36 * wide)
        tall = 7.5 if needed == box else 10.5
        yield (
            (
                _LABEL,
                False,
                Sizes(width=box, height=tall, between=between, lane=2.5, rise=7.0, most_rise=11.0, per_row=per_row),
            )
            for per_row, between in product((5, 4, 3, 2), (8.0, 3.0, 2.0))
        )

    return choices


def _needed(node: RoadNode, language: Language) -> float:
    page = width(f"  {language('page', page=node.page)}", _NUMBER) if node.page else 0.0
    return _MM * (width(node.label, _LABEL, bold=True) + page)


def _drawn(made: Fitted, wide: float, language: Language) -> str:
    from pylatex import NoEscape, TikZ, TikZOptions

    made = made.at((wide - made.drawing.width) / 2, 0.0)
    values = {"height": made.sizes.height, "width": made.sizes.width / wide, "text": (made.sizes.width - 2) / wide}
    styles = list(_STYLES)
    for name, value in values.items():
        styles = [s.replace(f"<<{name}>>", f"{value:.4f}") for s in styles]
    options = [NoEscape(o) for o in (rf"x={1 / wide:.6f}\linewidth", "y=-1mm", *styles)]
    tikz = TikZ(options=TikZOptions(*options))
    for route in sorted(made.drawing.routes, key=lambda r: r.lit):
        tikz.append(NoEscape(_arrow(route)))
    for box in made.drawing.boxes:
        tikz.append(NoEscape(_node(box, language)))
    return "\\begin{center}%\n" + str(tikz.dumps()) + "%\n\\end{center}\\vskip -2pt\n" + _caption(made, language)


def _node(box: Box, language: Language) -> str:
    node = box.node
    style = "road main" if node.main else "road heavy" if node.heavy else "road outside" if node.outside else "road"
    label = rf"\textbf{{{escape.tex(node.label)}}}" if node.main or node.heavy else escape.tex(node.label)
    page = rf"\enspace{{\scriptsize {language.texts['latex.page'].replace('#1', str(node.page))}}}" if node.page else ""
    return rf"\node[{style}] at ({box.x:.2f},{box.y:.2f}) {{{label}{page}}};"


def _arrow(route: Route) -> str:
    """From the result used to the one that uses it."""
    style = "uses lit" if route.lit else "uses"
    return rf"\draw[{style}] " + " -- ".join(f"({x:.2f},{y:.2f})" for x, y in route.points) + ";"


def _caption(made: Fitted, language: Language) -> str:
    paged = any(b.node.page for b in made.drawing.boxes)
    other = language("roadmap.other-results") if any(b.node.outside for b in made.drawing.boxes) else ""
    more = language.counted("roadmap.omitted", made.folded) if made.folded else ""
    meaning = language("roadmap.caption-pages" if paged else "roadmap.caption")
    words = " ".join(filter(None, (meaning, other, more)))
    return rf"{{\footnotesize\sffamily\color{{scaffoldgrey}}\noindent\centering {words}\par}}\addvspace{{4pt}}" + "\n"
