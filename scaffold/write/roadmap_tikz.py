"""The road map of a report as a TikZ picture, from the layout that all writers share."""

from __future__ import annotations

from scaffold.plans import RoadMap
from scaffold.write import escape
from scaffold.write.layers import Edge, Layout, Place, layout

__all__ = ["picture"]

_ROW = 14.5
"""Millimetres from row to row."""

_HALF = 3.9 / _ROW
"""Half a box's height, in rows."""

_HEAD = r"""% How the main results rest on the others. Generated: scaffold replaces this file.
% An arrow goes from what is used to what uses it; main results in the top row, those that carry most in bold.
"""
_STYLES = (
    r"road/.style={draw=scaffoldgrey!75,line width=.5pt,fill=white,rounded corners=1.5pt,align=center,inner sep=2.5pt,"
    r"font=\footnotesize\sffamily,minimum height=7.5mm,text width=<<width>>\linewidth}",
    r"road main/.style={road,fill=scaffoldink,draw=scaffoldink,text=white}",
    r"road heavy/.style={road,draw=scaffoldink,line width=1pt,fill=scaffoldtint}",
    r"uses/.style={-{Stealth[length=1.6mm,width=1.3mm]},draw=scaffoldgrey!75,line width=.5pt}",
    r"uses lit/.style={uses,draw=scaffoldink,line width=.9pt}",
)


def picture(roadmap: RoadMap) -> str:
    """LaTeX of the picture, \\linewidth wide, with a caption line; says so where nothing is known of the proofs."""
    plan = layout(roadmap)
    if not plan.places:
        return _HEAD + "\\towrite{No proof of the paper could be read: draw here which result uses which.}\n"
    if not plan.edges:
        return _HEAD + "\\towrite{No proof of the paper names another result: draw here which rests on which.}\n"
    return _HEAD + _tikz(plan) + _caption(plan)


def _tikz(plan: Layout) -> str:
    from pylatex import NoEscape, TikZ, TikZOptions

    width = min(0.86 / plan.columns, 0.27)
    styles = [NoEscape(s.replace("<<width>>", f"{width - 0.015:.3f}")) for s in _STYLES]
    picture = TikZ(options=TikZOptions(NoEscape(r"x=\linewidth"), NoEscape(f"y={_ROW}mm"), *styles))
    places = {p.node.id: p for p in plan.places}
    # Arrows first, so that one that passes several rows runs behind the boxes.
    for edge in plan.edges:
        picture.append(NoEscape(_edge(edge, places[edge.below], places[edge.above])))
    for place in plan.places:
        picture.append(NoEscape(_node(place)))
    return "\\begin{center}%\n" + str(picture.dumps()) + "%\n\\end{center}\\vskip -2pt\n"


def _node(place: Place) -> str:
    node = place.node
    style = "road main" if node.main else "road heavy" if node.heavy else "road"
    label = rf"\textbf{{{escape.tex(node.label)}}}" if node.main or node.heavy else escape.tex(node.label)
    page = rf"\enspace{{\scriptsize p.\,{node.page}}}" if node.page else ""
    return rf"\node[{style}] at ({place.x:.4f},{-place.row}) {{{label}{page}}};"


def _edge(edge: Edge, start: Place, end: Place) -> str:
    """From the result used up to the one that uses it; between boxes of one row, over their heads."""
    style = "uses lit" if edge.lit else "uses"
    up = 1 if start.row >= end.row else -1
    way = "to[out=60,in=120]" if start.row == end.row else "--"
    leave, reach = -start.row + up * _HALF, -end.row - (up if start.row != end.row else -up) * _HALF
    return rf"\draw[{style}] ({start.x:.4f},{leave:.3f}) {way} ({end.x:.4f},{reach:.3f});"


def _caption(plan: Layout) -> str:
    more = f" {plan.folded} further results are left off." if plan.folded else ""
    pages = "; page numbers are the paper's" if any(p.node.page for p in plan.places) else ""
    words = f"An arrow leads from a result to one whose proof uses it{pages}.{more}"
    return rf"{{\footnotesize\sffamily\color{{scaffoldgrey}}\noindent\centering {words}\par}}\addvspace{{4pt}}" + "\n"
